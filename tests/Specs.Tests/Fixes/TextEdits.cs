using ConcurrencyAnalyzers.Fixes.Edits;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>Pieces of edits combine to one text in any order, or say that they contradict each other.</summary>
public sealed class TextEdits
{
    //                              0         1         2
    //                              0123456789012345678901234567
    private const string Program = "a[i++] += b++; // b\nc = 1;\n";

    private static readonly (TextSpan Span, string Text, TextSpan Owner)[] s_pieces =
    [
        (At(0), "{ ", Of(0, 15)),                   // around the statement
        (At(14), " }", Of(-1, 14)),
        (At(0), "Add(ref ", Of(0, 13)),             // the assignment
        (Of(6, 9), ",", Of(0, 13)),
        (At(13), ")", Of(0, 13)),
        (At(2), "Inc(ref ", Of(2, 5)),              // i++
        (Of(3, 5), ")", Of(2, 5)),
        (At(10), "(Inc(ref ", Of(10, 13)),          // b++, at the end of the assignment
        (Of(11, 13), ") - 1)", Of(10, 13)),
        (At(20), "    ", Of(14, 26)),               // indentation
        (At(20), "lock (g) ", Of(20, 26)),          // a statement that begins where the line does
    ];

    [Fact]
    public void CombineInAnyOrder()
    {
        var random = new Random(4711);
        for (var round = 0; round < 50; round++)
        {
            var pieces = s_pieces.Concat(s_pieces.Take(round % 5)).ToArray();
            random.Shuffle(pieces);
            Assert.Equal("{ Add(ref a[Inc(ref i)], (Inc(ref b) - 1)); } // b\n    lock (g) c = 1;\n", Apply(pieces));
        }
    }

    [Fact]
    public void ContradictWhereTheyOverlap() => Assert.Null(Apply((Of(0, 6), "x", Of(0, 13)), (Of(2, 5), "y", Of(2, 5))));

    [Fact]
    public void ForgetIndentationOfALineThatIsGone() =>
        Assert.Equal("a[i++] += b++; // bx;\n", Apply((Of(19, 25), "x", Of(0, 26)), (At(20), "    ", Of(14, 26))));

    [Theory]
    [InlineData("", false)]
    [InlineData("/* gone */", false)]
    [InlineData("// b\n", true)]
    public void KeepComments(string text, bool isKept) => Assert.Equal(isKept, Apply((Of(15, 20), text, Of(0, 26))) is not null);

    private static TextSpan At(int position) => new(position, 0);

    private static TextSpan Of(int start, int end) => start < 0 ? new TextSpan(0, end) : TextSpan.FromBounds(start, end);

    private static string? Apply(params (TextSpan Span, string Text, TextSpan Owner)[] pieces)
    {
        var tree = CSharpSyntaxTree.ParseText(Program, cancellationToken: TestContext.Current.CancellationToken);
        var model = CSharpCompilation.Create("Spec", [tree]).GetSemanticModel(tree);
        var layout = Layout.Of(tree.GetRoot(TestContext.Current.CancellationToken), tree.GetText(TestContext.Current.CancellationToken), SampleProgram.Of("").AnalyzerOptions().AnalyzerConfigOptionsProvider.GetOptions(tree));
        var edits = new DocumentEdits(model, layout);
        foreach (var (span, text, owner) in pieces)
        {
            if (span.IsEmpty)
                edits.Insert(span.Start, text, owner);
            else
                edits.Replace(span, text, owner);
        }

        return edits.Apply(TestContext.Current.CancellationToken)?.ToString();
    }
}
