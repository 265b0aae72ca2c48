using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Whether a static object of a library is used by whoever calls, and no lock protects it anywhere.</summary>
/// <remarks>
/// What is static is there for every thread of the program that uses the library. What is used by constructors of the type, or from them alone, or under
/// a lock anywhere, is left alone.
/// </remarks>
internal sealed class OpenStatics(OpenPlaces places, Containers containers)
{
    /// <summary>Of what a static itself holds, one step behind its name, and under no lock of the frame.</summary>
    public static bool IsOpenUse(Access access) =>
        access is { IsContent: true, IsGlance: false, IsAtomic: false, Locks.IsEmpty: true, Path: { Root: PathRoot.Static, Steps.Length: 2, IsCertain: true } };

    public bool AreForAll(Access change, CancellationToken cancellation) =>
        places.IsOpen(change, cancellation) && containers.IsPlain(change.Memory, cancellation) && places.LocklessUse(change.Memory, cancellation) is not null;
}
