using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>The expression after <c>=&gt;</c> of a member, accessor, local function or lambda: it becomes a block around the lock.</summary>
internal sealed class BodySection(SemanticModel model, ExpressionSyntax body) : Section(model)
{
    public override TextSpan Span => body.Span;

    public override IEnumerable<SyntaxNode> Contents => [body];

    public override bool TryWrite(DocumentEdits edits, string lockText)
    {
        var function = body.Parent is ArrowExpressionClauseSyntax ? body.Parent.Parent! : body.Parent!;
        if (GivesThreadAway(body) || ReturnsValue(function) is not { } returns)
            return false;

        var layout = edits.Layout;
        var isLambda = function is LambdaExpressionSyntax;
        var last = isLambda ? body.GetLastToken() : function.GetLastToken();
        var fitsLines = isLambda || (layout.IsFirstOnLine(function.SpanStart) && layout.IsLastOnLine(last));
        var arrow = isLambda ? ((LambdaExpressionSyntax)function).ArrowToken : ((ArrowExpressionClauseSyntax)body.Parent!).ArrowToken;

        // A member loses its arrow, a lambda keeps it.
        var gap = TextSpan.FromBounds(isLambda ? arrow.Span.End : arrow.GetPreviousToken().Span.End, body.SpanStart);
        var end = fitsLines && !isLambda ? layout.EndOfLine(last) : last.Span.End;
        var owner = TextSpan.FromBounds(gap.Start, end);

        var open = "";
        var close = "";
        var text = new LockText(layout, fitsLines ? layout.IndentAt(function.SpanStart) : null);
        foreach (var header in function is BasePropertyDeclarationSyntax ? new[] { "", "get" } : [""])
        {
            open += header + text.OpenBrace + text.Inside().Break;
            close = text.Break + "}" + close;
            text = text.Inside();
        }

        foreach (var comment in CommentsIn(gap))
            open += comment + text.Break;
        open += text.Open(lockText, layout.AlwaysBraces) + (returns ? "return " : "");

        edits.Replace(gap, open, owner);
        edits.Insert(end, (isLambda ? ";" : "") + text.Close(layout.AlwaysBraces) + close, owner);
        if (!text.OnOneLine)
            Indentation.Deepen(edits, body.Span, layout.Unit + layout.Unit);
        return true;
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
        BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax => Model.GetDeclaredSymbol(function) is IMethodSymbol method ? GivesValue(method) : null,
        _ => null,
    };

    /// <summary>An asynchronous method has a value to return only inside its task.</summary>
    private static bool GivesValue(IMethodSymbol method) =>
        !method.ReturnsVoid && method.MethodKind != MethodKind.Constructor && !(method.IsAsync && method.ReturnType is not INamedTypeSymbol { IsGenericType: true });
}
