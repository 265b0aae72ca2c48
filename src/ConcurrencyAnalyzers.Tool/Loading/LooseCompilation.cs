using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ConcurrencyAnalyzers.Annotations;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>
/// Compiles sources that come without a project, as the newest console template would, against the frameworks installed here. What does not
/// resolve stays an error type: rules must live with that anyway, since editors show them half-typed code.
/// </summary>
internal static class LooseCompilation
{
    private static readonly string[] s_usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    // Only where a program is plainly written for them: their short names (Results, IResult, Host) could hide others.
    private static readonly string[] s_webUsings =
    [
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    // What is written in the sources themselves wins over it.
    private static readonly MetadataReference s_annotations = MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location);

    public static LoadedProgram Load(Subject.LooseFiles subject, ToolHost host)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: Symbols());
        var trees = SourceFiles.Parse(subject.Files, parse, encoding: null, host.Note);
        var config = new ConfigFiles(ConfigsFor(trees));
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(subject.Root), [UsingsFor(trees, parse), .. trees],
            ReferencePacks.References().Add(s_annotations), OptionsFor(trees, config));
        return new LoadedProgram(host.Display(subject.Root), compilation, new AnalyzerOptions([], config.Options), trees);
    }

    private static CSharpCompilationOptions OptionsFor(ImmutableArray<SyntaxTree> trees, ConfigFiles config) =>
        // Top-level statements are an error in a library, a missing Main is one in a program.
        new CSharpCompilationOptions(
            trees.Any(HasTopLevelStatements) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)
        .WithSyntaxTreeOptionsProvider(config.Severities);

    private static bool HasTopLevelStatements(SyntaxTree tree) =>
        ((CompilationUnitSyntax)tree.GetRoot()).Members.Any(member => member is GlobalStatementSyntax);

    private static SyntaxTree UsingsFor(ImmutableArray<SyntaxTree> trees, CSharpParseOptions parse)
    {
        var web = trees.Any(tree => tree.GetText().ToString().Contains("WebApplication.", StringComparison.Ordinal)) ? s_webUsings : [];
        var text = string.Concat(s_usings.Concat(web).Select(name => $"global using {name};\n"));
        return CSharpSyntaxTree.ParseText(text, parse, "ImplicitUsings.g.cs");
    }

    // What the SDK defines for its own framework: NET, NET10_0, NET5_0_OR_GREATER to NET10_0_OR_GREATER.
    private static IEnumerable<string> Symbols()
    {
        var newest = Environment.Version.Major;
        return [
            "TRACE", "DEBUG", "NET", "NETCOREAPP", $"NET{newest}_0",
            .. Enumerable.Range(5, newest - 4).Select(version => $"NET{version}_0_OR_GREATER")];
    }

    // An .editorconfig in any folder above a source may apply; which of them do, and in which order, the set decides.
    private static IEnumerable<string> ConfigsFor(ImmutableArray<SyntaxTree> trees)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in trees)
        {
            var folder = Path.GetDirectoryName(tree.FilePath);
            while (folder is not null && folders.Add(folder))
                folder = Path.GetDirectoryName(folder);
        }

        return folders.Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, ".editorconfig")).Where(File.Exists);
    }
}
