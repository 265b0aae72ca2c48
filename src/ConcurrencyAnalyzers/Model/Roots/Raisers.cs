using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Which object raises an event, or runs the delegate that it keeps, on a way that has come through a handler.</summary>
/// <remarks>
/// <code>
///   _port = new Port();                            var port = new Port();
///   _port.Closing += (_, _) => _seen.Add(1);       Task.Run(() => port.Stop());      // raises Closing, and never for _seen
/// </code>
/// Objects that are made in two places are two. Of an object of which it is not seen where it is made, nobody can tell.
/// </remarks>
internal sealed class Raisers(Creations creations, MemoryUses uses)
{
    /// <summary>Whether the object that runs what is kept, by its name in the frame that <paramref name="way"/> has come to, is not the one that was given it.</summary>
    public bool IsAnother(Context way, CancellationToken cancellation)
    {
        if (way is not { Keeper: { } kept, Path: { IsUnknown: false } path })
            return false;

        var steps = path.Steps.Length;
        while (steps > 0 && !SymbolEqualityComparer.Default.Equals(path.Steps[steps - 1].Symbol, kept.KeptIn))
            steps--;
        if (steps == 0)
            return false;

        var raiser = path.UpTo(steps - 1);
        return MadeIn(raiser, way.Frame, cancellation) is { } raising && MadeIn(kept.KeptOn, kept.Frame, cancellation) is { } subscribed && !raising.Intersect(subscribed).Any();
    }

    /// <summary>Every place that makes an object of this name; null where one of them is not seen.</summary>
    private List<SyntaxNode>? MadeIn(MemoryPath path, Frame frame, CancellationToken cancellation)
    {
        if (path.Steps.IsEmpty)
            return creations.Of(path, frame) is { } creation ? [creation.Syntax] : null;
        if (path is not { IsCertain: true, End: IFieldSymbol or IPropertySymbol } || uses.Of(new Memory(path.End!, isElement: false), cancellation) is not { Cause: UnknownCause.None } use)
            return null;

        var made = new List<SyntaxNode>();
        foreach (var write in use.Accesses.Where(static access => access.IsWrite && !VariableSuspects.IsEmpty(access)))
        {
            if (Operands.Unwrapped(write.Value) is not IObjectCreationOperation creation)
                return null;
            made.Add(creation.Syntax);
        }

        return made.Count > 0 ? made : null;
    }
}
