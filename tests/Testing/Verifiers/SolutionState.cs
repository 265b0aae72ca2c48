namespace ConcurrencyAnalyzers.Testing;

/// <summary>The sources of a test in code, before or after a fix. Its names are those of Microsoft.CodeAnalysis.Testing.</summary>
public sealed class SolutionState
{
    /// <summary>Sources with markup; without names they are Test0.cs, Test1.cs and so on.</summary>
    public SourceFileList Sources { get; } = [];

    /// <summary>Tables of API facts, <c>*.concurrency.api</c>: the only additional files that the analyzers read.</summary>
    public SourceFileList AdditionalFiles { get; } = [];

    /// <summary>One <c>.editorconfig</c>, with sections.</summary>
    public SourceFileList AnalyzerConfigFiles { get; } = [];

    /// <summary>What is expected beside the markup.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    /// <summary>What the sources are compiled against.</summary>
    public ReferenceAssemblies? ReferenceAssemblies { get; set; }
}

/// <summary>Files of a test, with or without names.</summary>
public sealed class SourceFileList : List<(string Filename, string Content)>
{
    /// <summary>Adds a source that gets the next name.</summary>
    public void Add(string content) => Add(($"Test{Count}.cs", content));
}

/// <summary>References by the names of Microsoft.CodeAnalysis.Testing.</summary>
public sealed record ReferenceAssemblies(Target Target)
{
    /// <summary>.NET.</summary>
    public static class Net
    {
        /// <summary>.NET 10 with our runtime.</summary>
        public static ReferenceAssemblies Net100 { get; } = new(Target.Net100);
    }

    /// <summary>.NET Standard.</summary>
    public static class NetStandard
    {
        /// <summary>.NET Standard 2.0.</summary>
        public static ReferenceAssemblies NetStandard20 { get; } = new(Target.NetStandard20);
    }

    /// <summary>.NET Framework.</summary>
    public static class NetFramework
    {
        /// <summary>.NET Framework 4.7.2.</summary>
        public static class Net472
        {
            /// <summary>All of its assemblies.</summary>
            public static ReferenceAssemblies Default { get; } = new(Target.Net472);
        }
    }
}
