using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>The expression after <c>=&gt;</c> of a member, accessor, local function or lambda: it becomes a block around the lock.</summary>
/// <param name="model">Of the tree.</param>
/// <param name="body">The expression.</param>
/// <param name="amount">The part of it that is computed ahead of the lock.</param>
internal sealed class BodySection(SemanticModel model, ExpressionSyntax body, Amount? amount = null) : Section(model)
{
    public override TextSpan Span => TextSpan.FromBounds(body.SpanStart, amount?.Expression.SpanStart ?? body.Span.End);

    public override IEnumerable<SyntaxNode> Contents => amount is null ? [body] : [];

    public override string? Caution => amount?.Caution;

    private SyntaxNode Function => body.Parent is ArrowExpressionClauseSyntax ? body.Parent.Parent! : body.Parent!;

    public override bool IsPossible => !Contents.Any(GivesThreadAway) && ReturnsValue(Function) is not null;

    public override void Write(DocumentEdits edits, string lockText)
    {
        var layout = edits.Layout;
        var isLambda = Function is LambdaExpressionSyntax;
        var last = isLambda ? body.GetLastToken() : Function.GetLastToken();
        var fitsLines = isLambda || (layout.IsFirstOnLine(Function.SpanStart) && layout.IsLastOnLine(last));
        var end = fitsLines && !isLambda ? layout.EndOfLine(last) : last.Span.End;

        // A member loses its arrow, a lambda keeps it.
        var arrow = body.GetFirstToken().GetPreviousToken();
        var gap = TextSpan.FromBounds(isLambda ? arrow.Span.End : arrow.GetPreviousToken().Span.End, body.SpanStart);

        var (open, close, levels) = ("", "", "");
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(Function.SpanStart) : null);
        foreach (var header in Function is BasePropertyDeclarationSyntax ? new[] { "", "get" } : [""])
        {
            open += header + text.OpenBrace + text.Inside().Break;
            close = text.Break + "}" + close;
            text = text.Inside();
            levels += layout.Unit;
        }

        open = CommentsIn(gap).Aggregate(open, (before, comment) => before + comment + text.Break);
        var opening = text.Open($"lock ({lockText})", layout.AlwaysBraces) + (ReturnsValue(Function) == true ? "return " : "");
        WriteOpening(edits, gap, open, opening, text.Break);
        edits.Insert(end, (isLambda ? ";" : "") + text.Close(layout.AlwaysBraces) + close, TextSpan.FromBounds(gap.Start, end));
        if (!text.OnOneLine)
            Indentation.Deepen(edits, amount?.Expression.Span ?? body.Span, amount is null ? levels + layout.Unit : levels);
    }

    private void WriteOpening(DocumentEdits edits, TextSpan gap, string block, string lockOpening, string lineBreak)
    {
        if (amount is null)
        {
            edits.Replace(gap, block + lockOpening, TextSpan.FromBounds(gap.Start, body.Span.End));
            return;
        }

        // The amount stays where it is, and the update moves around it.
        var (name, end) = (edits.FreshName(body, Amount.Name), amount.Expression.Span.End);
        var beforeAmount = TextSpan.FromBounds(gap.Start, amount.Expression.SpanStart);
        edits.Replace(beforeAmount, $"{block}var {name} = ", TextSpan.FromBounds(gap.Start, body.Span.End));
        edits.Insert(end, $";{lineBreak}{lockOpening}{edits.Tree.GetText().ToString(Span)}{name}", TextSpan.FromBounds(body.SpanStart, end));
    }

    /// <summary>A comment beside the arrow goes on a line of its own, so that it cannot swallow what follows it.</summary>
    private IEnumerable<string> CommentsIn(TextSpan gap) =>
        Model.SyntaxTree.GetRoot().DescendantTrivia(gap)
            .Where(trivia => gap.Contains(trivia.Span) && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
            .Select(static trivia => trivia.ToString());

    private bool? ReturnsValue(SyntaxNode function) => function switch
    {
        BasePropertyDeclarationSyntax => true,
        AccessorDeclarationSyntax accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        LambdaExpressionSyntax => Model.GetSymbolInfo(function).Symbol is IMethodSymbol lambda ? GivesValue(lambda) : null,
        BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax =>
            Model.GetDeclaredSymbol(function) is IMethodSymbol method ? GivesValue(method) : null,
        _ => null,
    };

    private static bool GivesValue(IMethodSymbol method) => method.MethodKind != MethodKind.Constructor && !Contexts.HasNoResult(method);
}
