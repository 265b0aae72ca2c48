using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A field of the object is set by a frame, or by what it calls on the object.</summary>
/// <param name="Access">The write.</param>
/// <param name="Place">Where the frame comes to it.</param>
internal readonly record struct OwnWrite(Access Access, SyntaxNode Place);

/// <summary>What a frame does with its own object, itself and through the methods of the object that it calls.</summary>
internal sealed class OwnObject(BodyReader reader)
{
    /// <summary>How many calls lie between the frame and what it does, at most.</summary>
    private const int MaxCalls = 3;

    public IEnumerable<OwnWrite> WritesOf(Frame frame, CancellationToken cancellation) =>
        Steps(frame, cancellation).SelectMany(static step => step.Frame.Accesses.Where(IsOwnWrite).Select(write => new OwnWrite(write, step.Place ?? write.Syntax)));

    /// <summary>Reads of own fields by <paramref name="work"/>, what it calls on the object, and the functions inside.</summary>
    public IEnumerable<Access> ReadsOf(Frame work, CancellationToken cancellation) =>
        FramesOf(work, cancellation).SelectMany(static frame => frame.Accesses).Where(static access => access.Kind != AccessKind.Write && IsOwn(access));

    /// <summary>The frame, what it calls on the object, and the functions inside of these.</summary>
    public IEnumerable<Frame> FramesOf(Frame work, CancellationToken cancellation) =>
        Steps(work, cancellation).SelectMany(static step => step.Frame.Body.Frames.Where(step.Frame.Contains)).Distinct();

    /// <summary>The frame itself, and those that it calls on its object, with the call in the frame that leads there.</summary>
    public IEnumerable<(Frame Frame, SyntaxNode? Place)> Steps(Frame frame, CancellationToken cancellation)
    {
        var seen = new HashSet<Frame> { frame };
        var pending = new Queue<(Frame Frame, SyntaxNode? Place, int Calls)>([(frame, null, 0)]);
        while (pending.Count > 0)
        {
            var (one, place, calls) = pending.Dequeue();
            yield return (one, place);
            if (calls == MaxCalls)
                continue;
            foreach (var call in one.Calls)
            {
                if (IsOnOwn(call) && reader.FrameOf(call.Target, cancellation) is { } callee && seen.Add(callee))
                    pending.Enqueue((callee, place ?? call.Syntax, calls + 1));
            }
        }
    }

    public static bool IsOnOwn(CallSite call) => call.Receiver is { Root: PathRoot.This, Steps.IsEmpty: true } && call.Target is { IsStatic: false, MethodKind: not MethodKind.Constructor };

    public static bool IsOwn(Access access) => access is { IsContent: false, Memory: { IsElement: false, IsStatic: false }, Path: { Root: PathRoot.This, Steps.Length: 1 } };

    /// <summary>What is counted or added up goes on being changed, and is not what makes the object complete.</summary>
    private static bool IsOwnWrite(Access access) => access is { Kind: AccessKind.Write, IsAtomic: false } && IsOwn(access);
}
