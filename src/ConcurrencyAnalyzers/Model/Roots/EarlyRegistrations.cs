using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Constructors that put the object, or a handler of it, where others find it, and set afterwards what these read.</summary>
/// <remarks>Which thread comes first is not shown, so that it is a suggestion.</remarks>
internal sealed class EarlyRegistrations(BodyReader reader, ApiLookup api, MemoryUses uses, WorkBegin begins)
{
    private readonly OwnObject _own = new(reader);

    public IEnumerable<EscapingObject> Of(Frame constructor, CancellationToken cancellation)
    {
        var writes = _own.WritesOf(constructor, cancellation).ToList();
        if (writes.Count == 0)
            yield break;

        foreach (var use in constructor.Delegates)
        {
            if (use is { Fate: DelegateFate.Kept, KeptIn: IEventSymbol raised, Source.Receiver: { Root: PathRoot.This, Steps.IsEmpty: true } }
                && begins.IsOfSomebodyElse(use.KeptOn, cancellation) && HandlerOf(use, cancellation) is { } handler
                && LateAmong(writes, use.Syntax, constructor, _own.ReadsOf(handler, cancellation).ToList(), cancellation) is { } late)
            {
                yield return FindingOf(constructor, use.Syntax, late, $"'{raised.Name}' has {Places.NameOf(handler)} from here on, which");
            }
        }

        foreach (var (place, keeper) in RegistrationsIn(constructor, cancellation))
        {
            var readers = writes.Select(static write => write.Access.Memory).Distinct().SelectMany(memory => uses.Of(memory, cancellation).Accesses)
                .Where(static access => access.Kind != AccessKind.Write && !access.Frame.Body.IsConstructing).ToList();
            if (LateAmong(writes, place, constructor, readers, cancellation) is { } late)
                yield return FindingOf(constructor, place, late, $"'{keeper.Name}' has it from here on, {Places.NameOf(late.Read.Frame)}");
        }
    }

    private static EscapingObject FindingOf(Frame constructor, SyntaxNode begin, Late late, string who) =>
        new(
            constructor, begin, late.Writes,
            $"{who} reads '{late.Read.Memory.Name}' ({Places.LineOf(late.Read.Syntax, begin)}), and {Places.LineOf(late.Writes[0].Syntax, begin)} sets it afterwards",
            IsSuggestion: true)
        {
            OtherPlaces = late.Writes.Select(static write => write.Location).Append(late.Read.Location).Distinct(),
        };

    private Late? LateAmong(List<OwnWrite> writes, SyntaxNode begin, Frame constructor, List<Access> reads, CancellationToken cancellation)
    {
        if (reader.GraphOf(constructor, cancellation) is not { } graph || graph.PositionOf(begin) is not { } from)
            return null;

        var late = writes
            .Where(write => reads.Exists(read => read.Memory.Equals(write.Access.Memory) && read.Syntax != write.Access.Syntax)
                && !begin.Span.Contains(write.Place.Span) && graph.PositionOf(write.Place) is { } to && graph.Reaches(from, to, []))
            .Select(static write => write.Access).ToImmutableArray();
        return late.IsEmpty ? null : new Late(reads.First(read => read.Memory.Equals(late[0].Memory)), late);
    }

    private Frame? HandlerOf(DelegateUse use, CancellationToken cancellation) =>
        use.Source.Method is { } method ? use.Frame.Body.FrameOf(method) ?? reader.FrameOf(method, cancellation) : null;

    /// <summary>Where the object is put into a static variable or collection.</summary>
    private IEnumerable<(SyntaxNode Place, ISymbol Keeper)> RegistrationsIn(Frame constructor, CancellationToken cancellation)
    {
        if (reader.OperationOf(constructor.Syntax, cancellation) is not { } root)
            yield break;

        foreach (var part in root.Descendants())
        {
            if (part is IInstanceReferenceOperation { IsImplicit: false, ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } && KeeperOf(part, calls: 1, cancellation) is { } found)
                yield return found;
        }
    }

    /// <summary>The static that keeps the value of <paramref name="part"/>, and the assignment or call that puts it there.</summary>
    private (SyntaxNode Place, ISymbol Keeper)? KeeperOf(IOperation part, int calls, CancellationToken cancellation)
    {
        var value = part;
        while (value.Parent is IConversionOperation conversion)
            value = conversion;
        switch (value.Parent)
        {
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null, Member: { } member } } assignment when assignment.Value == value:
                return (assignment.Syntax, member);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IMemberReferenceOperation { Instance: null, Member: { } member } } } assignment when assignment.Value == value:
                return (assignment.Syntax, member);
            case IArgumentOperation { Parent: IInvocationOperation { Instance: IMemberReferenceOperation { Instance: null, Member: { } member } } call } when Puts(call.TargetMethod):
                return (call.Syntax, member);
            case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation { TargetMethod.IsStatic: true } call } when calls > 0:
                return KeptBy(call.TargetMethod.OriginalDefinition, parameter.Ordinal, calls - 1, cancellation) is { } keeper ? (call.Syntax, keeper) : null;
            default:
                return null;
        }
    }

    private bool Puts(IMethodSymbol method) => api.EffectsOf(method).Any(static effect => effect.Verb is ApiVerb.Adds or ApiVerb.Writes or ApiVerb.Updates);

    private ISymbol? KeptBy(IMethodSymbol method, int ordinal, int calls, CancellationToken cancellation)
    {
        if (reader.FrameOf(method, cancellation) is not { } frame || reader.OperationOf(frame.Syntax, cancellation) is not { } root)
            return null;

        foreach (var part in root.Descendants())
        {
            if (part is IParameterReferenceOperation { Parameter: { } parameter } && parameter.Ordinal == ordinal && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method)
                && KeeperOf(part, calls, cancellation) is { } found)
            {
                return found.Keeper;
            }
        }

        return null;
    }

    /// <summary>What is set too late, and a read of the first of it.</summary>
    private sealed record Late(Access Read, ImmutableArray<Access> Writes);
}
