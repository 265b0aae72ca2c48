namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Who looks whether a lock was taken: <c>TryEnter</c> and whatever waits for a limited time may come back without it.</summary>
internal static class LockOutcomes
{
    /// <summary>Whether nobody learns what <paramref name="call"/> returns, and it does not wait until it has the lock.</summary>
    public static bool IsIgnored(IOperation call)
    {
        if (call.Type is null or { SpecialType: SpecialType.System_Void } || WaitsForEver(call))
            return false;

        var value = call.Parent is IAwaitOperation wait ? wait : call;
        return value.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    /// <summary>The local variable that gets the answer of <paramref name="call"/>; null where it goes elsewhere, or on to somebody else.</summary>
    /// <param name="call">Takes a lock, perhaps.</param>
    /// <param name="set">What it is passed to be set; null where it returns the answer.</param>
    public static ILocalSymbol? VariableOf(IOperation call, IOperation? set)
    {
        var value = call.Parent is IAwaitOperation wait ? wait : call;
        var local = (Operands.Unwrapped(set), value.Parent) switch
        {
            (ILocalReferenceOperation reference, _) => reference.Local,
            (IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }, _) => declared.Local,
            (null, IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var declared } }) => declared,
            (null, ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation }) => target.Local,
            _ => null,
        };
        return local is not null && IsOnlyTested(local, call) ? local : null;
    }

    private static bool IsOnlyTested(ILocalSymbol local, IOperation call)
    {
        var root = call;
        while (root.Parent is { } parent)
            root = parent;

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .All(reference => call.Syntax.Span.Contains(reference.Syntax.Span) || IsTest(reference) || reference.Parent is ISimpleAssignmentOperation { Target: var target } && target == reference);
    }

    private static bool IsTest(IOperation reference)
    {
        var value = reference;
        while (value.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } or IParenthesizedOperation)
            value = value.Parent;
        return value.Parent is IConditionalOperation choice && choice.Condition == value;
    }

    private static bool WaitsForEver(IOperation call) => call is IInvocationOperation invocation && invocation.Arguments.Any(static argument =>
        argument.Value.ConstantValue is { HasValue: true, Value: -1 } || Operands.Unwrapped(argument.Value) is IFieldReferenceOperation { Field.ContainingType: { Name: "Timeout", ContainingNamespace.Name: "Threading" } });
}
