using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>A project of src/ or runtime/, compiled from its sources as they are on disk.</summary>
/// <remarks>
/// All are compiled against .NET 10 and the Roslyn that the tests run on, also those that ship for netstandard2.0: what they do with threads is the
/// same there. The compilation has to be free of errors, or the rules would see less than they seem to.
/// </remarks>
internal sealed class OwnProject
{
    private static readonly Lazy<ImmutableArray<OwnProject>> s_all = new(() => [.. Projects().Select(path => new OwnProject(path))]);

    private static readonly ImmutableArray<ISourceGenerator> s_generators =
        [.. Target.GeneratorFiles.SelectMany(file => new AnalyzerFileReference(file, new Loader()).GetGenerators(LanguageNames.CSharp))];

    private readonly Lazy<CSharpCompilation> _compilation;

    private OwnProject(string path)
    {
        Path = path;
        var project = XElement.Load(Repository.PathOf(path));
        Name = project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? System.IO.Path.GetFileNameWithoutExtension(path);
        Usings = string.Concat(project.Descendants("Using").Select(item => $"global using global::{item.Attribute("Include")!.Value};\n"));
        Friends = [.. project.Descendants("InternalsVisibleTo").Select(item => item.Attribute("Include")!.Value)];
        References = [.. project.Descendants("ProjectReference").Select(item => System.IO.Path.GetFileName(item.Attribute("Include")!.Value.Replace('\\', '/')))];
        Files = [.. FilesOf(project)];
        _compilation = new(Compile);
    }

    /// <summary>Every project that has sources.</summary>
    public static ImmutableArray<OwnProject> All => s_all.Value;

    /// <summary>Roslyn and what composes its hosts, as the tests run on it.</summary>
    public static ImmutableArray<MetadataReference> Roslyn { get; } =
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => System.IO.Path.GetFileName(path) is var name
                && (name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.StartsWith("System.Composition", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];

    public string Path { get; }

    public string Name { get; }

    public ImmutableArray<string> Files { get; }

    public CSharpCompilation Compilation => _compilation.Value;

    private string Usings { get; }

    private ImmutableArray<string> Friends { get; }

    private ImmutableArray<string> References { get; }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public static OwnProject Named(string name) => All.Single(project => project.Name == name);

    public override string ToString() => Name;

    private static IEnumerable<string> Projects() =>
        new[] { "src", "runtime" }
            .SelectMany(folder => Repository.FilesBelow(folder, "*.csproj"))
            .Select(Repository.Relative)
            .Where(project => Repository.FilesBelow(System.IO.Path.GetDirectoryName(project)!, "*.cs").Length > 0);

    /// <summary>What the SDK takes, less what the project removes, and what it includes from elsewhere.</summary>
    private IEnumerable<string> FilesOf(XElement project)
    {
        var items = project.Descendants("Compile").ToList();
        var removed = items.Select(item => item.Attribute("Remove")?.Value).OfType<string>().SelectMany(Expand).ToHashSet();
        var included = items.Select(item => item.Attribute("Include")?.Value).OfType<string>().SelectMany(Expand);
        return Repository.FilesBelow(Folder, "*.cs").Where(file => !removed.Contains(file)).Concat(included).Distinct();
    }

    /// <summary>Only the two forms that our projects use: one file, and all files of a name below a folder.</summary>
    private IEnumerable<string> Expand(string pattern)
    {
        var parts = System.IO.Path.Combine(Folder, pattern).Replace('\\', '/').Split("**/");
        var start = Repository.Relative(System.IO.Path.GetFullPath(Repository.PathOf(parts[0])));
        return parts.Length == 1 ? [Repository.PathOf(start)] : Repository.FilesBelow(start, parts[1]);
    }

    private CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse, preprocessorSymbols: Target.NoRuntime.Symbols);
        var trees = Files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, Repository.Relative(file), Encoding.UTF8)).ToList();
        trees.Add(CSharpSyntaxTree.ParseText(Target.NoRuntime.GlobalUsings + Usings + FriendAttributes, options, $"{Folder}/obj/{Name}.g.cs", Encoding.UTF8));
        var compilation = CSharpCompilation.Create(
            Name,
            trees,
            [.. Target.NoRuntime.References, .. Roslyn, .. OtherProjects()],
            new(trees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement)) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(s_generators, parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return (CSharpCompilation)generated;
    }

    private string FriendAttributes => string.Concat(Friends.Select(friend => $"[assembly: global::System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend}\")]\n"));

    private IEnumerable<MetadataReference> OtherProjects() =>
        All.Where(project => References.Contains(System.IO.Path.GetFileName(project.Path))).Select(project => project.Compilation.ToMetadataReference());

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // All dependencies lie beside the generator or are Roslyn, which is loaded.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
