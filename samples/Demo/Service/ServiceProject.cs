using System.Reflection;
using System.Text;
using ConcurrencyAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Demo.Service;

/// <summary>The service as a project of an editor: what rules analyse, fixes change and the compiler compiles.</summary>
/// <param name="Project">Its sources, references and configuration.</param>
/// <param name="Folder">Where its sources are, or were.</param>
internal sealed record ServiceProject(Project Project, string Folder)
{
    public const string Name = "Counting";

    // What the web SDK gives every file, as far as it is used.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;

        """;

    // The fixes may change timing and what needs a look: the reader looks at the diff.
    private const string Configuration = "root = true\n[*.cs]\ndotnet_code_quality.concurrency.fix_all = review\n";

    /// <summary>The service of samples/Before.</summary>
    public static ServiceProject OfSamples()
    {
        var folder = Path.GetFullPath(typeof(ServiceProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Service").Value!);
        if (!Directory.Exists(folder))
            throw new DemoFailure($"The demo needs the sources in '{folder}', and they are not there any more: build it in a checkout.");

        var references = ReferencePacks.References();
        if (!references.Any(reference => reference.Display!.EndsWith("Microsoft.AspNetCore.dll", StringComparison.Ordinal)))
            throw new DemoFailure($"The demo needs ASP.NET Core 10, which is not installed in '{ReferencePacks.DotnetRoot}': install the .NET SDK 10, which brings it.");

        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var compile = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release);
        var id = ProjectId.CreateNewId();
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, Name, Name, LanguageNames.CSharp,
            filePath: Path.Combine(folder, Name + ".csproj"),
            compilationOptions: compile, parseOptions: parse,
            metadataReferences: [.. references, .. RuntimeFiles.Select(file => MetadataReference.CreateFromFile(file))]));
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal))
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(file), Text(File.ReadAllText(file).ReplaceLineEndings("\n")), filePath: file);

        // In the folder of what is generated, so that no fix offers to change it.
        var usings = Path.Combine(folder, "obj", "Usings.g.cs");
        solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(usings), Text(Usings), ["obj"], usings);
        solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), ".editorconfig", Text(Configuration), filePath: Path.Combine(folder, ".editorconfig"));
        return new(solution.GetProject(id)!, folder);

        static SourceText Text(string text) => SourceText.From(text, Encoding.UTF8);
    }

    /// <summary>The executors, as the package brings them.</summary>
    public static ImmutableArray<string> RuntimeFiles { get; } =
        [.. new[] { "ConcurrencyAnalyzers.Runtime.dll", "ConcurrencyAnalyzers.Annotations.dll" }.Select(file => Path.Combine(AppContext.BaseDirectory, file))];

    /// <summary>Its files, without the one that stands for the SDK.</summary>
    public IEnumerable<Document> Written => Project.Documents.Where(document => document.Folders.Count == 0).OrderBy(document => document.Name, StringComparer.Ordinal);

    public async Task<CSharpCompilation> CompilationAsync() => (CSharpCompilation)(await Project.GetCompilationAsync())!;
}
