using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A delegate, or a query or object that holds it, is put away where it outlives the code that made it.</summary>
/// <param name="Place">The call, assignment or subscription that puts it there.</param>
/// <param name="Owner">The object whose member or element it becomes; null for static members, and where the framework keeps it.</param>
/// <param name="Container">The variable, property or event that keeps it; null where the framework does.</param>
/// <param name="Where">How the source calls the place.</param>
internal sealed record KeptDelegate(SyntaxNode Place, IOperation? Owner, ISymbol? Container, string Where);

/// <summary>Follows a delegate from where it is made to the collection, event or callback that keeps it.</summary>
/// <remarks>
/// Errs towards no: what a method of unknown code does with its argument is not guessed, and a place that the same round also reads, empties or
/// overwrites may have called the delegate in time.
/// </remarks>
internal sealed partial class DelegateKeeping(BodyReader reader, ApiLookup api)
{
    /// <summary>How often the value may change hands: locals, wrappers, queries, methods of the program.</summary>
    private const int MaxHands = 8;

    /// <param name="value">The lambda, or the name of the function.</param>
    /// <param name="round">The code that is left when it is over: a loop, or a method. What is declared in it goes with it.</param>
    /// <param name="cancellation">Ends the search.</param>
    public KeptDelegate? Of(IOperation value, SyntaxNode round, CancellationToken cancellation) => Follow(value, new Round(round, MaxHands, cancellation));

