using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds values that are made of an older one and stored over what another thread may have put there since.</summary>
/// <remarks>
/// The gap between the read and the write is asked of <see cref="RaceFinder"/> like an update that holds only what is held all the way. Where it knows no two threads, a
/// declaration can still say that there are some: <c>volatile</c>, an atomic step on the same variable, a lock that another write holds. Silent where one lock keeps all updates
/// apart, where one thread alone can be shown to write, and while the object is being made.
/// </remarks>
internal sealed class LostSnapshots(BodyReader reader, ApiLookup api, SourceIndex index, MemoryUses uses, WriteGuards guards, HelperLocks helpers, RaceFinder races)
{
    private readonly ConcurrentDictionary<BodyFacts, ImmutableArray<Snapshot>> _snapshots = new();
    private readonly ConcurrentDictionary<Access, LostSnapshot?> _known = new();

    /// <summary>In order of members and places.</summary>
    public IEnumerable<LostSnapshot> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var (member, names) in SnapshotNames.Of(tree, cancellation).Members)
        {
            if (!index.MayStartThreads && !names.Any(index.IsNameOfVolatile) && !names.Any(index.IsNameOfAtomic) && !DeclaredNames.Of(tree, cancellation).TakesLocks)
                continue;
            foreach (var access in reader.FactsOf(member, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
            {
                if (At(access, cancellation) is { } lost)
                    yield return lost;
            }
        }
    }

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a write.</summary>
    public LostSnapshot? At(Access access, CancellationToken cancellation) =>
        SnapshotAt(access, cancellation) is not { } snapshot ? null
        : _known.TryGetValue(access, out var known) ? known
        : _known.GetOrAdd(access, Find(snapshot, cancellation));

    /// <summary>What <paramref name="access"/> stores in terms of what it replaces, whoever else may come in between.</summary>
    public Snapshot? SnapshotAt(Access access, CancellationToken cancellation)
    {
        if (!access.IsWrite || access.IsContent || access.Syntax.RawKind is not ((int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.InvocationExpression))
            return null;

        var body = access.Frame.Body;
        var snapshots = _snapshots.TryGetValue(body, out var known) ? known
            : _snapshots.GetOrAdd(body, reader.OperationOf(body.Syntax, cancellation) is { } root ? SnapshotReader.In(body, root, api) : ImmutableArray<Snapshot>.Empty);
        return snapshots.FirstOrDefault(one => one.Write == access);
    }

    private LostSnapshot? Find(Snapshot snapshot, CancellationToken cancellation)
    {
        // What a lambda has captured is another rule's, as long as no atomic step is taken.
        var write = snapshot.Write;
        if ((CapturedWrites.CanBeCaptured(write.Memory) && !write.IsAtomic) || write.Path.Root == PathRoot.Allocation || guards.IsOnlyMaking(write, cancellation))
            return null;
        if (races.RaceOn(snapshot.Gap, static other => other.IsWrite, cancellation).Proves(out var race))
            return new LostSnapshot(snapshot, race);
        if (write.Memory is not { IsElement: false, Symbol: IFieldSymbol or IPropertySymbol } || !snapshot.IsOfImmutable)
            return null;

        var use = uses.Of(write.Memory, cancellation);
        if (use.Cause != UnknownCause.None || use.IsConfined)
            return null;

        var writers = use.Accesses.Where(access => access.IsWrite && !guards.IsOnlyMaking(access, cancellation)).ToList();
        var sign = SignIn(use, writers, snapshot);
        if (sign is null ? write.Memory.Symbol is not IFieldSymbol { IsVolatile: true } : !sign.IsAtomic && snapshot.Gap.Locks.MayExclude(sign.Locks))
            return null;

        var updates = writers.Select(access => SnapshotAt(access, cancellation)?.Gap ?? access).Where(static access => access.Kind == AccessKind.ReadModifyWrite).ToList();
        if (HoldOneLock(updates) || guards.HaveOneLock(updates, cancellation) || guards.HaveOneThread(writers, cancellation) || updates.Exists(access => MayHoldUnknownLock(access, cancellation)))
            return null;
        return new LostSnapshot(snapshot, Race: null, sign, updates.FirstOrDefault(access => access.Syntax != write.Syntax) ?? writers.FirstOrDefault(access => access.Syntax != write.Syntax));
    }

    private bool MayHoldUnknownLock(Access update, CancellationToken cancellation) =>
        guards.MayHoldUnknownLock(update, cancellation) || ConditionalLocks.MayHoldAt(update) || helpers.MayHoldAt(update, cancellation);

    /// <summary>Whether all of <paramref name="updates"/> stand under one lock, each in its own function: that holds whoever calls.</summary>
    private static bool HoldOneLock(List<Access> updates)
    {
        List<HeldLock>? common = null;
        foreach (var update in updates)
        {
            var held = update.Locks.Held.Where(one => one.Mode == LockMode.Exclusive && (!update.Memory.IsStatic || one.Path.Root == PathRoot.Static));
            common = common is null ? [.. held] : [.. common.Where(one => held.Any(one.MayExclude))];
        }

        return common is { Count: > 0 };
    }

    /// <summary>The use that says that other threads come here: an atomic step, or a write under a lock which is not held all the way from the read to this write.</summary>
    private static Access? SignIn(MemoryUse use, List<Access> writers, Snapshot snapshot)
    {
        var steps = use.Accesses.Where(access => access.IsAtomic && access.Syntax != snapshot.Write.Syntax).ToList();
        return steps.Find(static step => step.Kind == AccessKind.ReadModifyWrite) ?? (snapshot.IsUnheeded ? snapshot.Write : null)
            ?? (snapshot.Write.Memory.Type.IsReferenceType ? steps.FirstOrDefault() : null)
            ?? writers.Find(static other => other.Locks.Held.Any(held => IsOwnLock(held, other)));
    }

    /// <summary>A lock of the object whose variable is written: it is there for what the object holds.</summary>
    private static bool IsOwnLock(HeldLock held, Access write) =>
        held is { Mode: LockMode.Exclusive, IsGate: false, Path: { IsUnknown: false, Root: PathRoot.This or PathRoot.Static } } && write.Path.Root is PathRoot.This or PathRoot.Static
        && (held.Path.Steps.IsEmpty || SymbolEqualityComparer.Default.Equals(held.Symbol?.ContainingType?.OriginalDefinition, write.Memory.ContainingType));
}
