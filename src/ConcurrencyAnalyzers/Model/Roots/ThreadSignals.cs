using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Threads that say themselves that they are done: the last thing that they do is a signal, and somebody waits for it, or is given it.</summary>
internal sealed class ThreadSignals(BodyReader reader, SourceIndex index, ApiLookup api)
{
    /// <summary>An event that more members than this mention is taken to be waited for.</summary>
    private const int MaxMembers = 64;

    private readonly SignalsHandedOut _handedOut = new(reader, api);

    public bool TellsItsEnd(ThreadSite thread, CancellationToken cancellation)
    {
        if (thread.Work is null || reader.FrameOf(thread.Work, cancellation) is not { } work)
            return false;

        return LastSignals(work, cancellation).Any(signal => IsAwaited(signal, work, cancellation))
            || work.Accesses.Any(access => access.IsWrite && IsLastAct(access.Syntax, work) && IsPolled(access.Memory.Symbol, work, cancellation));
    }

    /// <summary>
    /// The waits for the last act of <paramref name="thread"/>, where it is an event that only the frame knows which starts the thread; else none.
    /// </summary>
    public List<ThreadWait>? WaitsOnlyIn(ThreadSite thread, CancellationToken cancellation)
    {
        if (thread.Work is null || reader.FrameOf(thread.Work, cancellation) is not { } work
            || LastSignals(work, cancellation).ToList() is not { Count: 1 } last || last[0] is not { Steps.IsEmpty: true, Variable: ILocalSymbol name }
            || _handedOut.Leaves(name, work.Body.Frames, work.Syntax, cancellation)
            || work.Body.Frames.Any(frame => frame != work && frame != thread.Frame && Awaits(frame, name)))
        {
            return null;
        }

        return [.. thread.Frame.Waits.Where(wait => Mentions(wait.Signal, name)).Select(static wait => new ThreadWait(wait.Syntax, IsWhole: true, MayGiveUp: false))];
    }

    /// <summary>Another frame asks in a loop whether the variable has changed: <c>while (Volatile.Read(ref left) &gt; 0)</c>.</summary>
    private bool IsPolled(ISymbol variable, Frame work, CancellationToken cancellation) =>
        FramesMentioning(variable, work, cancellation) is not { } frames || frames.Any(frame => frame != work && frame.Accesses.Any(access =>
            SymbolEqualityComparer.Default.Equals(access.Memory.Symbol, variable) && IsInCondition(access.Syntax)));

    private static bool IsInCondition(SyntaxNode read)
    {
        for (var node = read; node is not null and not StatementSyntax { Parent: BlockSyntax }; node = node.Parent)
        {
            var condition = node.Parent switch
            {
                WhileStatementSyntax loop => loop.Condition,
                DoStatementSyntax loop => loop.Condition,
                ForStatementSyntax loop => loop.Condition,
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SpinUntil" } } } => node,
                _ => null,
            };
            if (condition == node)
                return true;
        }

        return false;
    }

    private IEnumerable<MemoryPath> LastSignals(Frame work, CancellationToken cancellation)
    {
        foreach (var signal in work.Signals)
        {
            if (IsLastAct(signal.Syntax, work))
                yield return signal.Signal;
        }

        // () => Work(done): the signal is the last act of what is called last.
        foreach (var call in work.Calls)
        {
            if (!IsLastAct(call.Syntax, work) || reader.FrameOf(call.Target, cancellation) is not { } callee || callee == work)
                continue;

            var names = Names.Of(callee, call);
            foreach (var signal in callee.Signals)
            {
                if (IsLastAct(signal.Syntax, callee) && names.See(signal.Signal) is { IsUnknown: false } seen)
                    yield return seen;
            }
        }
    }

    /// <summary>Nothing is called after it, and no loop leads back to what stands before it; or the frame is left behind it: <c>done.Set(); return;</c>.</summary>
    private static bool IsLastAct(SyntaxNode act, Frame frame)
    {
        if (IsBeforeReturn(act, frame))
            return true;

        for (var parent = act.Parent; parent is not null && parent != frame.Syntax; parent = parent.Parent)
        {
            if (Loops.IsLoop(parent))
                return false;
        }

        return !frame.Syntax.DescendantNodes().Any(node => node is InvocationExpressionSyntax or ObjectCreationExpressionSyntax && node.SpanStart >= act.Span.End);
    }

    /// <summary>A <c>finally</c> block on the way out may do more.</summary>
    private static bool IsBeforeReturn(SyntaxNode act, Frame frame)
    {
        if (act.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement
            || statement.GetLastToken().GetNextToken().Parent is not ReturnStatementSyntax { Expression: null } exit || exit.Parent != statement.Parent)
        {
            return false;
        }

        return !statement.Ancestors().TakeWhile(one => one != frame.Syntax)
            .Any(static one => one is TryStatementSyntax { Finally: not null } or UsingStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
    }

    private bool IsAwaited(MemoryPath signal, Frame work, CancellationToken cancellation)
    {
        if (signal.End is not { } name)
            return false;

        if (FramesMentioning(name, work, cancellation)?.ToList() is not { } frames)
            return true;
        return frames.Any(frame => frame != work && Awaits(frame, name)) || _handedOut.Leaves(name, frames, work.Syntax, cancellation);
    }

    /// <summary>Null if they are too many.</summary>
    private IEnumerable<Frame>? FramesMentioning(ISymbol name, Frame work, CancellationToken cancellation) =>
        name is ILocalSymbol or IParameterSymbol
            ? work.Body.Frames
            : index.MembersMentioning([name.Name], within: null, MaxMembers)
                ?.SelectMany(one => reader.FactsOf(one, cancellation)).SelectMany(static body => body.Frames);

    private static bool Awaits(Frame frame, ISymbol name) =>
        frame.Waits.Any(wait => Mentions(wait.Signal, name)) || frame.Joins.Any(join => Mentions(join.Handle, name));

    private static bool Mentions(MemoryPath path, ISymbol name) =>
        SymbolEqualityComparer.Default.Equals(path.Variable, name) || path.Steps.Any(step => SymbolEqualityComparer.Default.Equals(step.Symbol, name));
}
