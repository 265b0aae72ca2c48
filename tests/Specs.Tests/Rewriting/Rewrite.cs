using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Specs.Tests.Rewriting;

/// <summary>A place in a program: the start of a token.</summary>
internal readonly record struct Place(string File, int Position);

/// <summary>A program in other words.</summary>
/// <param name="Program">The program.</param>
/// <param name="Places">Where the places of interest of the original are now.</param>
/// <param name="Edits">How much of the original is written otherwise; 0: nothing in it could be.</param>
internal sealed record Rewrite(SampleProgram Program, ImmutableDictionary<Place, Place> Places, int Edits)
{
    private const string Marked = "place";

    /// <summary>Rewrites a program file by file.</summary>
    /// <param name="program">The original.</param>
    /// <param name="marked">The places to remember; their tokens are told again by annotations, so a rewriter must keep those.</param>
    /// <param name="how">Makes the rewriter.</param>
    /// <param name="more">A file that the new text needs beside its own.</param>
    public static Rewrite Of(SampleProgram program, IReadOnlyCollection<Place> marked, Func<Compilation, Rewriter> how, SampleFile? more = null)
    {
        Compilation compilation = program.Compile();
        foreach (var file in program.Files)
        {
            var tree = TreeOf(file);
            var tokens = marked.Where(place => place.File == file.Name).Select(place => tree.GetRoot().FindToken(place.Position));
            var root = tree.GetRoot().ReplaceTokens(tokens, (old, token) => token.WithAdditionalAnnotations(Annotation(old.SpanStart)));
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(root, tree.Options));
        }

        var rewriter = how(compilation);
        var files = ImmutableArray.CreateBuilder<SampleFile>();
        var places = ImmutableDictionary.CreateBuilder<Place, Place>();
        foreach (var file in program.Files)
        {
            var root = rewriter.Rewrite(TreeOf(file));
            files.Add(file with { Text = root.ToFullString() });
            foreach (var token in root.GetAnnotatedNodesAndTokens(Marked))
                places.Add(new(file.Name, int.Parse(token.GetAnnotations(Marked).Single().Data!, CultureInfo.InvariantCulture)), new(file.Name, token.SpanStart));
        }

        if (more is not null && rewriter.Edits > 0)
            files.Add(more);
        return new(program with { Files = files.ToImmutable() }, places.ToImmutable(), rewriter.Edits);

        SyntaxTree TreeOf(SampleFile file) => compilation.SyntaxTrees.Single(tree => tree.FilePath == SampleProgram.Folder + file.Name);
    }

    private static SyntaxAnnotation Annotation(int position) => new(Marked, position.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Says in other words what a program does. It keeps tokens that it does not replace, and the annotations of those that it does.</summary>
internal abstract class Rewriter(Compilation compilation) : CSharpSyntaxRewriter
{
    /// <summary>How often it found something to say otherwise.</summary>
    public int Edits { get; protected set; }

    protected Compilation Compilation => compilation;

    protected SemanticModel Model { get; private set; } = null!;

    public SyntaxNode Rewrite(SyntaxTree tree)
    {
        Model = compilation.GetSemanticModel(tree);
        return Visit(tree.GetRoot());
    }
}
