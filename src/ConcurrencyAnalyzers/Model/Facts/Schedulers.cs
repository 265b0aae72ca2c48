namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which scheduler runs a task: another than the default one may run it on the UI thread, or one task after the other.</summary>
internal static class Schedulers
{
    public static bool IsUnknown(IOperation call)
    {
        if (call is not IInvocationOperation invocation)
            return false;
        return invocation.Arguments.Any(static argument => IsScheduler(argument.Parameter?.Type) && !IsDefault(argument.Value)) || IsOwnFactory(invocation.Instance);
    }

    private static bool IsDefault(IOperation scheduler) => scheduler is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Default" or "Current" } };

    /// <summary>A factory that is not <c>Task.Factory</c>, and that was not made on the spot without a scheduler.</summary>
    private static bool IsOwnFactory(IOperation? receiver) => receiver switch
    {
        { Type.Name: not "TaskFactory" } or null => false,
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Factory" } } => false,
        IObjectCreationOperation creation => creation.Arguments.Any(static argument => IsScheduler(argument.Parameter?.Type)),
        _ => true,
    };

    private static bool IsScheduler(ITypeSymbol? type) => type is { Name: "TaskScheduler", ContainingNamespace: { Name: "Tasks" } };
}