    private KeptDelegate? Follow(IOperation value, Round round)
    {
        round.Cancellation.ThrowIfCancellationRequested();
        if (round.Hands == 0)
            return null;

        var whole = value;
        while (whole.Parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation or IArrayInitializerOperation or IArrayCreationOperation
            or ICollectionExpressionOperation or ITupleOperation or IConditionalOperation or IBinaryOperation { Type.TypeKind: TypeKind.Delegate })
        {
            whole = whole.Parent;
        }

        var next = round.Next();
        return whole.Parent switch
        {
            IArgumentOperation { Parent: { } call } argument => AsArgument(call, argument, whole, next),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => InLocal(local, next),
            ISimpleAssignmentOperation assignment when assignment.Value == whole => Assigned(assignment, next),
            ICompoundAssignmentOperation { Type.TypeKind: TypeKind.Delegate } sum when sum.Value == whole => InPlace(sum.Target, sum.Syntax, next),
            IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation raised } adding => InMember(raised.Instance, raised, adding.Syntax, next),
            _ => null,
        };
    }

    private KeptDelegate? AsArgument(IOperation call, IArgumentOperation argument, IOperation value, Round round)
    {
        var method = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor
            ?? (call as IPropertyReferenceOperation)?.Property.SetMethod;
        if (method is null || argument.Parameter is not { } parameter)
            return null;
        if (SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, reader.Compilation.Assembly))
            return value.Type is { TypeKind: TypeKind.Delegate } || argument.Value.Type is { TypeKind: TypeKind.Delegate } ? ByMethod(call, method, parameter.Ordinal, round) : null;

        foreach (var effect in api.EffectsOf(method))
        {
            if (!effect.Target.IsParameter || effect.Target.Ordinal != parameter.Ordinal)
                continue;

            switch (effect)
            {
                case { Verb: ApiVerb.Adds, Other.Kind: ApiOperandKind.This }:
                    return InPlace(Operands.Of(call, effect.Other), call.Syntax, round);
                case { Verb: ApiVerb.Adds, Other.Kind: ApiOperandKind.Result } or { Verb: ApiVerb.Calls, Time: ApiTime.Deferred }:
                    return Follow(call, round);
                case { Verb: ApiVerb.Calls, Time: ApiTime.Later }:
                case { Verb: ApiVerb.Spawns, Place: ApiPlace.Ui or ApiPlace.Context or ApiPlace.Any } when !effect.Has(ApiFlags.Joined):
                    return IsDropped(call) ? new KeptDelegate(call.Syntax, null, null, NameOf(method)) : call is IObjectCreationOperation ? Follow(call, round) : null;
            }
        }

        return IsLazy(call) && IsLazy(argument.Value) ? Follow(call, round) : null;
    }

    /// <summary>A method of the program keeps its parameter: <c>void Later(Action action) => _actions.Add(action);</c>.</summary>
    private KeptDelegate? ByMethod(IOperation call, IMethodSymbol method, int ordinal, Round round)
    {
        var target = (method.ReducedFrom ?? method).OriginalDefinition;
        if (reader.FrameOf(target.PartialImplementationPart ?? target, round.Cancellation) is not { Waits.Count: 0, Joins.Count: 0 } frame)
            return null;

        foreach (var use in frame.Body.Frames.SelectMany(static one => one.Delegates))
        {
            if (use.Fate is not (DelegateFate.Unknown or DelegateFate.Passed or DelegateFate.Kept) || use.Source.Parameter is not { } parameter || parameter.Ordinal != ordinal
                || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, frame.Method))
            {
                continue;
            }

            if (reader.OperationOf(Loops.HandlerOf(use.Syntax), round.Cancellation) is not { } inside || Follow(inside, round.In(frame.Syntax)) is not { } kept)
                continue;
            if (kept.Container is { } container && IsUsedByCalls(container, round, target))
                return null;
            return kept.Owner is null ? kept with { Place = call.Syntax }
                : kept.Owner is not IInstanceReferenceOperation ? null
                : call is IInvocationOperation { Instance: { } receiver } ? WithOwner(kept, receiver, call.Syntax, round)
                : Follow(call, round);
        }

        return null;
    }

    private KeptDelegate? Assigned(ISimpleAssignmentOperation assignment, Round round) => assignment.Target switch
    {
        IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } => InPlace(assignment.Target, assignment.Syntax, round),
        ILocalReferenceOperation { Local: { } local } when round.Declares(local) => InLocal(local, round),

        // `query = query.Where(…)`, `all = all + work`: each round adds to what the rounds before made.
        ILocalReferenceOperation { Local: { } local } when assignment.Value.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation old && Is(old.Local, local)) =>
            InPlace(assignment.Target, assignment.Syntax, round),

        // What the next round overwrites was most likely called in this one. An object of this round may live on.
        IFieldReferenceOperation { Instance: { } owner } target when !IsOutside(owner, round) => InMember(owner, target, assignment.Syntax, round),
        IPropertyReferenceOperation { Instance: { } owner } target when !IsOutside(owner, round) => InMember(owner, target, assignment.Syntax, round),
        _ => null,
    };

    private bool IsOutside(IOperation owner, Round round) => owner switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => false,
        ILocalReferenceOperation { Local: { } local } => !round.Declares(local),
        _ => true,
    };

    private KeptDelegate? InLocal(ILocalSymbol local, Round round)
    {
        if (local.IsUsing)
            return null;

        foreach (var reference in round.Mentions(local.Name).Select(name => reader.OperationOf(name, round.Cancellation)).OfType<ILocalReferenceOperation>())
        {
            if (Is(reference.Local, local) && Follow(reference, round) is { } kept)
                return kept;
        }

        return null;
    }

    /// <summary>It becomes an element of a collection, or one more of the handlers in a field.</summary>
    private KeptDelegate? InPlace(IOperation? place, SyntaxNode adding, Round round)
    {
        while (place is IConversionOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true })
        {
            place = place switch
            {
                IConversionOperation conversion => conversion.Operand,
                IArrayElementReferenceOperation element => element.ArrayReference,
                _ => ((IPropertyReferenceOperation)place).Instance,
            };
        }

        return place switch
        {
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => FollowNew(place, round),
            ILocalReferenceOperation { Local: { } local } => round.Declares(local) ? InLocal(local, round) : Outlives(local, place, null, adding, round),
            IParameterReferenceOperation { Parameter: { } parameter } => Outlives(parameter, place, place, adding, round),
            IMemberReferenceOperation member => InMember(member.Instance, member, adding, round),
            _ => null,
        };
    }

    private KeptDelegate? InMember(IOperation? owner, IMemberReferenceOperation member, SyntaxNode adding, Round round) => owner switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => FollowNew(owner, round),
        ILocalReferenceOperation { Local: { } local } when round.Declares(local) => InLocal(local, round),
        IMemberReferenceOperation { Instance: ILocalReferenceOperation { Local: { } root } } when round.Declares(root) => InLocal(root, round),
        _ => Outlives(member.Member, member, owner, adding, round),
    };

    private KeptDelegate? FollowNew(IOperation part, Round round)
    {
        var creation = part.Parent;
        while (creation is not null and not IObjectCreationOperation)
            creation = creation.Parent;
        return creation is null ? null : Follow(creation, round);
    }

    /// <summary>A method put it into its own object: that of the caller may be one that goes with the round.</summary>
    private KeptDelegate? WithOwner(KeptDelegate kept, IOperation receiver, SyntaxNode call, Round round) => receiver switch
    {
        ILocalReferenceOperation { Local: { } local } when round.Declares(local) => InLocal(local, round),
        IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation =>
            kept with { Place = call, Owner = receiver },
        _ => null,
    };

    private static bool Is(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static string NameOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? $"new {method.ContainingType.Name}" : $"{method.ContainingType.Name}.{method.Name}";
}
