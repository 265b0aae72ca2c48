using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Captures;

/// <summary>Moves the declaration of a variable into the one function that uses it, so that each thread has its own.</summary>
/// <remarks>
/// Without its first value: where the function could read what an earlier round has left, the result does not compile, and is not offered.
/// </remarks>
internal static class OwnVariable
{
    public static Repair? For(SharedMemory memory, FixQuestion ask)
    {
        if (memory.Symbol is not ILocalSymbol local || memory.Uses.IsEmpty || memory.Uses.Any(use => use.Tree != ask.Tree)
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(ask.CancellationToken) is not VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement },
            } declarator
            || !IsWithoutEffect(declarator.Initializer?.Value, ask) || StatementList.Around(statement).IsEmbedded)
        {
            return null;
        }

        // The outermost function inside the variable's own that holds all uses.
        var scope = Functions.FunctionAround(statement);
        var function = memory.Uses[0].Node.Ancestors().TakeWhile(node => node != scope).LastOrDefault(Functions.IsInner);
        if (function is not AnonymousFunctionExpressionSyntax { Block: { Statements: { Count: > 0 } statements } } || memory.Uses.Any(use => !function.Span.Contains(use.Node.Span))
            || local.Type.IsAnonymousType)
        {
            return null;
        }

        var first = statements[0];
        return new Repair($"Declare '{memory.Name}' in the function that uses it", FixSafety.Safe, "own", memory.Symbol, edits => Write(statement, first, local, edits.In(ask.Tree)));
    }

    private static bool IsWithoutEffect(ExpressionSyntax? value, FixQuestion ask) =>
        value is null or LiteralExpressionSyntax or DefaultExpressionSyntax || ask.ModelOf(value.SyntaxTree).GetConstantValue(value, ask.CancellationToken).HasValue;

    private static void Write(LocalDeclarationStatementSyntax statement, StatementSyntax first, ILocalSymbol local, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var ownLine = layout.IsFirstOnLine(statement.SpanStart) && layout.IsLastOnLine(statement.GetLastToken());
        var (start, end) = ownLine ? (statement.SpanStart, statement.GetLastToken().GetNextToken().SpanStart) : (statement.SpanStart, statement.Span.End);
        var text = ownLine ? CommentsBehind(statement, end) : "";
        edits.Replace(TextSpan.FromBounds(start, end), text, statement.Span);

        var type = local.Type.ToMinimalDisplayString(edits.Model, local.NullableAnnotation == NullableAnnotation.Annotated ? NullableFlowState.MaybeNull : NullableFlowState.NotNull, first.SpanStart);
        var lineBreak = layout.IsFirstOnLine(first.SpanStart) ? layout.NewLine + layout.IndentAt(first.SpanStart) : " ";
        edits.Insert(first.SpanStart, $"{type} {local.Name};{lineBreak}", first.Span);
    }

    /// <summary>What stands between the declaration and the next statement stays, but for the line break.</summary>
    private static string CommentsBehind(LocalDeclarationStatementSyntax statement, int end) =>
        statement.SyntaxTree.GetText().ToString(TextSpan.FromBounds(statement.Span.End, end)).TrimStart();
}
