using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds fields that work on another thread writes plainly while somebody else reads or writes them, and nobody holds a lock or waits.</summary>
/// <remarks>
/// <see cref="CapturedMutations"/> does the same for local variables. Here as there a plain write loses nothing by itself, so that both threads have to be work
/// that the program begins, in one place: two entries that begin work each may follow a protocol. Errs towards silence: flags, what is asked in loops, also
/// around the call, and what the writer decided on a read of the same field are left to the rules for them.
/// </remarks>
internal sealed class UnorderedUses(BodyReader reader, SourceIndex index, MemoryUses uses, RaceFinder races, WorkOrder order)
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<UnorderedUse>> _known = new();

    /// <summary>In order of position; of one field in one function the first.</summary>
    public ImmutableArray<UnorderedUse> In(SyntaxTree tree, CancellationToken cancellation) =>
        _known.TryGetValue(tree, out var known) ? known : _known.GetOrAdd(tree, Find(tree, cancellation));

    private ImmutableArray<UnorderedUse> Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var found = new SortedDictionary<int, UnorderedUse>();
        var said = new HashSet<(Frame, Memory)>();
        foreach (var frame in StartersIn(tree, cancellation))
        {
            foreach (var read in frame.Accesses.Where(access => MayWait(frame) && access.Kind == AccessKind.Read && IsOfInterest(access)))
                Add(said.Contains((frame, read.Memory)) ? null : ReadTooEarly(read, cancellation));
            foreach (var write in WorkOf(frame, tree, cancellation).SelectMany(static work => work.Accesses).Where(static access => access.Kind == AccessKind.Write && IsOfInterest(access)))
                Add(said.Contains((write.Frame, write.Memory)) ? null : Overwritten(write, cancellation) ?? ReadBeside(write, cancellation));
        }

        return found.Values.ToImmutableArray();

        void Add(UnorderedUse? use)
        {
            if (use is not null && said.Add((use.Access.Frame, use.Access.Memory)))
                found[use.Access.Syntax.SpanStart] = use;
        }
    }

    private IEnumerable<Frame> StartersIn(SyntaxTree tree, CancellationToken cancellation) =>
        TreeIndex.Of(tree, cancellation).MentioningAny(index.IsNameOfStarter).Where(member => member.Nodes.Any(MayBeWork))
            .SelectMany(member => reader.FactsOf(member.Node, cancellation)).SelectMany(static body => body.Frames)
            .Where(static frame => frame.Delegates.Exists(IsWork));

    /// <summary>A function, or a name that may be one's, which is passed to something with the name of what starts threads. That <c>Task</c> is returned says nothing.</summary>
    private bool MayBeWork(SyntaxNode node) =>
        node is ArgumentSyntax { Expression: AnonymousFunctionExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax, Parent.Parent: { } call } && call switch
        {
            InvocationExpressionSyntax invocation => IsNameOfStarter(invocation.Expression),
            ObjectCreationExpressionSyntax creation => IsNameOfStarter(creation.Type),
            ImplicitObjectCreationExpressionSyntax => true,
            _ => false,
        };

    private bool IsNameOfStarter(SyntaxNode name) => name.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && index.IsNameOfStarter(token.ValueText));

    /// <summary>What a helper of the program does with a delegate the race itself has to tell.</summary>
    private static bool IsWork(DelegateUse use) => use.Fate == DelegateFate.Passed || (use.Fate == DelegateFate.Spawned && WorkOrder.IsWork(use));

    /// <summary>By itself, or by what it calls.</summary>
    private static bool MayWait(Frame starter) => starter.Joins.Count + starter.Waits.Count + starter.Awaits.Count + starter.Calls.Count > 0;

    /// <summary>What <paramref name="starter"/> starts, with what that calls, as far as it stands in <paramref name="tree"/>.</summary>
    private IEnumerable<Frame> WorkOf(Frame starter, SyntaxTree tree, CancellationToken cancellation)
    {
        var work = starter.Delegates.Where(IsWork).Select(use => use.Source.Method is { } method ? reader.FrameOf(method, cancellation) : null).OfType<Frame>().ToList();
        var called = work.SelectMany(static frame => frame.Calls).Select(call => reader.FrameOf(call.Target, cancellation)).OfType<Frame>();
        return work.Concat(called).Where(frame => frame.Syntax.SyntaxTree == tree).Distinct();
    }

    /// <summary>A plain field that is no flag: whoever declares it volatile has thought of the other thread.</summary>
    private static bool IsOfInterest(Access access) => access is
    {
        IsAtomic: false, IsContent: false, Phase: Phase.Normal,
        Memory: { IsElement: false, Symbol: IFieldSymbol { IsVolatile: false, IsReadOnly: false } or IPropertySymbol, Type.SpecialType: not SpecialType.System_Boolean },
    };

    private bool IsKnown(Access access, CancellationToken cancellation) =>
        uses.Of(access.Memory, cancellation) is { Cause: UnknownCause.None, IsConfined: false } use && !use.Accesses.Any(static one => one.IsAtomic);

    /// <summary>Whoever adds to a variable loses more than the one who sets it, and accessors are the two halves of an update.</summary>
    private bool IsUpdated(Memory memory, CancellationToken cancellation) =>
        uses.Of(memory, cancellation).Accesses.Any(static access => access.Kind == AccessKind.ReadModifyWrite);

    private UnorderedUse? ReadTooEarly(Access read, CancellationToken cancellation)
    {
        if (WorkOrder.IsAsked(read) || !IsKnown(read, cancellation))
            return null;

        foreach (var write in uses.Of(read.Memory, cancellation).Accesses.Where(other => other.IsWrite && other.Frame != read.Frame && !IsNull(other)))
        {
            if (races.RaceBetween(read, [write], cancellation) is { } race && order.IsWaitedForLater(race, cancellation) && WorkOrder.IsOfWork(race))
                return new UnorderedUse(read, DisorderKind.Early, race);
        }

        return null;
    }

    /// <summary>Another thread, or another activation of the same code, can write something else at the time.</summary>
    private UnorderedUse? Overwritten(Access write, CancellationToken cancellation)
    {
        if (IsDecided(write) || !IsKnown(write, cancellation) || IsUpdated(write.Memory, cancellation)
            || !races.RaceOn(write, other => other.IsWrite && !CapturedWrites.Agree(write, other), cancellation).Proves(out var race)
            || !(WorkOrder.AreBegunTogether(race) || (WorkOrder.IsOfWork(race) && order.IsWaitedForLater(race, cancellation))))
        {
            return null;
        }

        return CapturedWrites.IsReadBack(write) ? new UnorderedUse(write, DisorderKind.Scratch, race)
            : WorkOrder.IsInLoop(race.FirstWay) || WorkOrder.IsInLoop(race.SecondWay) ? null
            : new UnorderedUse(write, DisorderKind.Overwrite, race);
    }

    /// <summary>Two pieces of work, of which one reads without asking again.</summary>
    private UnorderedUse? ReadBeside(Access write, CancellationToken cancellation)
    {
        if (IsDecided(write) || IsNull(write) || !IsKnown(write, cancellation) || IsUpdated(write.Memory, cancellation))
            return null;

        foreach (var read in uses.Of(write.Memory, cancellation).Accesses.Where(one => one.Kind == AccessKind.Read && one.Frame != write.Frame && !WorkOrder.IsAsked(one)))
        {
            if (races.RaceBetween(write, [read], cancellation) is { } race && WorkOrder.AreBegunTogether(race) && !WorkOrder.IsInLoop(race.SecondWay))
                return new UnorderedUse(write, DisorderKind.Beside, race);
        }

        return null;
    }

    /// <summary>Made of the old value, or on the strength of it, or by one thread alone.</summary>
    private static bool IsDecided(Access write) => CapturedWrites.IsMadeByOne(write) || CapturedWrites.IsMadeOfOld(write) || CapturedWrites.CheckOf(write) is not null
        || write.EarlierRead is not null || write.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression);

    private static bool IsNull(Access write) => write.Value?.ConstantValue is { HasValue: true, Value: null };
}
