using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Locks that calls take and give back: held where some way from the start passes the taking and not the giving back.</summary>
/// <remarks>
/// A taking that can fail counts on the way where it succeeded, if the branch tests it on the spot or in a variable, and otherwise always. Where ways meet, what was
/// held on one of them counts as held: code that locks under a condition tests the same condition again. A lock too many hides a race, one too few invents it.
/// </remarks>
internal static class HeldLockFlow
{
    public static void Apply(Frame frame, FlowGraph graph, IReadOnlyList<LockCall> calls)
    {
        var placed = new List<(LockCall Call, FlowPosition Position)>();
        foreach (var call in calls)
        {
            if (graph.PositionOf(call.Syntax) is { } position)
                placed.Add((call, position));
        }

        placed.Sort(static (one, two) => one.Position.CompareTo(two.Position));
        var atStart = ForwardFlow.Solve(graph, Held.None, Transfer, static (one, two) => one.Or(two));

        if (atStart[atStart.Length - 1] is { Acquired.IsEmpty: false } atExit)
            frame.LeavesHeld.AddRange(atExit.Acquired.Select(static call => call.Lock));

        foreach (var site in frame.Sites.Concat(frame.Steps).Concat(frame.Results).Concat(frame.Walks))
        {
            if (graph.PositionOf(site.Syntax) is not { } position || atStart[position.Block] is not { } held)
                continue;

            held = After(held, position.Block, position);
            if (!held.Acquired.IsEmpty)
                site.AlsoHolds(LockSet.Of(held.Acquired.Select(static call => call.Lock)));
        }

        Held Transfer(int block, int next, Held held)
        {
            held = After(held, block, until: null);
            if (graph.Graph.Blocks[block] is { ConditionKind: not ControlFlowConditionKind.None, BranchValue: ILocalReferenceOperation { Local: var outcome } } branch)
                held = held.Learning(outcome, IsTakenOn(branch, next));
            return TestedBy(graph.Graph.Blocks[block]) is { } tested && !IsTakenOn(graph.Graph.Blocks[block], next) ? held.Without(tested.Lock) : held;
        }

        Held After(Held held, int block, FlowPosition? until)
        {
            foreach (var (call, position) in placed)
            {
                if (position.Block != block || (until is { } end && position.CompareTo(end) >= 0))
                    continue;
                held = !call.Acquires ? held.Without(call.Lock) : call.Outcome is null ? held.With(call) : held.Without(call.Lock).Trying(call);
            }

            return held;
        }

        LockCall? TestedBy(BasicBlock block)
        {
            if (block is not { ConditionKind: not ControlFlowConditionKind.None, BranchValue: { } value })
                return null;
            foreach (var (call, _) in placed)
            {
                if (call is { IfTrue: true, Acquires: true } && value.Syntax.Span.Contains(call.Syntax.Span))
                    return call;
            }

            return null;
        }
    }

    /// <summary>Whether the edge to <paramref name="next"/> is the one on which the tested value was true.</summary>
    private static bool IsTakenOn(BasicBlock block, int next)
    {
        var conditional = block.ConditionalSuccessor?.Destination?.Ordinal == next;
        return block.ConditionKind == ControlFlowConditionKind.WhenTrue ? conditional : !conditional;
    }

    /// <param name="acquired">What is held.</param>
    /// <param name="tried">What may be held: a variable tells, and nobody has looked at it yet.</param>
    private sealed class Held(ImmutableArray<LockCall> acquired, ImmutableArray<LockCall> tried) : IEquatable<Held>
    {
        public static readonly Held None = new([], []);

        public ImmutableArray<LockCall> Acquired { get; } = acquired;

        private ImmutableArray<LockCall> Tried { get; } = tried;

        public Held With(LockCall call) => Acquired.Contains(call) ? this : new Held(Acquired.Add(call), Tried);

        public Held Trying(LockCall call) => Tried.Contains(call) ? this : new Held(Acquired, Tried.Add(call));

        /// <summary>What the variable tells of the locks that were tried before it.</summary>
        public Held Learning(ILocalSymbol outcome, bool isTaken)
        {
            var meant = Acquired.Concat(Tried).Where(call => SymbolEqualityComparer.Default.Equals(call.Outcome, outcome)).Distinct().ToList();
            if (meant.Count == 0)
                return this;

            var others = Acquired.RemoveAll(meant.Contains);
            return new Held(isTaken ? others.AddRange(meant) : others, Tried.RemoveAll(meant.Contains));
        }

        public Held Without(HeldLock released) => new(Acquired.RemoveAll(call => IsOf(call, released)), Tried.RemoveAll(call => IsOf(call, released)));

        public Held Or(Held other) => other.Acquired.All(Acquired.Contains) && other.Tried.All(Tried.Contains) ? this : new Held(Union(Acquired, other.Acquired), Union(Tried, other.Tried));

        public bool Equals(Held? other) => other is not null && AreSame(Acquired, other.Acquired) && AreSame(Tried, other.Tried);

        public override bool Equals(object? obj) => Equals(obj as Held);

        public override int GetHashCode() => Acquired.Length + Tried.Length;

        private static bool IsOf(LockCall call, HeldLock released) => call.Lock.Path.IsUnknown || released.Path.IsUnknown
            ? SymbolEqualityComparer.Default.Equals(call.Lock.Symbol, released.Symbol)
            : call.Lock.Path.Equals(released.Path);

        private static ImmutableArray<LockCall> Union(ImmutableArray<LockCall> one, ImmutableArray<LockCall> two) => one.AddRange(two.Where(call => !one.Contains(call)));

        private static bool AreSame(ImmutableArray<LockCall> one, ImmutableArray<LockCall> two) => one.Length == two.Length && one.All(two.Contains);
    }
}
