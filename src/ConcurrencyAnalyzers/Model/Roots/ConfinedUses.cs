using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds who touches from another thread what <c>[Confined]</c> gives to one.</summary>
/// <remarks>
/// <code>
///   [Confined(ThreadKind.UI)] private int _clicks;
///   Task.Run(() => _clicks++);                        // a thread of the pool
/// </code>
/// The thread is the one nearest to the access: what comes back by a dispatcher is at home. Where nothing of the program begins a thread, whoever calls is believed.
/// </remarks>
internal sealed class ConfinedUses(BodyReader reader, SourceIndex index, CallGraph calls, ContextFinder contexts)
{
    /// <summary>Callers of callers that are asked which thread they are on.</summary>
    private const int MaxCalls = 4;

    /// <summary>More frames than this that lead to a call, and the rest is believed.</summary>
    private const int MaxFrames = 60;

    /// <summary>The accesses and calls in <paramref name="tree"/>, in order of position.</summary>
    public IEnumerable<StrayUse> In(SyntaxTree tree, CancellationToken cancellation) =>
        index.Confined.Count == 0 ? [] : Find(tree, cancellation).OrderBy(static use => use.Location.SourceSpan.Start);

    private IEnumerable<StrayUse> Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var told = new HashSet<SyntaxNode>();
        foreach (var frame in TreeIndex.Of(tree, cancellation).MentioningAny(index.Confined.Contains)
            .SelectMany(member => reader.FactsOf(member.Node, cancellation)).SelectMany(static body => body.Frames))
        {
            foreach (var access in frame.Accesses)
            {
                if (index.Confined.Contains(access.Memory.Name) && Annotations.HomeOf(access.Memory.Symbol) is { } home
                    && contexts.ContextsOf(access, cancellation).Contexts.FirstOrDefault(way => way.Spawn is { } spawn && way.Site == spawn && IsElsewhere(spawn, home)) is { } way
                    && told.Add(access.Target))
                {
                    yield return new StrayUse(access, access.Path.IsUnknown ? access.Memory.Name : access.Path.Name, home, way.Spawn!, Witness.SideOf(way));
                }
            }

            foreach (var call in frame.Calls)
            {
                if (index.Confined.Contains(call.Target.Name) && Annotations.HomeOf(call.Target) is { } home && call.Target.MethodKind == MethodKind.Ordinary
                    && SpawnOf(frame, home, cancellation) is { } spawn)
                {
                    yield return new StrayUse(call, call.Target.Name, home, spawn, $"{Places.NameOf(frame)} ({spawn.How} in {Places.NameOf(spawn.Frame)}, {Places.LineOf(spawn.Syntax, call.Syntax)})");
                }
            }
        }
    }

    /// <summary>What begins another thread on the way to <paramref name="frame"/>, the nearest first; null where none is seen.</summary>
    private DelegateUse? SpawnOf(Frame frame, string home, CancellationToken cancellation)
    {
        var seen = new HashSet<Frame> { frame };
        var pending = new Queue<(Frame Frame, int Depth)>([(frame, 0)]);
        while (pending.Count > 0)
        {
            var (one, depth) = pending.Dequeue();
            foreach (var site in calls.CallersOf(one, cancellation).Sites)
            {
                var begun = site is not DelegateUse use ? null
                    : use.Fate == DelegateFate.Passed ? calls.UsesOfParameter(use.PassedTo!, use.PassedAs, cancellation).FirstOrDefault(inside => IsElsewhere(inside, home))
                    : IsElsewhere(use, home) ? use : null;
                if (begun is not null)
                    return begun;
                if (site is CallSite or DelegateUse { Fate: DelegateFate.Called } && depth < MaxCalls && seen.Count < MaxFrames && seen.Add(site.Frame))
                    pending.Enqueue((site.Frame, depth + 1));
            }
        }

        return null;
    }

    /// <summary>Places of which nothing is known are believed. A thread that is made may be the object's own.</summary>
    private static bool IsElsewhere(DelegateUse spawn, string home) => spawn.Fate == DelegateFate.Spawned && spawn.Place switch
    {
        ApiPlace.Timer or ApiPlace.Parallel or ApiPlace.Request => true,
        ApiPlace.Pool => home != "Dedicated" || !MayMakeThread(spawn.Syntax),
        ApiPlace.Thread => home != "Dedicated",
        _ => false,
    };

    /// <summary>Who says more than what is to be run may say where: <c>TaskCreationOptions.LongRunning</c>, a scheduler.</summary>
    private static bool MayMakeThread(SyntaxNode call) => call is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 1 } or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 1 };
}

/// <summary>An access or a call from another thread than the declared one.</summary>
/// <param name="Use">The access or call.</param>
/// <param name="Name">What is touched.</param>
/// <param name="Home">The thread that may.</param>
/// <param name="Spawn">What begins the other.</param>
/// <param name="Side">The code and its thread in words.</param>
internal sealed record StrayUse(Site Use, string Name, string Home, DelegateUse Spawn, string Side) : IFinding
{
    public Location Location => Use.Syntax.GetLocation();

    public IEnumerable<Location> OtherPlaces => [Spawn.Syntax.GetLocation()];

    /// <summary>As the message says what is needed.</summary>
    public string Needed => Home switch { "UI" => "the thread of the user interface", "Main" => "the main thread", _ => "its own thread" };

    public string Witness => $"[Confined] says so, and {Side} is on another";

    public bool IsSuggestion => false;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Name).Add("thread", Home);
}
