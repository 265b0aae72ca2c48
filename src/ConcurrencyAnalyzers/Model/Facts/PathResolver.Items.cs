using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Names objects by the collection that they are kept in: <c>_byKey.GetOrAdd(key, …)</c>, <c>_d[key]</c>, <c>_lazy.Value</c>, <c>foreach (var one in _all)</c>.</summary>
/// <remarks>
/// The tables say which members give an item: they pass <c>elements</c> to their result. One that also takes it out, <c>TryRemove</c> or <c>Dequeue</c>, hands it
/// over, and the item is then as much the caller's own as a new object.
/// </remarks>
internal sealed partial class PathResolver
{
    private readonly Dictionary<ILocalSymbol, MemoryPath?> _found = new(SymbolEqualityComparer.Default);

    /// <summary>The item that a call gives as its result; Unknown where it gives none, or one that nobody else has.</summary>
    private MemoryPath ItemOf(IOperation call, ImmutableArray<ApiEffect> effects, int renamings)
    {
        foreach (var effect in effects)
        {
            if (effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Elements, Other: { Kind: ApiOperandKind.Result, Part: ApiPart.Itself } })
                return call.Type is { IsReferenceType: true } ? ItemOf(call, effect, effects, renamings) : MemoryPath.Unknown;
        }

