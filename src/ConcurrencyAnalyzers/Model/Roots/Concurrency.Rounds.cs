using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Locks that each round of a loop has for itself.</summary>
internal sealed partial class Concurrency
{
    /// <summary>
    /// A way as another round of its loop sees it: without the locks that are made anew in each, <c>var gate = new object(); new Thread(() =&gt; { lock (gate) _n++;
    /// }).Start();</c>. Null where there are none.
    /// </summary>
    public Context? InAnotherRound(Context way, CancellationToken cancellation)
    {
        if (way is not { BesideItself: false, Path: { } path } || !way.Locks.Held.Any(static held => MadeIn(held) is not null) || reader.GraphOf(way.Frame, cancellation) is not { } graph
            || graph.PositionOf(way.Site.Syntax) is not { } place || !graph.Reaches(place, place, []))
        {
            return null;
        }

        var shared = way.Locks.Select(held => MadeIn(held) is { } local && IsMadeAnew(local) ? null : held);
        return shared.Held.Length < way.Locks.Held.Length ? way.At(path, shared) : null;

        bool IsMadeAnew(ISymbol local)
        {
            var renewals = new List<FlowPosition>();
            AddRenewal(local, graph, renewals);
            return renewals.Count > 0 && !graph.Reaches(place, place, renewals);
        }
    }

    /// <summary>The local that has its lock from its own declaration. Who comes back from a method that was given the work has lost its name by then, and not the local.</summary>
    private static ILocalSymbol? MadeIn(HeldLock held) =>
        (held.Path.IsUnknown ? held.Symbol : held.Path is { Root: PathRoot.Local, Steps.IsEmpty: true } ? held.Path.Variable : null) is ILocalSymbol local
        && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } ? local : null;
}
