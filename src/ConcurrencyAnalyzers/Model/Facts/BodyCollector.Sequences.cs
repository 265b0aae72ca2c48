using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Where sequences are walked over: what a query or an iterator stands for is done there, by whoever walks, and not where the sequence is made.</summary>
internal sealed partial class BodyCollector
{
    /// <summary>How many locals a sequence is followed through: <c>var most = all.Skip(1);</c>.</summary>
    private const int MaxSequenceLocals = 3;

    /// <summary>A local with more uses than this: nobody knows which of them walk over it.</summary>
    private const int MaxSequenceUses = 8;

    private readonly SequenceFlow _sequences;
    private readonly List<PendingSequence> _pendingSequences = [];
    private readonly Dictionary<ILocalSymbol, List<SequencePlace>> _sequenceLocals = new(SymbolEqualityComparer.Default);

    /// <summary>Says of each place to which the sequence comes what it does there; of those behind a local when the whole body is read.</summary>
    private void FollowSequence(IOperation sequence, Action<SequenceEnd, SequencePlace> found)
    {
        var end = _sequences.EndOf(sequence);
        var here = new SequencePlace(sequence, _frame, _locks);
        if (end.Local is { } local)
            _pendingSequences.Add(new PendingSequence(local, here, found));
        else
            found(end, here);
    }

    private void RecordSequenceLocal(ILocalReferenceOperation reference)
    {
        if (!SequenceFlow.IsSequence(reference.Local.Type) || reference.Parent is IAssignmentOperation assignment && assignment.Target == reference)
            return;
        if (!_sequenceLocals.TryGetValue(reference.Local, out var places))
            _sequenceLocals.Add(reference.Local, places = []);
        places.Add(new SequencePlace(reference, _frame, _locks));
    }

