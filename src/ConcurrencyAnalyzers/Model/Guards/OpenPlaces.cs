using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Places to which any thread may come while it holds no lock, though none is in sight.</summary>
internal sealed class OpenPlaces(MemoryUses uses, EntryLocks entries, HelperLocks helpers)
{
    /// <summary>Whether any code may come here at any time. A constructor of objects is called like a method.</summary>
    public bool IsOpen(Access access, CancellationToken cancellation)
    {
        var frame = access.Frame;
        if (frame.Outermost.Method is not { } method || Places.IsMain(method) || Lifespan.IsBeginning(method) || Lifespan.IsEnd(method))
            return false;
        if (ConditionalLocks.MayHoldAt(access) || helpers.MayHoldAt(access, cancellation))
            return false;
        return frame.Method!.MethodKind == MethodKind.Constructor || entries.Of(frame, cancellation) == Entry.None;
    }

    /// <summary>All uses of the variable, if each is known and none holds a lock; null else.</summary>
    public MemoryUse? LocklessUse(Memory memory, CancellationToken cancellation) =>
        KnownUse(memory, cancellation) is { } use && use.Accesses.Concat(use.Steps).All(static access => access.Locks.IsEmpty) ? use : null;

    /// <summary>All uses of the variable, if each is known; null else.</summary>
    public MemoryUse? KnownUse(Memory memory, CancellationToken cancellation) =>
        uses.Of(memory, cancellation) is { IsConfined: false, Cause: UnknownCause.None } use ? use : null;
}
