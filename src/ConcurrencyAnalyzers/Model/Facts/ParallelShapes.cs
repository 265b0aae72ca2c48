namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How many bodies a parallel loop runs at once, where its options say it.</summary>
internal static class ParallelShapes
{
    /// <summary><c>new ParallelOptions { MaxDegreeOfParallelism = 1 }</c>, written in the call.</summary>
    public static bool IsLimitedToOne(IOperation call)
    {
        var arguments = (call as IInvocationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty;
        foreach (var argument in arguments)
        {
            if (argument.Value is not IObjectCreationOperation { Initializer: { } initializer, Type.Name: "ParallelOptions" })
                continue;
            foreach (var setting in initializer.Initializers)
            {
                if (setting is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxDegreeOfParallelism" }, Value.ConstantValue: { HasValue: true, Value: 1 } })
                    return true;
            }
        }

        return false;
    }
}
