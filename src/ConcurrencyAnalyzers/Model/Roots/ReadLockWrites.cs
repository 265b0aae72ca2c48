using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds writes that hold a reader-writer lock for reading only, of memory that other places reach under the same lock.</summary>
/// <remarks>A read lock admits any number of threads, which is what it is for: no second thread has to be shown. A further, exclusive lock makes it silent.</remarks>
internal sealed class ReadLockWrites(BodyReader reader, ApiTables tables, MemoryUses uses, Containers containers, WriteGuards guards, EntryLocks entries, RaceFinder races)
{
    /// <summary>How many calls deep a write is looked for.</summary>
    private const int MaxDepth = 3;

    public IEnumerable<ReadLockWrite> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in TreeIndex.Of(tree, cancellation).MentioningAny(tables.Share))
        {
            foreach (var frame in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames))
            {
                foreach (var write in frame.Accesses.Where(IsWrite))
                {
                    if (SharedLockAt(write, cancellation) is { } held && Check(write, write.Path, write, held, cancellation) is { } found)
                        yield return found;
                }

                foreach (var call in frame.Calls)
                {
                    if (SharedLockAt(call, cancellation) is { } held && InCallee(call, call, static path => path, held, MaxDepth, cancellation) is { } found)
                        yield return found;
                }
            }
        }
    }

    /// <summary>What is wrong about <paramref name="write"/>, if it is such a write, also where its callers have taken the lock.</summary>
    public ReadLockWrite? At(Access write, CancellationToken cancellation)
    {
        if (!IsWrite(write))
            return null;
        var held = write.Locks.IsEmpty ? entries.Of(write.Frame, cancellation).Locks.Held.FirstOrDefault(IsShared) : SharedLockAt(write, cancellation);
        return held is null ? null : Check(write, write.Path, write, held, cancellation);
    }

    private static bool IsWrite(Access access) => access is { IsWrite: true, IsAtomic: false, Memory.Symbol: IFieldSymbol or IPropertySymbol };

    private static bool IsShared(HeldLock held) => held is { Mode: not LockMode.Exclusive, Symbol: IFieldSymbol or IPropertySymbol, Path.IsUnknown: false };

    /// <summary>The lock that <paramref name="site"/> holds without keeping others out, if neither it nor its callers may hold one that does.</summary>
    private HeldLock? SharedLockAt(Site site, CancellationToken cancellation)
    {
        if (site.Locks.IsEmpty || site.Locks.Held.Any(static held => held.Mode == LockMode.Exclusive) || site.Locks.Held.FirstOrDefault(IsShared) is not { } shared)
            return null;

        var entry = entries.Of(site.Frame, cancellation);
        return entry.IsUnknown || entry == Entry.Constructing || entry.Locks.Held.Any(static held => held.Mode == LockMode.Exclusive) ? null : shared;
    }

    private ReadLockWrite? InCallee(CallSite call, CallSite outer, Func<MemoryPath, MemoryPath?> retell, HeldLock held, int depth, CancellationToken cancellation)
    {
        if (depth == 0 || reader.FrameOf(call.Target, cancellation) is not { } callee || callee.Body.IsConstructing)
            return null;

        var names = Names.Of(callee, call);
        foreach (var write in callee.Accesses)
        {
            if (IsWrite(write) && write.Locks.IsEmpty && names.See(write.Path) is { } path && retell(path) is { } own && Check(write, own, outer, held, cancellation) is { } found)
                return found;
        }

        foreach (var further in callee.Calls)
        {
            if (further.Locks.IsEmpty && !SymbolEqualityComparer.Default.Equals(further.Target, call.Target)
                && InCallee(further, outer, path => names.See(path) is { } seen ? retell(seen) : null, held, depth - 1, cancellation) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private ReadLockWrite? Check(Access write, MemoryPath path, Site place, HeldLock held, CancellationToken cancellation)
    {
        if (!IsOfSameObject(path, held.Path) || (write.IsContent && !containers.IsPlain(write.Memory, cancellation)) || guards.IsOnlyMaking(write, cancellation))
            return null;

        // What only upgraders write, readers may still read.
        var others = uses.Of(write.Memory, cancellation).Accesses.Where(other => other.Syntax != write.Syntax).ToList();
        var guarded = others.FirstOrDefault(other => Holds(other, held, LockMode.Exclusive, cancellation));
        if (guarded is null && held.Mode == LockMode.Read && (write.IsContent || write.Kind == AccessKind.ReadModifyWrite))
        {
            // Nobody takes it for writing: whoever changes in several steps what another section relies on has meant to. Who comes here at once does the same, unless
            // two threads are seen that do, which says more.
            var relying = others.FirstOrDefault(other => Holds(other, held, LockMode.Read, cancellation));
            return relying is null && (others.Exists(static other => other.IsWrite) || races.RaceOn(write, cancellation).Proves(out _) || (write.IsContent && races.RaceOnContent(write, cancellation).Proves(out _)))
                ? null
                : new ReadLockWrite(write, place, held, relying ?? write) { IsNeverTakenForWriting = true };
        }

        if (guarded is null || (held.Mode == LockMode.Upgradeable && !others.Any(other => Holds(other, held, LockMode.Read, cancellation))))
            return null;
        return new ReadLockWrite(write, place, held, guarded);
    }

    private bool Holds(Access access, HeldLock meant, LockMode mode, CancellationToken cancellation) =>
        guards.HeldAlways(access, cancellation).Any(held => held.Mode == mode && SymbolEqualityComparer.Default.Equals(held.Symbol, meant.Symbol));

    /// <summary>A lock guards what stands beside it: members of the same object, or of the same type where it is static.</summary>
    private static bool IsOfSameObject(MemoryPath memory, MemoryPath held)
    {
        while (!memory.Steps.IsEmpty && memory.Steps[memory.Steps.Length - 1].Index is not null)
            memory = memory.WithoutLast();
        return !memory.IsUnknown && !memory.Steps.IsEmpty && !held.Steps.IsEmpty
            && (held.Root == PathRoot.Static ? memory.Root == PathRoot.Static : memory.WithoutLast().Equals(held.WithoutLast()));
    }
}
