using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>
/// Whether the condition over a join is the caller's choice, <c>if (patient) thread.Join();</c>, and not that under which the thread was started, or
/// what the thread itself has reached by then.
/// </summary>
/// <remarks>Errs towards no.</remarks>
internal sealed class JoinConditions(Frame frame, BodyReader reader, CancellationToken cancellation)
{
    public bool IsChoice(ExpressionSyntax condition, SyntaxNode start)
    {
        if (start.Ancestors().TakeWhile(node => node != frame.Syntax).Any(node => IsConditional(node) && !IsApart(node, start, condition)))
            return false;

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax name && IsPlainValue(name))
                names.Add(name.Identifier.ValueText);
            else if (node is not (LiteralExpressionSyntax or ParenthesizedExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }))
                return false;
        }

        return names.Count > 0 && !frame.Syntax.DescendantNodes().Any(node => IsChange(node, names, start.SpanStart))
            && !Branches.Around(start, frame.Syntax).Any(gate => gate.Condition.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax one && names.Contains(one.Identifier.ValueText)));
    }

    /// <summary><c>if (early) thread.Start(); … if (patient) thread.Join();</c>: two parameters that have nothing to do with each other.</summary>
    private bool IsApart(SyntaxNode around, SyntaxNode start, ExpressionSyntax condition)
    {
        if (around is not IfStatementSyntax { Else: null } choice || !choice.Statement.Span.Contains(start.Span))
            return false;

        var asked = NamesIn(condition);
        return asked.All(name => frame.Method?.Parameters.Any(one => one.Name == name) == true) && !NamesIn(choice.Condition).Overlaps(asked);
    }

    private static HashSet<string> NamesIn(ExpressionSyntax condition) =>
        new(condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);

    private static bool IsConditional(SyntaxNode node) =>
        Loops.IsLoop(node) || node is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax
            or TryStatementSyntax or CatchClauseSyntax or BinaryExpressionSyntax;

    /// <summary>A number or a truth value that only this frame can change.</summary>
    private bool IsPlainValue(IdentifierNameSyntax name) => reader.OperationOf(name, cancellation) switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None, Type: { IsValueType: true, SpecialType: not SpecialType.None } } } => true,
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, Type: { IsValueType: true, SpecialType: not SpecialType.None } } } => true,
        _ => false,
    };

    /// <summary>Behind the start, or in a function that runs at any time.</summary>
    private bool IsChange(SyntaxNode node, HashSet<string> names, int start)
    {
        SyntaxNode? changed = node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
            PostfixUnaryExpressionSyntax step => step.Operand,
            ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => argument.Expression,
            RefExpressionSyntax reference => reference.Expression,
            VariableDeclaratorSyntax declarator when names.Contains(declarator.Identifier.ValueText) && declarator.SpanStart > start => declarator,
            SingleVariableDesignationSyntax designation when names.Contains(designation.Identifier.ValueText) && designation.SpanStart > start => designation,
            _ => null,
        };
        if (changed is VariableDeclaratorSyntax or SingleVariableDesignationSyntax)
            return true;
        return changed is not null && changed.DescendantNodesAndSelf().Any(one => one is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText))
            && (node.SpanStart > start || node.Ancestors().TakeWhile(one => one != frame.Syntax).Any(static one => one is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
    }
}
