using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>The ways from the start of a thread to the end of its frame, and which of them pass no join.</summary>
internal sealed class JoinPaths(ThreadSite thread, string name, FlowGraph graph, BodyReader reader, CancellationToken cancellation)
{
    private readonly Frame _frame = thread.Frame;

    private readonly JoinConditions _conditions = new(thread.Frame, reader, cancellation);

    /// <param name="start">Where the thread begins to run.</param>
    /// <param name="starts">Where any thread of that name does.</param>
    /// <param name="waits">The joins in the frame.</param>
    /// <param name="isJoinedElsewhere">Through a field; then the frame need not, but must not lose the thread before.</param>
    public ThreadAnswer GapAfter(SyntaxNode start, List<SyntaxNode> starts, List<ThreadWait> waits, bool isJoinedElsewhere)
    {
        if (graph.PositionOf(thread.Syntax) is not { } made || graph.PositionOf(start) is not { } begin)
            return ThreadAnswer.Unknown;

        var barriers = waits.SelectMany(wait => BarriersOf(wait.Syntax, start)).ToList();
        if (IsReplaced(made, barriers))
            return Gap(JoinGap.Overwritten, start, exit: null, join: null);
        if (ReplacedBy(made, starts, barriers) is { } next)
            return Gap(JoinGap.Replaced, start, next, join: null);
        if (isJoinedElsewhere)
            return ThreadAnswer.Ended;

        // Of `all.Last().Join()` both the list and its element are known to be waited for.
        var whole = waits.Where(wait => !waits.Any(other => other != wait && other.Syntax.Span.Contains(wait.Syntax.Span))).ToList();
        if (whole.Count == 1)
        {
            var only = whole[0];
            if (IsOneOfMany(only))
                return Gap(JoinGap.OneOfMany, start, exit: null, only.Syntax);
            if (IsStartedInItsRound(start) && LoopAround(start) is { } loop && !loop.Span.Contains(only.Syntax.Span)
                && (only.LeavesOut || JoinedRanges.LeaveOut(only, loop, reader, cancellation)))
                return Gap(JoinGap.SomeOfMany, start, exit: null, only.Syntax);
        }

        var last = waits[waits.Count - 1].Syntax;
        if (graph.Leaves(begin, barriers))
            return Gap(JoinGap.Left, start, ExitBetween(start, last), last);

        var uncaughtCounts = !EndOfProgram.IsMain(_frame);
        var thrown = new ThrowSites(reader, cancellation).In(_frame, waits.Select(static wait => wait.Syntax))
            .FirstOrDefault(one => IsEscape(one, begin, barriers, uncaughtCounts));
        return thrown is null ? ThreadAnswer.Ended : Gap(JoinGap.Thrown, start, thrown.Syntax, last);
    }

    /// <summary>Whether a <c>return</c> between the start and the only waits for the signal that the thread gives last skips them.</summary>
    public ThreadAnswer GapBeforeSignal(SyntaxNode start, List<ThreadWait> waits)
    {
        var last = waits[waits.Count - 1].Syntax;
        return LoopAround(start) is null && graph.PositionOf(start) is { } begin && graph.Leaves(begin, waits.SelectMany(wait => BarriersOf(wait.Syntax, start)).ToList())
            && ExitBetween(start, last) is ReturnStatementSyntax exit
                ? Gap(JoinGap.Unheard, start, exit, last)
                : ThreadAnswer.Ended;
    }

    private bool IsEscape(ThrowSite thrown, FlowPosition begin, List<FlowPosition> barriers, bool uncaughtCounts) =>
        graph.PositionOf(thrown.Syntax) is { } place && graph.Reaches(begin, place, barriers)
        && new ThrowFlow(graph).Leaves(place, barriers, thrown.IsExpected, uncaughtCounts);

    private ThreadAnswer Gap(JoinGap gap, SyntaxNode start, SyntaxNode? exit, SyntaxNode? join) =>
        ThreadAnswer.Of(new UnjoinedThread(thread, gap, start) { Variable = name, Exit = exit, Join = join });

    /// <summary>Whether a loop makes the next thread before this one was joined or put into a collection.</summary>
    private bool IsReplaced(FlowPosition made, List<FlowPosition> barriers)
    {
        if (LoopAround(thread.Syntax) is null || thread.Handle.Paths.Any(static path => path.Steps.Any(static step => step.Index is not null)))
            return false;

        var kept = _frame.Aliases
            .Where(alias => thread.Handle.Paths.Any(path => path.Equals(alias.Path)) && alias.Also.Paths.Any(static path => path.Steps.Any(static step => step.Index is not null)))
            .Select(alias => graph.PositionOf(alias.Syntax)).OfType<FlowPosition>();
        return graph.Reaches(made, made, [.. barriers, .. kept]);
    }

