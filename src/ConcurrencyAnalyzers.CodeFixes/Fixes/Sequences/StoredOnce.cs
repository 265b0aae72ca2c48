using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Sequences;

/// <summary>Stores in one step what is not there yet: <c>TryAdd</c>, or <c>GetOrAdd</c> where the value goes on being used.</summary>
internal static class StoredOnce
{
    public static Repair? For(LateAct late)
    {
        if (late.Check.Syntax is not InvocationExpressionSyntax check || late.Check.Key is not { } key || check.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else: null } statement)
            return null;

        var (map, name) = (late.Act.Target.ToString(), late.Name);
        if (Statements.Denied(statement.Condition) == check)
        {
            return Statements.OutOf(check) is not { } given ? Added(statement, late, map, key)
                : Gotten(statement, given, late) is { } made ? Whole(statement.Span, $"{Target(given)} = {Call(map, key, made)};", name, statement)
                : null;
        }

        return statement.Condition == check && Statements.OutOf(check) is { } early && Returned(statement, early.Name, late) is { } end
            ? Whole(TextSpan.FromBounds(statement.SpanStart, end.Last.Span.End), $"return {Call(map, key, end.Made)};", name, statement)
            : null;
    }

    private static Repair Whole(TextSpan span, string text, string name, SyntaxNode owner) =>
        new($"Store in '{name}' in one step; the value of whoever comes second is dropped", FixSafety.Safe, "once", owner, all => all.In(owner.SyntaxTree).Replace(span, text, span));

    private static string Target((string Name, string? Type) given) => given.Type is { } type ? $"{type} {given.Name}" : given.Name;

    private static string Call(string map, ExpressionSyntax key, ExpressionSyntax made) => $"{map}.GetOrAdd({key}, _ => {made})";

    /// <summary><c>if (!map.ContainsKey(key)) map[key] = value;</c></summary>
    private static Repair? Added(IfStatementSyntax statement, LateAct late, string map, ExpressionSyntax key)
    {
        if (Statements.Assignment(Statements.Only(statement.Statement)) is not { Right: { } value } assignment || assignment != late.Act.Syntax || !Statements.CanMove(value) || value is AssignmentExpressionSyntax)
            return null;
        var text = Statements.IsSimple(value) ? $"{map}.TryAdd({key}, {value});" : Call(map, key, value) + ";";
        return Whole(statement.Span, text, late.Name, statement);
    }

    /// <summary><c>if (!map.TryGetValue(key, out var value)) { value = new(); map[key] = value; }</c></summary>
    private static ExpressionSyntax? Gotten(IfStatementSyntax statement, (string Name, string? Type) given, LateAct late)
    {
        if (given.Type is not null && !Statements.IsInList(statement))
            return null;

        var inside = Statements.In(statement.Statement);
        var made = inside.Count switch
        {
            1 when Statements.Assignment(inside[0]) is { Right: AssignmentExpressionSyntax both } outer && outer == late.Act.Syntax && Statements.IsName(both.Left, given.Name) => both.Right,
            2 when Statements.Assignment(inside[0]) is { } first && Statements.IsName(first.Left, given.Name) && Stores(inside[1], given.Name, late) => first.Right,
            _ => null,
        };
        return made is not null && Statements.CanMove(made) && !Mentions(made, given.Name) ? made : null;
    }

    /// <summary><c>if (map.TryGetValue(key, out var value)) return value; value = new(); map[key] = value; return value;</c></summary>
    private static (StatementSyntax Last, ExpressionSyntax Made)? Returned(IfStatementSyntax statement, string given, LateAct late)
    {
        var rest = Statements.After(statement);
        if (Statements.Only(statement.Statement) is not ReturnStatementSyntax { Expression: { } early } || !Statements.IsName(early, given) || rest.Count < 3)
            return null;

        var (name, made) = rest[0] switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => (variables[0].Identifier.ValueText, variables[0].Initializer?.Value),
            _ when Statements.Assignment(rest[0]) is { Left: IdentifierNameSyntax local } assignment => (local.Identifier.ValueText, assignment.Right),
            _ => ("", null),
        };
        return made is not null && Stores(rest[1], name, late) && rest[2] is ReturnStatementSyntax { Expression: { } last } && Statements.IsName(last, name)
            && Statements.CanMove(made) && !Mentions(made, given)
            ? (rest[2], made)
            : null;
    }

    private static bool Stores(StatementSyntax statement, string name, LateAct late) =>
        statement is ExpressionStatementSyntax { Expression: { } act } && act == late.Act.Syntax && act switch
        {
            AssignmentExpressionSyntax assignment => Statements.IsName(assignment.Right, name),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } => Statements.IsName(arguments[1].Expression, name),
            _ => false,
        };

    private static bool Mentions(ExpressionSyntax value, string name) => value.DescendantNodesAndSelf().Any(node => Statements.IsName(node as ExpressionSyntax, name));
}
