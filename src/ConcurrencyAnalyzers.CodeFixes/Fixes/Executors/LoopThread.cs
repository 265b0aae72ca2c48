using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Joins;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Executors;

/// <summary>A thread that a loop makes, starts at once, and does nothing else with.</summary>
internal sealed class LoopThread
{
    private readonly StatementSyntax _made;
    private readonly StatementSyntax _start;
    private readonly ImmutableArray<StatementSyntax> _others;
    private readonly SubmittedWork _work;

    private LoopThread(
        BaseObjectCreationExpressionSyntax creation, StatementSyntax made, StatementSyntax start, ImmutableArray<StatementSyntax> others, SubmittedWork work) =>
        (Creation, _made, _start, _others, _work) = (creation, made, start, others, work);

    public BaseObjectCreationExpressionSyntax Creation { get; }

    /// <returns>Null where the thread is named, asked or kept: an executor's thread belongs to nobody else.</returns>
    public static LoopThread? Of(StartedThread thread, StatementSyntax loop, FixQuestion ask)
    {
        if (thread is not { Creation: BaseObjectCreationExpressionSyntax creation, Start: ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } start }
            || Functions.NameOf(call.Expression) != "Start" || creation.FirstAncestorOrSelf<StatementSyntax>() is not { } made
            || SubmittedWork.Of(creation, call, thread.Work, ask.ModelOf(loop.SyntaxTree)) is not { } work)
        {
            return null;
        }

        if (thread.Unjoined.Gap == JoinGap.Dropped)
            return made == start && Bare(((call.Expression as MemberAccessExpressionSyntax)?.Expression)!) == creation
                ? new LoopThread(creation, made, start, [], work) : null;

        var list = StatementList.Around(made);
        var isMade = made switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value == creation,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax } assignment } => assignment.Right == creation,
            _ => false,
        };
        return isMade && !list.IsEmbedded && list.Statements.IndexOf(start) == list.Statements.IndexOf(made) + 1
            && thread.Local is { } local && OthersOf(local, made, start, loop) is { } others
            ? new LoopThread(creation, made, start, others, work) : null;
    }

    /// <summary>Writes a call around the work, in place of the thread.</summary>
    public void Write(string before, string executor, string after, DocumentEdits edits)
    {
        edits.Replace(TextSpan.FromBounds(_made.SpanStart, _work.Body.SpanStart), before + _work.Opening(executor, edits.Model), _made.Span);
        AddedStatements.Close(_work.Body.Span.End, _made, _start, _work.Closing + after, edits);
        foreach (var other in _others)
            AddedStatements.Remove(other, edits);
    }

    /// <summary>The declaration of a variable outside of the loop, and what waits for the last thread behind it.</summary>
    private static ImmutableArray<StatementSyntax>? OthersOf(ILocalSymbol local, StatementSyntax made, StatementSyntax start, StatementSyntax loop)
    {
        var others = ImmutableArray.CreateBuilder<StatementSyntax>();
        foreach (var part in local.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()))
        {
            if (made.Span.Contains(part.Span))
                continue;
            if (part is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } variable
                || loop.Span.Contains(part.Span) || !IsEmpty(variable.Initializer?.Value))
            {
                return null;
            }

            others.Add(statement);
        }

        foreach (var name in Functions.MemberAround(made).DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Name || made.Span.Contains(name.Span) || start.Span.Contains(name.Span))
                continue;
            if (name.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || !IsJoin(statement.Expression, name)
                || statement.SpanStart < loop.Span.End || StatementList.Around(statement).IsEmbedded)
            {
                return null;
            }

            others.Add(statement);
        }

        return others.ToImmutable();
    }

    private static bool IsJoin(ExpressionSyntax expression, IdentifierNameSyntax thread) =>
        expression switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" } member } =>
                Bare(member.Expression) == thread,
            ConditionalAccessExpressionSyntax { Expression: var one, WhenNotNull: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call } =>
                one == thread && Functions.NameOf(call.Expression) == "Join",
            _ => false,
        };

    /// <summary>No value, or none yet.</summary>
    private static bool IsEmpty(ExpressionSyntax? value) =>
        value is null || Bare(value).Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression;

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            expression = expression is ParenthesizedExpressionSyntax brackets
                ? brackets.Expression : ((PostfixUnaryExpressionSyntax)expression).Operand;
        }

        return expression;
    }
}
