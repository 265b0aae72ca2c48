namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>One update of a variable, understood as a step that <c>Interlocked</c> can make at once.</summary>
/// <remarks>
/// The call has the value that the update had, or there is none: <c>x++</c> gives the old value and <c>Increment</c> the new one,
/// <c>And</c> the old one.
/// </remarks>
internal sealed class AtomicForm
{
    private AtomicForm(ExpressionSyntax update, ExpressionSyntax target, AtomicStep step, ExpressionSyntax? amount, bool givesOld) =>
        (Update, Target, Step, Amount, GivesOld) = (update, target, step, amount, givesOld);

    public ExpressionSyntax Update { get; }

    /// <summary>What names the variable: it stays, behind <c>ref</c>.</summary>
    public ExpressionSyntax Target { get; }

    public AtomicStep Step { get; }

    /// <summary>Null where it is one.</summary>
    public ExpressionSyntax? Amount { get; }

    /// <summary>The update is <c>x++</c> or <c>x--</c>, whose value is that of before.</summary>
    public bool GivesOld { get; }

    /// <param name="update">The whole update.</param>
    /// <param name="memory">The variable; an amount that names it is not settled.</param>
    /// <param name="operations">What the framework has for the variable's type.</param>
    /// <param name="model">Of the update's tree.</param>
    /// <returns>Null where no call does the same: checked arithmetic throws, an amount is computed on the spot, an operator has no method.</returns>
    public static AtomicForm? Of(SyntaxNode update, ISymbol memory, AtomicOperations operations, SemanticModel model)
    {
        var form = (update, model.GetOperation(update)) switch
        {
            (ExpressionSyntax step, IIncrementOrDecrementOperation { IsChecked: false, IsLifted: false, OperatorMethod: null } operation) =>
                OfStep(step, operation.Kind == OperationKind.Increment ? AtomicStep.Increment : AtomicStep.Decrement),
            (AssignmentExpressionSyntax assignment, ICompoundAssignmentOperation operation) => OfCompound(assignment, operation, memory, operations),
            (AssignmentExpressionSyntax assignment, ISimpleAssignmentOperation operation) => OfAssignment(assignment, operation, memory, operations),
            _ => null,
        };

        // A property is a pair of methods: there is nothing to refer to, also where it stands for a field.
        if (form is null || !operations.Has(form.Step.Method()) || model.GetSymbolInfo(form.Target).Symbol is IPropertySymbol)
            return null;

        // `And` gives the value of before: the one of after is made with the amount a second time.
        var isSteady = form.Step is not (AtomicStep.And or AtomicStep.Or) || Contexts.IsUnused(form.Update, model)
            || SettledAmounts.IsSteady(model.GetOperation(form.Amount!)!);
        return isSteady ? form : null;
    }

    private static AtomicForm? OfStep(ExpressionSyntax update, AtomicStep step) => update switch
    {
        PrefixUnaryExpressionSyntax pre => new AtomicForm(pre, pre.Operand, step, null, givesOld: false),
        PostfixUnaryExpressionSyntax post => new AtomicForm(post, post.Operand, step, null, givesOld: true),
        _ => null,
    };

    private static AtomicForm? OfCompound(
        AssignmentExpressionSyntax update, ICompoundAssignmentOperation operation, ISymbol memory, AtomicOperations operations)
    {
        // A conversion of the old value means that the operator works in another type and narrows its result.
        return operation is { IsChecked: false, IsLifted: false, OperatorMethod: null, InConversion.IsIdentity: true, OutConversion.IsIdentity: true }
            ? Of(update, operation.OperatorKind, update.Right, operation.Value, memory, operations)
            : null;
    }

    private static AtomicForm? OfAssignment(
        AssignmentExpressionSyntax update, ISimpleAssignmentOperation operation, ISymbol memory, AtomicOperations operations)
    {
        if (update.Right is not BinaryExpressionSyntax sum || !IsSameEachTime(update.Left)
            || operation.Value is not IBinaryOperation { IsChecked: false, IsLifted: false, OperatorMethod: null } value)
        {
            return null;
        }

        if (IsSame(sum.Left, update.Left))
            return Of(update, value.OperatorKind, sum.Right, value.RightOperand, memory, operations);

        // Subtraction has sides, the others have none.
        return IsSame(sum.Right, update.Left) && value.OperatorKind != BinaryOperatorKind.Subtract
            ? Of(update, value.OperatorKind, sum.Left, value.LeftOperand, memory, operations)
            : null;
    }

    private static AtomicForm? Of(
        AssignmentExpressionSyntax update, BinaryOperatorKind kind, ExpressionSyntax amount, IOperation value, ISymbol memory,
        AtomicOperations operations)
    {
        if (!SettledAmounts.IsSettled(value, memory) || !SymbolEqualityComparer.Default.Equals(value.Type, operations.Type))
            return null;

        var isOne = value.ConstantValue is { HasValue: true, Value: 1 or 1u or 1L or 1ul };
        AtomicStep? step = kind switch
        {
            BinaryOperatorKind.Add => isOne ? AtomicStep.Increment : AtomicStep.Add,
            BinaryOperatorKind.Subtract => isOne ? AtomicStep.Decrement : AtomicStep.Subtract,
            BinaryOperatorKind.And => AtomicStep.And,
            BinaryOperatorKind.Or => AtomicStep.Or,
            _ => null,
        };
        var hasAmount = step is not (AtomicStep.Increment or AtomicStep.Decrement);
        return step is null ? null : new AtomicForm(update, update.Left, step.Value, hasAmount ? amount : null, givesOld: false);
    }

    private static bool IsSame(ExpressionSyntax one, ExpressionSyntax other) => SyntaxFactory.AreEquivalent(WithoutThis(one), WithoutThis(other));

    private static ExpressionSyntax WithoutThis(ExpressionSyntax expression) =>
        expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member ? member.Name : expression;

    /// <summary><c>a[i++] = a[i++] + 1</c> names two variables with one text.</summary>
    private static bool IsSameEachTime(ExpressionSyntax target) =>
        !target.DescendantNodesAndSelf().Any(static node =>
            node is InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or BaseObjectCreationExpressionSyntax
            || node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression);
}
