using ConcurrencyAnalyzers.Tool.Cli;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>Makes of compiler arguments the compilation that the compiler would make of them.</summary>
internal static class ProjectCompilation
{
    public static LoadedProgram Load(CompilerArguments given, ToolHost host)
    {
        // The language of messages may be one that this process has no data for, and messages are not what is wanted.
        var words = given.Words.Where(word => !word.StartsWith("/preferreduilang", StringComparison.OrdinalIgnoreCase));
        var arguments = CSharpCommandLineParser.Default.Parse(words, given.Directory, sdkDirectory: null);
        Action<string> note = text => host.Note($"{given.Name}: {text}");
        foreach (var error in arguments.Errors)
            note($"{error.GetMessage()} (among the compiler's arguments)");
        if (arguments.SourceFiles.IsEmpty)
            throw new ToolFailure($"the arguments of {given.Name} name no source file. Save them again with --save-args.");

        var config = new ConfigFiles(arguments.AnalyzerConfigPaths);
        var trees = SourceFiles.Parse(arguments.SourceFiles.Select(file => file.Path), arguments.ParseOptions, arguments.Encoding, note);
        ImmutableArray<AdditionalText> files = [.. arguments.AdditionalFiles.Select(file => new AdditionalFile(file.Path))];

        var compilation = CSharpCompilation.Create(
            arguments.CompilationName ?? given.Name, trees, References(arguments, note), OptionsOf(arguments, config));
        return new LoadedProgram(
            given.Name,
            SourceGenerators.Run(compilation, arguments, config, files, note),
            new AnalyzerOptions(files, config.Options),
            [.. trees.Where(tree => !IsBuildOutput(tree.FilePath, given.Directory))]);
    }

    private static IEnumerable<MetadataReference> References(CSharpCommandLineArguments arguments, Action<string> note)
    {
        foreach (var reference in arguments.MetadataReferences)
        {
            var path = Path.GetFullPath(reference.Reference, arguments.BaseDirectory!);
            if (File.Exists(path))
                yield return MetadataReference.CreateFromFile(path, reference.Properties);
            else
                note($"the reference '{path}' is not there: what needs it is not understood. Build or restore the project.");
        }
    }

    // The key decides the assembly's identity, and with it which internals of other assemblies it may see.
    private static CSharpCompilationOptions OptionsOf(CSharpCommandLineArguments arguments, ConfigFiles config) =>
        arguments.CompilationOptions
            .WithSyntaxTreeOptionsProvider(config.Severities)
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithStrongNameProvider(new DesktopStrongNameProvider(arguments.KeyFileSearchPaths))
            .WithXmlReferenceResolver(new XmlFileResolver(arguments.BaseDirectory))
            .WithConcurrentBuild(true);

    // GlobalUsings.g.cs, AssemblyInfo.cs and the like.
    private static bool IsBuildOutput(string path, string directory) =>
        Path.GetRelativePath(directory, path).Split(Path.DirectorySeparatorChar).Contains("obj");
}
