using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Statements that do nothing but make, start or join threads.</summary>
internal static class ThreadStatements
{
    /// <summary>The first statement from <paramref name="from"/> on that does more than make, name and start threads.</summary>
    public static int EndOfStarts(StatementList list, int from, SemanticModel model)
    {
        while (from < list.Statements.Length && IsStart(list.Statements[from], model))
            from++;
        return from;
    }

    /// <summary>How many joins stand from <paramref name="from"/> on.</summary>
    public static int CountJoins(StatementList list, int from, SemanticModel model) =>
        list.Statements.Skip(from).TakeWhile(statement => IsJoin(statement, model)).Count();

    public static bool IsThread(ITypeSymbol? type) =>
        type is { Name: "Thread", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary><c>thread.Join()</c>, <c>thread?.Join()</c>, or a loop over nothing else.</summary>
    public static bool IsJoin(StatementSyntax statement, SemanticModel model) => statement switch
    {
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => IsCall(call, "Join", model),
        ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call } } =>
            IsCall(call, "Join", model),
        ForEachStatementSyntax loop => IsJoin(loop.Statement, model),
        ForStatementSyntax loop => IsJoin(loop.Statement, model),
        BlockSyntax { Statements.Count: 1 } block => IsJoin(block.Statements[0], model),
        _ => false,
    };

    private static bool IsStart(StatementSyntax statement, SemanticModel model) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: var variables } =>
            variables.All(one => one.Initializer?.Value is BaseObjectCreationExpressionSyntax value && IsThread(model.GetTypeInfo(value).Type)),
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } =>
            (assignment.Right is BaseObjectCreationExpressionSyntax && IsThread(model.GetTypeInfo(assignment.Right).Type))
            || (assignment.Left is MemberAccessExpressionSyntax member && IsThread(model.GetTypeInfo(member.Expression).Type)),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => IsCall(call, "Start", model),
        _ => false,
    };

    private static bool IsCall(InvocationExpressionSyntax call, string name, SemanticModel model) =>
        Functions.NameOf(call.Expression) == name && IsThread(model.GetSymbolInfo(call).Symbol?.ContainingType);
}
