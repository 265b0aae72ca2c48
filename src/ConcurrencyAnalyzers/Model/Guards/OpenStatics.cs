using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Whether a static object of a library is used by whoever calls, and no lock protects it anywhere.</summary>
/// <remarks>
/// What is static is there for every thread of the program that uses the library. What is used by constructors of the type, or from them alone, or under
/// a lock anywhere, is left alone.
/// </remarks>
internal sealed class OpenStatics(MemoryUses uses, EntryLocks entries, HelperLocks helpers, Containers containers)
{
    /// <summary>Of what a static itself holds, one step behind its name, and under no lock of the frame.</summary>
    public static bool IsOpenUse(Access access) =>
        access is { IsContent: true, IsGlance: false, IsAtomic: false, Locks.IsEmpty: true, Path: { Root: PathRoot.Static, Steps.Length: 2, IsCertain: true } };

    public bool AreForAll(Access change, CancellationToken cancellation)
    {
        if (!IsOpen(change, cancellation) || !containers.IsPlain(change.Memory, cancellation))
            return false;

        var use = uses.Of(change.Memory, cancellation);
        return use is { IsConfined: false, Cause: UnknownCause.None } && use.Accesses.All(static access => access.Locks.IsEmpty);
    }

    /// <summary>Whether any code may come here at any time, with no lock. A constructor of objects is called like a method.</summary>
    private bool IsOpen(Access change, CancellationToken cancellation)
    {
        var frame = change.Frame;
        if (frame.Outermost.Method is not { } method || Places.IsMain(method) || Lifespan.IsBeginning(method) || Lifespan.IsEnd(method))
            return false;
        if (ConditionalLocks.MayHoldAt(change) || helpers.MayHoldAt(change, cancellation))
            return false;
        return frame.Method!.MethodKind == MethodKind.Constructor || entries.Of(frame, cancellation) == Entry.None;
    }
}
