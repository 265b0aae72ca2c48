namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>A body that is one expression becomes a block, with room for statements behind it.</summary>
internal sealed class ExpressionBody
{
    private readonly SyntaxNode _function;
    private readonly SyntaxToken _arrow;
    private readonly bool _isLambda;

    private ExpressionBody(SyntaxNode function, SyntaxToken arrow, ExpressionSyntax expression) =>
        (_function, _arrow, Expression, _isLambda) = (function, arrow, expression, function is LambdaExpressionSyntax);

    public ExpressionSyntax Expression { get; }

    /// <returns>Null where <paramref name="expression"/> is no whole body.</returns>
    public static ExpressionBody? Of(ExpressionSyntax expression) => expression.Parent switch
    {
        ArrowExpressionClauseSyntax { Parent: (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax) and var function } arrow =>
            new ExpressionBody(function, arrow.ArrowToken, expression),
        LambdaExpressionSyntax lambda => new ExpressionBody(lambda, lambda.ArrowToken, expression),
        _ => null,
    };

    /// <summary>The text of the block inside, for those who write into it.</summary>
    public BlockText Inside(Layout layout) => Text(layout).Inside();

    /// <summary>Writes <paramref name="statements"/> in its place.</summary>
    public void Replace(string statements, DocumentEdits edits)
    {
        var text = Text(edits.Layout);
        var end = _isLambda ? Expression.Span.End : _function.Span.End;
        var whole = TextSpan.FromBounds(_isLambda ? _arrow.Span.End : _arrow.GetPreviousToken().Span.End, end);
        edits.Replace(whole, $"{text.OpenBrace}{text.Inside().Break}{statements}{text.Break}}}", whole);
    }

    /// <param name="after">Statements behind it.</param>
    /// <param name="edits">Of the tree.</param>
    /// <param name="before">Statements before it.</param>
    public void Write(string after, DocumentEdits edits, string before = "")
    {
        var layout = edits.Layout;
        var text = Text(layout);
        var last = _isLambda ? Expression.GetLastToken() : _function.GetLastToken();
        var end = _isLambda || text.OnOneLine ? last.Span.End : layout.EndOfLine(last);

        // The arrow of a lambda stays, that of a member does not.
        var gap = TextSpan.FromBounds(_isLambda ? _arrow.Span.End : _arrow.GetPreviousToken().Span.End, Expression.SpanStart);
        var owner = TextSpan.FromBounds(gap.Start, end);
        var lineBreak = text.Inside().Break;
        edits.Replace(gap, text.OpenBrace + lineBreak + before + (before.Length == 0 ? "" : lineBreak), owner);
        edits.Insert(end, $"{(_isLambda ? ";" : "")}{(after.Length == 0 ? "" : lineBreak)}{after}{text.Break}}}", owner);
        if (!text.OnOneLine)
            Indentation.Deepen(edits, Expression.Span, layout.Unit);
    }

    /// <summary>On lines of its own where what it belongs to stands alone on lines.</summary>
    private BlockText Text(Layout layout)
    {
        var whole = _isLambda ? _function.AncestorsAndSelf().First(static node => node is StatementSyntax or MemberDeclarationSyntax) : _function;
        var fitsLines = layout.IsFirstOnLine(whole.SpanStart) && layout.IsLastOnLine(whole.GetLastToken());
        return new BlockText(layout, fitsLines ? layout.IndentAt(_function.SpanStart) : null);
    }
}
