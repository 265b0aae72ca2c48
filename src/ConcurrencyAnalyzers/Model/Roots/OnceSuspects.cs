using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Flags and states that are to let only the first one in.</summary>
/// <remarks>
/// <code>
///   thread A                 thread B                 _started
///   if (_started) return;                             false
///                            if (_started) return;    false
///   _started = true;         _started = true;         true: both start it
/// </code>
/// Beside the flag something is done: who only notes that something has happened may note it twice. Who else sets it ends something else. It suggests, as
/// much that is done twice does no harm.
/// </remarks>
internal sealed class OnceSuspects(BodyFacts body, SequenceReader sequences)
{
    public IEnumerable<LateSuspect> All()
    {
        if (sequences.Checks.Count == 0)
            yield break;

        foreach (var frame in body.Frames)
        {
            foreach (var act in frame.Accesses)
            {
                if (act is { Kind: AccessKind.Write, IsContent: false, IsAtomic: false, Path.IsCertain: true, Memory: { Symbol: IFieldSymbol or IPropertySymbol, Type: { } type }, Value.ConstantValue.HasValue: true, Syntax: AssignmentExpressionSyntax assignment }
                    && (type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum)
                    && sequences.CheckBefore(act) is { } check && Shuts(assignment.Right, check, type) && DoesMore(check, assignment))
                {
                    yield return new LateSuspect(LateActHarm.RunsTwice, check.Read, act, other => other.Syntax == act.Syntax) { IsSuggestion = true };
                }
            }
        }
    }

    /// <summary>Whoever looks after the act is sent away.</summary>
    private static bool Shuts(ExpressionSyntax value, Check check, ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Boolean)
            return value.RawKind == (int)(check.WhenSet ? SyntaxKind.FalseLiteralExpression : SyntaxKind.TrueLiteralExpression);

        // `if (_state == State.New) _state = State.Running;`, and `if (_state != State.Closed) _state = State.Closed;`.
        return OtherSide(check.Read.Target) is { } compared && SyntaxFactory.AreEquivalent(compared, value) == check.WhenSet;
    }

    private static SyntaxNode? OtherSide(ExpressionSyntax variable)
    {
        SyntaxNode whole = variable.Parent is MemberAccessExpressionSyntax member && member.Name == variable ? member : variable;
        return whole.Parent switch
        {
            BinaryExpressionSyntax comparison => comparison.Left == whole ? comparison.Right : comparison.Left,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } => constant.Expression,
            IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } => constant.Expression,
            _ => null,
        };
    }

    /// <summary>Something is called, made or changed beside the act, which one thread alone was to do.</summary>
    private static bool DoesMore(Check check, AssignmentExpressionSyntax act) =>
        act.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } own && IsStraightBehind(check, block)
        && block.Statements.Any(statement => statement != own && check.Region.Contains(statement.Span) && IsWork(statement));

    /// <summary>Whoever passes the check comes to the act; what a handler of exceptions or another branch notes is a thing of its own.</summary>
    private static bool IsStraightBehind(Check check, BlockSyntax block)
    {
        var choice = check.Condition.FirstAncestorOrSelf<IfStatementSyntax>();
        SyntaxNode? node = block;
        while (node is BlockSyntax && node != choice?.Statement && node != choice?.Parent)
            node = node.Parent is TryStatementSyntax { Block: var tried } handled && tried == node ? handled.Parent : node.Parent is BlockSyntax ? node.Parent : (node.Parent as UsingStatementSyntax)?.Parent;
        return node is not null && choice is not null;
    }

    private static bool IsWork(StatementSyntax statement) =>
        statement.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node =>
            node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax { RawKind: not (int)SyntaxKind.SimpleAssignmentExpression });
}
