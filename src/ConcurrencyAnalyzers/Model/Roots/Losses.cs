using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What is lost when of two objects that were made for one place only one stays.</summary>
internal enum Loss
{
    /// <summary>Nothing: the other is as good.</summary>
    None,

    /// <summary>Perhaps the two are the same for all purposes.</summary>
    Unclear,

    /// <summary>What the lost one holds, or is to hold, is lost with it.</summary>
    Real,
}

/// <summary>Judges what an expression makes.</summary>
internal sealed class Losses(ApiLookup api)
{
    public Loss Of(IOperation? value)
    {
        value = Made(value);
        if (value is null or { ConstantValue.HasValue: true } || value.Type is not { IsReferenceType: true } type || type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Delegate)
            return Loss.None;
        if ((api.NatureOf(type) & ApiNature.Immutable) != 0)
            return Loss.None;
        return value switch
        {
            IObjectCreationOperation creation => OfNew(creation, type),
            IArrayCreationOperation => Loss.Real,
            ICollectionExpressionOperation collection => collection.Elements.IsEmpty ? Loss.Real : Loss.Unclear,
            IInvocationOperation call when type.Name == "Task" => StartsWork(call) ? Loss.Real : Loss.None,
            _ => Loss.Unclear,
        };
    }

    /// <summary>A call of a library gives it, <c>_all.ToList()</c>: made again it is mostly as good. What a method of the program makes may be meant to be one.</summary>
    public bool IsMadeWhole(IOperation? value) => Made(value) is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } && Of(value) != Loss.Real;

    private static IOperation? Made(IOperation? value) => Operands.Unwrapped(value) switch
    {
        ICoalesceOperation coalesce => Made(coalesce.WhenNull),
        ISimpleAssignmentOperation assignment => Made(assignment.Value),
        var made => made,
    };

    /// <summary>What is made empty is going to be filled; what is made whole is as good as the other.</summary>
    private Loss OfNew(IObjectCreationOperation creation, ITypeSymbol type)
    {
        if ((api.NatureOf(type) & (ApiNature.Lock | ApiNature.Handle | ApiNature.Signal)) != 0 || type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_IDisposable))
            return Loss.Real;
        if (creation.Initializer is not null)
            return Loss.Unclear;
        if (!type.DeclaringSyntaxReferences.IsEmpty)
            return HasState((INamedTypeSymbol)type) ? Loss.Real : Loss.None;
        return type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_Collections_IEnumerable) && !creation.Arguments.Any(static argument => IsCollection(argument.Value.Type))
            ? Loss.Real
            : Loss.Unclear;
    }

    private static bool IsCollection(ITypeSymbol? type) =>
        type is not null && (type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_Collections_IEnumerable));

    /// <summary><c>Task.FromResult</c> gives a task that no work stands behind.</summary>
    private bool StartsWork(IInvocationOperation call) =>
        !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty || api.EffectsOf(call.TargetMethod).Any(static effect => effect.Verb == ApiVerb.Spawns);

    private static bool HasState(INamedTypeSymbol type)
    {
        for (var one = type; one is not null && !one.DeclaringSyntaxReferences.IsEmpty; one = one.BaseType)
        {
            if (one.GetMembers().Any(static member => member is IFieldSymbol { IsStatic: false, IsConst: false } field && IsChangeable(field)))
                return true;
        }

        return false;
    }

    /// <summary>A readonly collection changes by what it holds.</summary>
    private static bool IsChangeable(IFieldSymbol field) =>
        field is { IsReadOnly: false, AssociatedSymbol: not IPropertySymbol { SetMethod.IsInitOnly: true } } || field.Type is IArrayTypeSymbol
        || (field.Type.SpecialType != SpecialType.System_String && IsCollection(field.Type));
}