    /// <summary>A walk over a parameter runs what the caller's sequence stands for.</summary>
    private void RecordSequenceParameter(IParameterReferenceOperation reference)
    {
        if (SequenceFlow.IsSequence(reference.Parameter.Type) && _variables.IsSettled(reference.Parameter)
            && reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction })
        {
            var source = new DelegateSource(null, reference.Parameter, MemoryPath.Unknown);
            FollowSequence(reference, (end, place) => AddWalk(WalkOf(end, place, source, reference.Syntax, "")));
        }
    }

    /// <summary>A walk over a field runs what somebody else has put there.</summary>
    private void RecordSequenceMember(IMemberReferenceOperation reference)
    {
        if (!SequenceFlow.IsSequence(reference.Type) || !_sequences.Keeps(reference.Member) || (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference))
            return;

        var source = new DelegateSource(null, null, _paths.PathOf(reference.Instance)) { Member = reference.Member.OriginalDefinition };
        FollowSequence(reference, (end, place) => AddWalk(WalkOf(end, place, source, reference.Syntax, "")));
    }

    private void FollowPendingSequences()
    {
        foreach (var pending in _pendingSequences)
            FollowLocal(pending.Local, pending.Made, pending.Found, MaxSequenceLocals);
    }

    private void FollowLocal(ILocalSymbol local, SequencePlace made, Action<SequenceEnd, SequencePlace> found, int locals)
    {
        if (!_sequenceLocals.TryGetValue(local, out var places))
            return;

        if (_variables.OnlyValueOf(local) is null)
        {
            // `query = query.Where(…)`, step by step: one walk at the end runs all of it, and no lock comes or goes on the way there.
            var isAllHere = places.TrueForAll(place => place.Frame == made.Frame && place.Locks == made.Locks);
            found(new SequenceEnd(isAllHere ? SequenceFate.Walked : SequenceFate.Unknown, made.Sequence), made);
            return;
        }

        if (locals == 0 || places.Count > MaxSequenceUses)
        {
            found(new SequenceEnd(SequenceFate.Unknown, made.Sequence), made);
            return;
        }

        foreach (var place in places)
        {
            var end = _sequences.EndOf(place.Sequence);
            if (end.Local is { } next)
                FollowLocal(next, place, found, locals - 1);
            else
                found(end, place);
        }
    }

    /// <summary>The sequence as a delegate that whoever walks over it invokes; null where nobody does.</summary>
    /// <param name="end">What happens to it.</param>
    /// <param name="place">Where.</param>
    /// <param name="source">What it runs.</param>
    /// <param name="making">The expression that gives it: where that is walked over on the spot, this is the place.</param>
    /// <param name="how">The member that makes the sequence.</param>
    private DelegateUse? WalkOf(SequenceEnd end, SequencePlace place, DelegateSource source, SyntaxNode making, string how)
    {
        var isOnTheSpot = place.Sequence.Syntax == making && end.Fate is SequenceFate.Walked or SequenceFate.Unknown;
        var syntax = isOnTheSpot ? making : end.Place.Syntax;
        return end.Fate switch
        {
            SequenceFate.Dropped or SequenceFate.InLocal => null,
            SequenceFate.Walked => new DelegateUse(place.Frame, syntax, place.Locks, source, DelegateFate.Called) { Many = true, Deferred = true, How = how },
            SequenceFate.Returned => new DelegateUse(place.Frame, syntax, place.Locks, source, DelegateFate.Returned) { Many = true, Deferred = true, How = how },
            SequenceFate.Kept when !source.IsUnknown =>
                new DelegateUse(place.Frame, syntax, place.Locks, source, DelegateFate.Kept)
                {
                    KeptIn = end.Member,
                    KeptOn = end.Member!.IsStatic ? MemoryPath.Unknown : end.Keeper is null ? MemoryPath.This : _paths.PathOf(end.Keeper),
                    Many = true,
                    Deferred = true,
                    How = how,
                },
            SequenceFate.Passed when end.Place is IArgumentOperation { Parameter: { } parameter, Parent: { } call } && TargetOf(call) is { } target =>
                new DelegateUse(place.Frame, syntax, place.Locks, source, DelegateFate.Passed)
                {
                    PassedTo = target,
                    PassedAs = parameter.Ordinal,
                    PassedIn = call.Syntax,
                    Many = true,
                    Deferred = true,
                    How = how,
                },
            _ => new DelegateUse(place.Frame, syntax, place.Locks, source, DelegateFate.Unknown) { Deferred = true },
        };
    }

    private static IMethodSymbol? TargetOf(IOperation call) =>
        ((call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor) is { } method ? DefinitionOf(method) : null;

    private void AddWalk(DelegateUse? walk)
    {
        if (walk is not null)
            walk.Frame.Walks.Add(walk);
    }

    /// <summary>The lambda of a query runs where the query is walked over.</summary>
    private void RecordQueried(IOperation query, IMethodSymbol method, DelegateSource source) =>
        FollowSequence(query, (end, place) =>
        {
            if (WalkOf(end, place, source, query.Syntax, NameOf(method)) is { } use)
                use.Frame.Delegates.Add(use);
        });

    /// <summary>Where a call gives a sequence, who walks over that: an iterator's body runs there.</summary>
    private List<DelegateUse>? WalksOf(IOperation call, IMethodSymbol method)
    {
        if (!SequenceFlow.IsSequence(method.ReturnType))
            return null;

        var walks = new List<DelegateUse>();
        FollowSequence(call, (end, place) =>
        {
            if (WalkOf(end, place, DelegateSource.Unknown, call.Syntax, "") is not { } walk)
                return;
            walks.Add(walk);
            AddWalk(walk);
        });
        return walks;
    }

    /// <summary>What a query reads, <c>_orders.Where(…)</c>, it reads where it is walked over. Of one that goes elsewhere the making stands for all its walks.</summary>
    private void RecordQuery(IOperation? container, IOperation query, SyntaxNode whole)
    {
        var (isRecorded, making) = (false, new SequencePlace(query, _frame, _locks));
        FollowSequence(query, (end, place) =>
        {
            var isHere = place.Sequence == query || end.Fate is not (SequenceFate.Walked or SequenceFate.Dropped);
            if (!isHere && end.Fate == SequenceFate.Walked)
                RecordContentAt(place, container, end.Place.Syntax);
            else if (isHere && !isRecorded)
                RecordContentAt(making, container, whole);
            isRecorded |= isHere;
        });
    }

    private void RecordContentAt(SequencePlace place, IOperation? container, SyntaxNode whole)
    {
        var (frame, held) = (_frame, _locks);
        (_frame, _locks) = (place.Frame, place.Locks);
        RecordContent(container, whole, AccessKind.Read);
        (_frame, _locks) = (frame, held);
    }

    /// <summary>An expression that gives a sequence, and what its frame holds there.</summary>
    private sealed record SequencePlace(IOperation Sequence, Frame Frame, LockSet Locks);

    private sealed record PendingSequence(ILocalSymbol Local, SequencePlace Made, Action<SequenceEnd, SequencePlace> Found);
}
