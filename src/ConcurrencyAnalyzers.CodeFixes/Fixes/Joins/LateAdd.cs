namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A thread is put into its collection behind the loop that starts one in each round: the last one, and the others are lost.</summary>
internal static class LateAdd
{
    public static Repair? For(StartedThread thread, StartingLoop loop)
    {
        if (thread.Local is not { } local
            || loop.List.Statements.Skip(loop.Index + 1).FirstOrDefault(statement => CollectionOf(statement, local) is not null) is not { } add)
        {
            return null;
        }

        var outlook = JoinOutlook.Of(thread, isAtOnce: false);
        var title = $"Put every thread into '{CollectionOf(add, local)}', not only the last; {thread.Caller} then waits for them{outlook.Caution}";
        return new Repair(title, outlook.Safety, "loop", add, edits =>
        {
            var document = edits.In(add.SyntaxTree);
            AddedStatements.Remove(add, document);
            AddedStatements.WriteAfter(thread.Start!, add.ToString(), document);
        });
    }

    /// <summary>What <c>threads.Add(thread)</c> adds the variable to.</summary>
    private static ExpressionSyntax? CollectionOf(StatementSyntax statement, ILocalSymbol local) =>
        statement is ExpressionStatementSyntax
        {
            Expression: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Enqueue" or "Push", Expression: var collection },
                ArgumentList.Arguments: { Count: 1 } arguments,
            },
        } && arguments[0].Expression.ToString().TrimEnd('!') == local.Name ? collection : null;
}
