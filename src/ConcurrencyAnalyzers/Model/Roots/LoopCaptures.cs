using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Ownership;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds functions that read a variable of a loop, and that a round of the loop hands to somebody who runs them after it.</summary>
/// <remarks>
/// The variable is one for all rounds: what the next round does to it, the function of this one sees. Errs towards no: work that may be waited for
/// within the round, and delegates that go where nobody can follow, count as over.
/// </remarks>
internal sealed class LoopCaptures(BodyReader reader, ApiLookup api, ContextFinder contexts, Concurrency concurrency)
{
    private readonly DelegateKeeping _keeping = new(reader, api);

    public IEnumerable<LoopCapture> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var functions = LoopFunctions.In(tree, cancellation);
        var index = TreeIndex.Of(tree, cancellation);
        var members = functions.Keys.OrderBy(static function => function.SpanStart).Select(function => index.MemberAt(function.SpanStart)).OfType<MemberSyntax>().Distinct();
        foreach (var frame in members.SelectMany(member => reader.FactsOf(member.Node, cancellation)).SelectMany(static body => body.Frames))
        {
            if (frame.Parent is null || !functions.TryGetValue(frame.Syntax, out var loops))
                continue;
            foreach (var capture in CapturesOf(frame, loops, cancellation))
                yield return capture;
        }
    }

    private IEnumerable<LoopCapture> CapturesOf(Frame function, ImmutableArray<SyntaxNode> loops, CancellationToken cancellation)
    {
        var inside = function.Body.Frames.Where(function.Contains).SelectMany(static frame => frame.Accesses).ToList();
        foreach (var uses in inside.Where(IsOfLocal).GroupBy<Access, ISymbol>(static access => access.Memory.Symbol, SymbolEqualityComparer.Default))
        {
            // A function that sets the variable itself means the one of all rounds.
            var local = uses.Key;
            if (!Confinement.Declares(function.Parent!, local) || uses.Any(static access => access.Kind != AccessKind.Read || access.IsAtomic) || function.Body.Leaking.Contains(local))
                continue;

            var (loop, change) = ChangeIn(loops, function, local);
            if (change is null)
                continue;
            var (place, how) = WayOut(uses, function, change, loop, cancellation);
            if (place is not null)
                yield return new LoopCapture(local, function.Syntax, loop, [.. uses], change, place, how);
        }
    }

    private static bool IsOfLocal(Access access) =>
        access.Memory is { Symbol: ILocalSymbol { IsRef: false } or IParameterSymbol { RefKind: RefKind.None }, IsElement: false } && access.Path is { Steps.IsEmpty: true } && access.Target.ToString() == access.Memory.Name;

    /// <summary>The nearest loop that outlives one round of it with the variable, and where it changes it.</summary>
    private static (SyntaxNode Loop, Access? Change) ChangeIn(ImmutableArray<SyntaxNode> loops, Frame function, ISymbol local)
    {
        var isFlag = new Memory(local, isElement: false).Type.SpecialType == SpecialType.System_Boolean;
        foreach (var loop in loops)
        {
            if (Loops.DeclaresInRound(loop, local))
                break;

            // A flag of the loop is there to be seen by what runs beside it.
            var change = isFlag ? null : function.Parent!.Accesses.FirstOrDefault(access =>
                access is { IsWrite: true, IsAtomic: false } && SymbolEqualityComparer.Default.Equals(access.Memory.Symbol, local) && !access.Memory.IsElement && loop.Span.Contains(access.Syntax.Span));
            if (change is not null)
                return (loop, change);
        }

        return (function.Syntax, null);
    }

    /// <summary>Where the function goes that is run after <paramref name="change"/>.</summary>
    private (SyntaxNode? Place, string How) WayOut(IEnumerable<Access> uses, Frame function, Access change, SyntaxNode loop, CancellationToken cancellation)
    {
        var frame = function.Parent!;
        foreach (var context in uses.SelectMany(use => contexts.ContextsOf(use, cancellation).Contexts))
        {
            if (context.Frame == frame && context.Inner is not null && context.RunsOn && loop.Span.Contains(context.Site.Syntax.Span)
                && concurrency.MayLast(context, context.Site.Syntax, change.Syntax, cancellation))
            {
                return (context.Site.Syntax, context.Spawn?.How ?? "");
            }
        }

        foreach (var value in ValuesOf(function, loop, cancellation))
        {
            if (_keeping.Of(value, loop, cancellation) is { } kept && IsReached(frame, kept, change, cancellation))
                return (kept.Place, kept.Container is null ? kept.Where : $"kept in {kept.Where}");
        }

        return (null, "");
    }

    /// <summary>The lambda itself; of a local function each place in the loop that makes a delegate of it.</summary>
    private IEnumerable<IOperation> ValuesOf(Frame function, SyntaxNode loop, CancellationToken cancellation)
    {
        if (function.Method is not { MethodKind: MethodKind.LocalFunction } method)
            return reader.OperationOf(function.Syntax, cancellation) is { } lambda ? [lambda] : [];

        return function.Parent!.Delegates
            .Where(use => use.Fate is DelegateFate.Unknown or DelegateFate.Passed or DelegateFate.Kept && loop.Span.Contains(use.Syntax.Span) && SymbolEqualityComparer.Default.Equals(use.Source.Method, method))
            .Select(use => reader.OperationOf(Loops.HandlerOf(use.Syntax), cancellation)).OfType<IOperation>();
    }

    private bool IsReached(Frame frame, KeptDelegate kept, Access change, CancellationToken cancellation)
    {
        if (reader.GraphOf(frame, cancellation) is not { } graph || graph.PositionOf(kept.Place) is not { } from || graph.PositionOf(change.Syntax) is not { } to)
            return false;

        // While the frame waits, whoever has the delegate may call it; a collection that only the frame knows is called by nobody meanwhile.
        var pauses = kept.Container is ILocalSymbol ? [] : frame.Waits.Select(static wait => wait.Syntax).Concat(frame.Awaits).Concat(frame.Joins.Select(static join => join.Syntax));
        return graph.Reaches(from, to, pauses.Select(pause => graph.PositionOf(pause)).OfType<FlowPosition>().ToList());
    }
}
