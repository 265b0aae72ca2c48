using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>One file of a program under test.</summary>
/// <param name="Name">Its name below the program's folder, <c>A.cs</c>.</param>
/// <param name="Text">Its text, lines ended by line feeds.</param>
public sealed record SampleFile(string Name, string Text);

/// <summary>A small program with everything that decides what analyzers say about it.</summary>
/// <remarks>
/// It is a library, or a console program where a file has top-level statements or a static method <c>Main</c>. It gets the SDK's implicit usings from C# 10 on, and
/// nullable annotations from C# 8 on, as a new project does. The language is the newest unless one is asked for, whatever the target.
/// </remarks>
public sealed record SampleProgram
{
    /// <summary>The folder of all files. It exists nowhere: a test that reads the disk fails.</summary>
    public const string Folder = "/spec/";

    /// <summary>The name of a file that got none.</summary>
    public const string DefaultFile = "Spec.cs";

    internal const string ApiFile = Folder + "Spec.concurrency.api";
    internal const string ConfigFile = Folder + ".editorconfig";
    internal const string UsingsFile = Folder + "obj/Spec.GlobalUsings.g.cs";

    /// <summary>The sources, in the order in which the compiler gets them.</summary>
    public required ImmutableArray<SampleFile> Files { get; init; }

    /// <summary>Lines <c>key = value</c> of the program's <c>.editorconfig</c>, for all C# files.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>The whole <c>.editorconfig</c>, in place of <see cref="Options"/>.</summary>
    public string? EditorConfig { get; init; }

    /// <summary>Lines of a table of API facts that the project adds.</summary>
    public ImmutableArray<string> ApiLines { get; init; } = [];

    /// <summary>What it is compiled against.</summary>
    public Target Target { get; init; } = Target.Net100;

    /// <summary>The version of C#.</summary>
    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    /// <summary>A program of one file.</summary>
    public static SampleProgram Of(string text) => new() { Files = [new(DefaultFile, text)] };

    /// <summary>The same program with its files in the opposite order.</summary>
    public SampleProgram Reversed() => this with { Files = [.. Files.Reverse()] };

    internal CSharpParseOptions ParseOptions => new(Language, DocumentationMode.Parse, preprocessorSymbols: Target.Symbols);

    internal string? Usings => Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10 ? Target.GlobalUsings : null;

    internal CSharpCompilationOptions OptionsFor(IEnumerable<SyntaxTree> trees) => new(
        trees.Any(HasEntryPoint) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        platform: Target.Platform,
        nullableContextOptions: Language.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable);

    /// <summary>Compiles the sources; nothing is written and nothing is bound yet.</summary>
    public CSharpCompilation Compile()
    {
        var parse = ParseOptions;
        var trees = Files.Select(file => Parse(file.Text, Folder + file.Name)).ToList();
        var options = OptionsFor(trees);
        if (Usings is { } usings)
            trees.Add(Parse(usings, UsingsFile));

        return Target.Empty.WithOptions(options).AddSyntaxTrees(trees);

        SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), parse, path);
    }

    /// <summary>What analyzers see beside the sources.</summary>
    public AnalyzerOptions AnalyzerOptions() => new(
        ApiLines.IsEmpty ? [] : [new ApiTable(SourceText.From(ApiText, Encoding.UTF8))],
        new SampleConfiguration(ConfigText));

    /// <summary>The lines of the user's table.</summary>
    public string ApiText => string.Concat(ApiLines.Select(line => line + "\n"));

    internal string ConfigText => EditorConfig ?? "root = true\n[*.cs]\n" + string.Concat(Options.Select(line => line + "\n"));

    private static bool HasEntryPoint(SyntaxTree tree) => tree.GetRoot().DescendantNodes(node => node is not (StatementSyntax or ExpressionSyntax)).Any(node => node switch
    {
        GlobalStatementSyntax => true,
        MethodDeclarationSyntax { Identifier.ValueText: "Main", TypeParameterList: null } method => method.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    });

    private sealed class ApiTable(SourceText text) : AdditionalText
    {
        public override string Path => ApiFile;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }
}