        return MemoryPath.Unknown;
    }

    /// <summary>The item that a call gives by an <c>out</c> argument: <c>_d.TryGetValue(key, out var item)</c>.</summary>
    private MemoryPath? ItemGivenBy(IArgumentOperation argument, int renamings)
    {
        if (argument is not { Parent: IInvocationOperation call, Parameter.Ordinal: var ordinal })
            return null;

        var effects = api.EffectsOf(call.TargetMethod);
        foreach (var effect in effects)
        {
            if (effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Elements, Other: { IsParameter: true, Part: ApiPart.Itself } } && effect.Other.Ordinal == ordinal)
                return ItemOf(call, effect, effects, renamings) is { IsUnknown: false } item ? item : null;
        }

        return null;
    }

    /// <summary>
    /// The item that a local has once one was found or, where there was none, put there: <c>if (!_d.TryGetValue(key, out var item)) { item = new(); _d[key] = item; }</c>.
    /// Up to the end of the branch that makes it a new one is nobody else's.
    /// </summary>
    private MemoryPath? ItemFoundOrPut(ILocalReferenceOperation reference)
    {
        var local = reference.Local;
        if (variables.GivenOrMade(local) is not var (given, made) || made.Any(making => BranchOf(making, given) is not { } branch || reference.Syntax.SpanStart < branch.Span.End))
            return null;
        if (_found.TryGetValue(local, out var known))
            return known;

        // Until it is known it has no other name: a local may be asked for the next one of its own kind, `if (!node.Next.TryGetValue(key, out node))`.
        _found.Add(local, null);
        var item = ItemGivenBy(given, MaxRenamings - 1);
        if (item is { Steps.IsEmpty: false } && made.All(making => IsPutInto(item.WithoutLast(), making, BranchOf(making, given)!)))
            _found[local] = item;
        return _found[local];
    }

    /// <summary>The branch behind the question that makes a new item.</summary>
    private static StatementSyntax? BranchOf(ISimpleAssignmentOperation making, IArgumentOperation given) =>
        making.Syntax.FirstAncestorOrSelf<IfStatementSyntax>()?.Statement is { } branch && branch.SpanStart >= given.Syntax.SpanStart && branch.Span.Contains(making.Syntax.Span) ? branch : null;

    /// <summary>Whether <paramref name="branch"/> puts what <paramref name="making"/> sets into the collection.</summary>
    private bool IsPutInto(MemoryPath collection, ISimpleAssignmentOperation making, StatementSyntax branch)
    {
        IOperation place = making;
        while (place.Parent is { } around && branch.Span.Contains(around.Syntax.Span))
            place = around;
        foreach (var part in place.DescendantsAndSelf())
        {
            var isMade = part == making || part is ILocalReferenceOperation { Local: { } local } && making.Target is ILocalReferenceOperation target && SymbolEqualityComparer.Default.Equals(local, target.Local);
            if (!isMade)
                continue;
            var container = Operands.Outside(part) switch
            {
                IArgumentOperation { Parent: IInvocationOperation { Instance: { } instance } } => instance,
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance }, Value: { } value } when value.Syntax.Span.Contains(part.Syntax.Span) => instance,
                _ => null,
            };
            if (container is not null && PathOf(container).Equals(collection))
                return true;
        }

        return false;
    }

    private MemoryPath ItemOf(IOperation call, ApiEffect passes, ImmutableArray<ApiEffect> effects, int renamings)
    {
        var container = Operands.Of(call, passes.Target);
        if (Operands.Unwrapped(container) is ILocalReferenceOperation { Local: { } pair } round && ItemTypes.IsPair(pair.Type) && variables.CollectionOf(pair) is { } walked)
            return ItemOfLoop(round, walked, renamings) ?? MemoryPath.Unknown;
        if (container?.Type is not { } type || TakesOut(effects, passes.Target) || (call is IInvocationOperation && !IsCollection(type)))
            return MemoryPath.Unknown;

        var (holder, isChosen) = HolderOf(container, renamings);
        var (index, isOfThread) = KeyOf(call, passes, IsPut(effects, passes.Target));
        return holder.Then(PathStep.Element(isChosen ? ElementIndex.Chosen : index, isOfThread || IsMoving(container)));
    }

    /// <summary>What a call of the program gives, where it is one object each time it is asked, or the item of a key.</summary>
    private MemoryPath PathOf(ResultShape shape, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, int renamings)
    {
        var variable = shape.Variable;
        var path = variable.IsStatic ? MemoryPath.StaticMember(variable) : PathOf(instance, renamings - 1, handle: false).Then(PathStep.Member(variable, IsMoving(instance)));
        if (!shape.IsItem)
            return path;
        if (shape.Key.Parameter >= 0)
        {
            if (arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == shape.Key.Parameter)?.Value is not { } key)
                return MemoryPath.Unknown;
            var (index, isOfThread) = KeyOf(key, shape.IsPut);
            return path.Then(PathStep.Element(index, isOfThread));
        }

        return path.Then(PathStep.Element(shape.Key.Constant is { } constant ? ElementIndex.Of(constant) : shape.Key == ResultKey.None ? ElementIndex.Any : ElementIndex.Chosen));
    }

    /// <summary>The item at which a loop is: each of them in turn, or those that the loop looks for.</summary>
    private MemoryPath? ItemOfLoop(ILocalReferenceOperation reference, IOperation collection, int renamings)
    {
        if (Operands.Unwrapped(collection)?.Type is not { } type || !IsCollection(type) || !variables.IsSettled(reference.Local))
            return null;

        var (holder, isChosen) = HolderOf(collection, renamings);
        if (holder.IsUnknown)
            return null;
        var outside = isChosen || Branches.IsPicked(reference.Local.Name, reference.Syntax) ? ElementIndex.Chosen : ElementIndex.All;
        return holder.Then(PathStep.Element(ElementIndex.Each(reference.Local, outside), IsMoving(collection)));
    }

    /// <summary>
    /// The collection that holds the same items as <paramref name="operation"/>: a copy of it, <c>_all.ToArray()</c>, is another collection of the same objects.
    /// Chosen are they where a function says which.
    /// </summary>
    private (MemoryPath Holder, bool IsChosen) HolderOf(IOperation operation, int renamings)
    {
        var isChosen = false;
        for (; renamings > 0; renamings--)
        {
            var source = Operands.Unwrapped(operation) ?? operation;
            if (source is IConditionalAccessInstanceOperation instance && ReceiverOf(instance) is { } receiver)
                source = receiver;
            if (source is ILocalReferenceOperation { Local: { } local } && ((ItemTypes.IsPair(local.Type) ? variables.CollectionOf(local) : null) ?? SourceOf(local)) is { } next)
            {
                operation = next;
                continue;
            }

            var method = source switch
            {
                IInvocationOperation call => call.TargetMethod,
                IPropertyReferenceOperation { Property.IsIndexer: false } reference => (ISymbol)reference.Property,
                _ => null,
            };
            var effects = method is null ? ImmutableArray<ApiEffect>.Empty : api.EffectsOf(method);
            var passes = effects.FirstOrDefault(static effect => effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Elements, Other: { Kind: ApiOperandKind.Result, Part: ApiPart.Elements } });
            if (passes is null || Operands.Of(source, passes.Target) is not { } from)
                return (PathOf(source, renamings, handle: false), isChosen);
            if (TakesOut(effects, passes.Target))
                return (MemoryPath.Unknown, isChosen);

            isChosen |= source is IInvocationOperation { Arguments: var arguments } && arguments.Any(static argument => argument.Value is IDelegateCreationOperation or IConversionOperation { Operand: IDelegateCreationOperation });
            operation = from;
        }

        return (MemoryPath.Unknown, isChosen);
    }

    /// <summary>What a local is a copy of.</summary>
    private IOperation? SourceOf(ILocalSymbol local) =>
        local.Type.IsReferenceType && variables.OnlyValueOf(local) is { } value && Operands.Unwrapped(value) is IInvocationOperation or IPropertyReferenceOperation or ILocalReferenceOperation ? value : null;

    /// <summary>Whether the call changes the container and puts nothing there, or waits for an item of its own: who gets the item is the only one to have it.</summary>
    private static bool TakesOut(ImmutableArray<ApiEffect> effects, ApiOperand container)
    {
        if (IsPut(effects, container))
            return false;
        foreach (var effect in effects)
        {
            if (effect.Verb is ApiVerb.Writes or ApiVerb.Updates or ApiVerb.Waits && IsSame(effect.Target, container))
                return true;
        }

        return false;
    }

    /// <summary>Whether the call puts an item there in one step, where there is none: <c>GetOrAdd</c>.</summary>
    private static bool IsPut(ImmutableArray<ApiEffect> effects, ApiOperand container)
    {
        var (adds, isOneStep) = (false, false);
        foreach (var effect in effects)
        {
            adds |= effect.Verb is ApiVerb.Adds or ApiVerb.Passes && IsSame(effect.Other, container);
            isOneStep |= effect.Verb == ApiVerb.Updates && effect.Has(ApiFlags.Atomically) && IsSame(effect.Target, container);
        }

        return adds && isOneStep;
    }

    private static bool IsSame(ApiOperand one, ApiOperand other) => one.Kind == other.Kind && one.Ordinal == other.Ordinal;

    /// <summary>What is known of the key that a call asks for, and whether each thread has a key of its own.</summary>
    private (ElementIndex Key, bool IsOfThread) KeyOf(IOperation call, ApiEffect passes, bool isPut)
    {
        var first = passes.Target.IsParameter ? passes.Target.Ordinal + 1 : 0;
        if (Operands.ArgumentOf(call, first) is not { Parameter: { RefKind: RefKind.None } parameter, Value: { } key })
            return (ElementIndex.Any, false);
        return parameter.Type.TypeKind == TypeKind.Delegate ? (ElementIndex.Chosen, false) : KeyOf(key, isPut);
    }

    private (ElementIndex Key, bool IsOfThread) KeyOf(IOperation key, bool isPut) =>
        Operands.Unwrapped(key) switch
        {
            // Who counts what data hold, `_counts.GetOrAdd(word, …)`, expects to find most words there: another thread has put them.
            ILocalReferenceOperation { Local: { } local } when variables.CollectionOf(local) is not null => (ElementIndex.Each(local, isPut ? ElementIndex.Any : ElementIndex.Chosen), false),
            IParameterReferenceOperation { Parameter: { } item } when isPut && _items.Contains(item) => (ElementIndex.Any, false),
            _ => (Found(IndexOf(key), key), key.DescendantsAndSelf().Any(IsOfThread)),
        };

    /// <summary>Numbers fall where they fall, <c>hash % n</c>; of other keys that are computed nothing says that two are equal.</summary>
    private static ElementIndex Found(ElementIndex index, IOperation key)
    {
        var value = Operands.Unwrapped(key);
        return index is not { IsAny: true } || value is { Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } ? index
            : value is ILocalReferenceOperation { Local: { } local } ? ElementIndex.Each(local, ElementIndex.Chosen)
            : ElementIndex.Chosen;
    }

    /// <summary>A value that each thread has one of: its number, what a <c>ThreadLocal</c> or a <c>[ThreadStatic]</c> holds.</summary>
    private bool IsOfThread(IOperation part) => part switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true } field } => IsOfThread(field),
        IPropertyReferenceOperation { Property: { } property } => GivesOwn(property),
        IInvocationOperation { TargetMethod: { } method } => GivesOwn(method),
        _ => false,
    };

    private bool GivesOwn(ISymbol member) => api.EffectsOf(member).Any(static effect => effect.Verb == ApiVerb.Gives && (effect.Nature & ApiNature.Own) != 0);

    private static bool IsCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol || type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);
}
