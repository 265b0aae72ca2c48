using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which scheduler runs a task: another than the default one may run it on the UI thread, or one task after the other.</summary>
internal static class Schedulers
{
    public static bool IsUnknown(IOperation call)
    {
        if (call is not IInvocationOperation invocation)
            return false;
        return invocation.Arguments.Any(static argument => (IsScheduler(argument.Parameter?.Type) && !IsDefault(argument.Value)) || IsOtherExecutor(argument))
            || IsOwnFactory(invocation.Instance, invocation.SemanticModel);
    }

    /// <summary>Whether a task that is made here and started later, <c>new Task(Work).Start(scheduler)</c>, is given to such a scheduler then.</summary>
    public static bool IsStartedOnUnknown(IOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        return parent switch
        {
            IInvocationOperation start => IsUnknown(start),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => IsStartedOnUnknown(creation, local),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local } } => IsStartedOnUnknown(creation, local),
            _ => false,
        };
    }

    private static bool IsStartedOnUnknown(IOperation creation, ILocalSymbol task)
    {
        var body = creation;
        while (body.Parent is { } outer)
            body = outer;
        return body.Descendants().OfType<IInvocationOperation>().Any(start =>
            start.Instance is ILocalReferenceOperation { Local: { } started } && SymbolEqualityComparer.Default.Equals(started, task) && IsUnknown(start));
    }

    /// <summary>
    /// Whether a task that is made here is started by somebody unknown: whoever takes it from a queue may start it, or run it on the spot. A task that goes to a
    /// field or to a method of the program is followed there.
    /// </summary>
    public static bool IsLeftToOthers(IOperation creation, IMethodSymbol constructor)
    {
        if (constructor.ContainingType is not { Name: "Task", ContainingNamespace.Name: "Tasks" })
            return false;

        var parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        var isFollowed = parent is IFieldInitializerOperation or IPropertyInitializerOperation or IAssignmentOperation { Target: IMemberReferenceOperation }
            || parent is IArgumentOperation { Parameter.ContainingSymbol.DeclaringSyntaxReferences.IsEmpty: false };
        if (isFollowed)
            return false;

        var task = parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } ? local : null;
        var body = creation;
        while (body.Parent is { } outer)
            body = outer;
        return !body.Descendants().Any(one => IsStart(one) || (task is not null && IsPassedOn(one, task)));
    }

    private static bool IsStart(IOperation one) =>
        one is IInvocationOperation { TargetMethod: { Name: "Start" or "RunSynchronously", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } } };

    private static bool IsPassedOn(IOperation one, ILocalSymbol task) =>
        one is ILocalReferenceOperation { Local: { } local } && SymbolEqualityComparer.Default.Equals(local, task)
        && one.Parent is IArgumentOperation { Parameter.ContainingSymbol.DeclaringSyntaxReferences.IsEmpty: false } or ISimpleAssignmentOperation { Target: IMemberReferenceOperation };

    /// <summary>Only of one executor of the runtime it is known that it runs calls on threads here; others may do so in another process.</summary>
    private static bool IsOtherExecutor(IArgumentOperation argument)
    {
        if (argument.Parameter is not { Ordinal: 0, Type: { Name: "IExecutor", ContainingNamespace.Name: "Runtime" } })
            return false;
        var executor = argument.Value;
        while (executor is IConversionOperation conversion)
            executor = conversion.Operand;
        return executor.Type?.Name != "ThreadPoolExecutor";
    }

    private static bool IsDefault(IOperation scheduler) => scheduler is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Default" or "Current" } };

    /// <summary>A factory that is not <c>Task.Factory</c>, and that was not made without a scheduler, on the spot or for a field that keeps it.</summary>
    private static bool IsOwnFactory(IOperation? receiver, SemanticModel? model) => receiver switch
    {
        { Type.Name: not "TaskFactory" } or null => false,
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Factory" } } => false,
        IObjectCreationOperation creation => creation.Arguments.Any(static argument => IsScheduler(argument.Parameter?.Type)),
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => ValueOf(field, model) is not { } kept || IsOwnFactory(kept, model),
        _ => true,
    };

    /// <summary>What the declaration of the field, if it is in the same file, makes.</summary>
    private static IObjectCreationOperation? ValueOf(IFieldSymbol field, SemanticModel? model) =>
        field.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()).OfType<VariableDeclaratorSyntax>().FirstOrDefault() is { Initializer.Value: { } value } && value.SyntaxTree == model?.SyntaxTree
            ? Operands.Unwrapped(model.GetOperation(value)) as IObjectCreationOperation
            : null;

    private static bool IsScheduler(ITypeSymbol? type) => type is { Name: "TaskScheduler", ContainingNamespace: { Name: "Tasks" } };
}
