using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds changes of local variables that several threads have, since a function that captures a variable takes it along.</summary>
/// <remarks>
/// The second thread is always one that the model sees. A plain write loses nothing by itself; it is believed where another value can be written beside
/// it, or where a read that is meant to see it does not wait for it. Errs towards silence: writes that leave one value behind, of which one thread makes
/// only one, or after which a loop ends, are nobody's loss, and events and timers bring the newest value on purpose.
/// </remarks>
internal sealed class CapturedMutations(BodyReader reader, MemoryUses uses, RaceFinder races, WorkOrder order)
{
    private readonly ConcurrentDictionary<Access, CapturedMutation?> _known = new();

    public IEnumerable<CapturedMutation> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            if (member.Updates.Count == 0 && !member.SetsByOut)
                continue;
            foreach (var access in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
            {
                if (At(access, cancellation) is { } mutation)
                    yield return mutation;
            }
        }
    }

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a change.</summary>
    public CapturedMutation? At(Access access, CancellationToken cancellation)
    {
        if (!access.IsWrite || access.IsAtomic || access.IsContent || !CapturedWrites.CanBeCaptured(access.Memory))
            return null;
        return _known.TryGetValue(access, out var known) ? known : _known.GetOrAdd(access, Find(access, cancellation));
    }

    private CapturedMutation? Find(Access write, CancellationToken cancellation)
    {
        if (write.Kind == AccessKind.ReadModifyWrite)
            return races.RaceOn(write, cancellation).Proves(out var lost) ? new CapturedMutation(write, MutationKind.Update, lost) : null;

        // Who leaves a variable to `Interlocked` elsewhere has another rule's attention.
        var use = uses.Of(write.Memory, cancellation);
        if (use.Cause != UnknownCause.None || use.Accesses.Any(static one => one.IsAtomic))
            return null;
        return Overwritten(write, cancellation) ?? ReadTooEarly(write, use, cancellation);
    }

    /// <summary>Another thread, or another activation of the same code, can write something else at the time.</summary>
    private CapturedMutation? Overwritten(Access write, CancellationToken cancellation)
    {
        if (CapturedWrites.IsMadeByOne(write) || write.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression)
            || !races.RaceOn(write, other => other.IsWrite && !CapturedWrites.Agree(write, other), cancellation).Proves(out var race))
        {
            return null;
        }

        // What is made of the old value is lost, whoever makes it; else calls that are under way at once often leave something to each other on purpose.
        if (CapturedWrites.IsMadeOfOld(write) && WorkOrder.IsOfWorkOrCalls(race))
            return new CapturedMutation(write, MutationKind.Update, race);
        if (!WorkOrder.IsOfWork(race))
            return null;
        if (CapturedWrites.CheckOf(write) is not null)
            return new CapturedMutation(write, MutationKind.Checked, race);
        return CapturedWrites.IsReadBack(write)
            ? new CapturedMutation(write, MutationKind.Scratch, race)
            : new CapturedMutation(write, MutationKind.Overwrite, race);
    }

    /// <summary>One thread writes, and another reads where nothing has made it wait. Whoever asks again and again, or only whether, reads as it likes.</summary>
    private CapturedMutation? ReadTooEarly(Access write, MemoryUse use, CancellationToken cancellation)
    {
        if (write.Memory.Type.SpecialType == SpecialType.System_Boolean || write.Value?.ConstantValue is { HasValue: true, Value: null })
            return null;

        foreach (var read in use.Accesses.Where(one => one.Kind == AccessKind.Read && one.Frame != write.Frame && !WorkOrder.IsAsked(one)))
        {
            if (races.RaceOn(write, other => other == read, cancellation).Proves(out var race) && WorkOrder.IsOfWork(race) && order.IsWaitedForLater(race, cancellation))
                return new CapturedMutation(write, MutationKind.Read, race);
        }

        return null;
    }
}