    /// <summary>Where the variable gets another thread when this one was started and nothing has waited for it or kept it.</summary>
    private SyntaxNode? ReplacedBy(FlowPosition made, List<SyntaxNode> starts, List<FlowPosition> barriers)
    {
        if (thread.Handle.Paths.Length != 1 || thread.Handle.Paths[0] is var path && path.Steps.Any(static step => step.Index is not null))
            return null;

        var kept = _frame.Aliases.Where(alias => alias.Path.Equals(path)).Select(alias => graph.PositionOf(alias.Syntax)).OfType<FlowPosition>();
        List<FlowPosition> stops = [.. barriers, .. kept];
        return _frame.Threads.FirstOrDefault(other => other != thread && other.Handle.Paths.Any(one => one.Equals(path)) && graph.PositionOf(other.Syntax) is { } next
            && starts.Any(start => graph.PositionOf(start) is { } begin && graph.Reaches(made, begin, [.. stops, next]) && graph.Reaches(begin, next, stops)))?.Syntax;
    }

    /// <summary>Where it is made, whatever round that is.</summary>
    private bool IsStartedInItsRound(SyntaxNode start) =>
        LoopAround(thread.Syntax) is { } loop && LoopAround(start) == loop
        && !start.Ancestors().TakeWhile(node => node != loop).Any(static node => node is IfStatementSyntax or SwitchStatementSyntax or ConditionalAccessExpressionSyntax or ConditionalExpressionSyntax);

    /// <summary>A loop starts them, and behind it one join stands alone: that of the last one, or of the element that it names.</summary>
    private bool IsOneOfMany(ThreadWait wait) =>
        !wait.IsWhole && LoopAround(thread.Syntax) is { } loop && !loop.Span.Contains(wait.Syntax.Span)
        && SingleJoins.IsSameInEachRound(wait.Syntax, _frame) && !wait.Syntax.Ancestors().Any(outer => Loops.IsLoop(outer) && outer.Span.Contains(loop.Span));

    private SyntaxNode? LoopAround(SyntaxNode node)
    {
        for (var parent = node.Parent; parent is not null && parent != _frame.Syntax; parent = parent.Parent)
        {
            if (Loops.IsLoop(parent))
                return parent;
        }

        return null;
    }

    /// <summary>
    /// Where a join takes effect: itself, and before it the conditions and loops that stand around it but not around the start.
    /// A loop over all threads may run no round, and <c>if (thread is not null)</c> may be the condition of the start: neither is a way around. What
    /// only the caller chooses, <c>if (patient)</c>, is one.
    /// </summary>
    private IEnumerable<FlowPosition> BarriersOf(SyntaxNode join, SyntaxNode start)
    {
        if (graph.PositionOf(join) is { } exact)
            yield return exact;

        for (SyntaxNode child = join, parent = join.Parent!; parent is not null && parent != _frame.Syntax; child = parent, parent = parent.Parent!)
        {
            if (parent.Span.Contains(start.Span))
                continue;

            SyntaxNode? header = parent switch
            {
                IfStatementSyntax choice => choice.Condition,
                ConditionalAccessExpressionSyntax access => access.Expression,
                BinaryExpressionSyntax binary => binary.Left,
                ForEachStatementSyntax loop => loop.Expression,
                WhileStatementSyntax loop => loop.Condition,
                ForStatementSyntax loop => loop.Condition,
                SwitchStatementSyntax choice => choice.Expression,
                _ => null,
            };
            if (parent is IfStatementSyntax or SwitchStatementSyntax && header is ExpressionSyntax choosing && header != child && _conditions.IsChoice(choosing, start))
                yield break;
            if (header is not null && header != child && graph.PositionOf(FirstOf(header)) is { } before)
                yield return before;
        }
    }

    /// <summary>What is asked first: of <c>!a &amp;&amp; b</c> the graph has <c>a</c>, and <c>b</c> in one branch of it.</summary>
    private static SyntaxNode FirstOf(SyntaxNode condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => FirstOf(inner.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => FirstOf(not.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both => FirstOf(both.Left),
        _ => condition,
    };

    /// <summary>The first statement between the start and the join that leaves the ordinary way.</summary>
    private SyntaxNode? ExitBetween(SyntaxNode start, SyntaxNode join) =>
        _frame.Syntax.DescendantNodes(node => node == _frame.Syntax || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .FirstOrDefault(node => node is ReturnStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
                && node.SpanStart > start.Span.End && node.SpanStart < join.SpanStart);
}
