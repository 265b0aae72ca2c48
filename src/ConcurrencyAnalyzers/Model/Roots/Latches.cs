using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Conditions that let work begin once, or once at a time: <c>if (_worker is null) _worker = Start();</c></summary>
/// <remarks>
/// The frame tests a field before it begins the work, and sets it. Whether test and setting are one step is not asked: two threads that come at once
/// could both pass, but then that is the bug, and the work is not known to run beside itself otherwise. Errs towards silence, too, in that nobody
/// looks when the field is set back.
/// </remarks>
internal sealed class Latches(BodyReader reader)
{
    /// <summary>Each access of a frame, and each way through one of its sites, asks what the frame tests before.</summary>
    private readonly ConcurrentDictionary<(Frame Frame, SyntaxNode Site), ImmutableArray<Access>> _states = new();

    /// <summary>What keeps a second activation of the context's frame from beginning its work while the first one's runs.</summary>
    public LockSet Around(Context context, CancellationToken cancellation)
    {
        var frame = context.Frame;
        var site = context.Begin;
        var latches = LockSet.Empty;
        foreach (var write in frame.Accesses)
        {
            if ((write.Kind == AccessKind.Write || write is { IsWrite: true, IsAtomic: true }) && IsField(write.Path) && IsTestedBefore(write, site, frame, cancellation))
                latches = latches.With(GateOf(write));
        }

        return latches;
    }

    /// <summary>
    /// What the frame of an access says of its state before it goes on: <c>if (_state != State.Running) return; _state = State.Stopping;</c>. Constants
    /// only: a number that is counted on lets the next one in.
    /// </summary>
    public LockSet OnTheWayTo(Context access, CancellationToken cancellation)
    {
        var key = (access.Frame, access.Begin);
        var states = _states.TryGetValue(key, out var known) ? known : _states.GetOrAdd(key, StatesBefore(access.Begin, access.Frame, cancellation));
        return states.IsEmpty ? LockSet.Empty : LockSet.Of(states.Where(write => !write.Memory.Equals(access.Access.Memory)).Select(GateOf));
    }

    /// <summary>The fields that decide on the way to <paramref name="site"/> and are set there, each once.</summary>
    private ImmutableArray<Access> StatesBefore(SyntaxNode site, Frame frame, CancellationToken cancellation)
    {
        var states = ImmutableArray<Access>.Empty;
        foreach (var write in frame.Accesses)
        {
            if (write is { Kind: AccessKind.Write, Value.ConstantValue: { HasValue: true, Value: not null } } && IsField(write.Path) && write.Syntax.SpanStart < site.SpanStart
                && !states.Any(state => state.Path.Equals(write.Path)) && IsTestedBefore(write, site, frame, cancellation))
            {
                states = states.Add(write);
            }
        }

        return states;
    }

    private static HeldLock GateOf(Access write) => new(write.Path, LockMode.Exclusive, write.Syntax, write.Memory.Symbol, write.Target.ToString()) { IsGate = true };

    private bool IsTestedBefore(Access write, SyntaxNode site, Frame frame, CancellationToken cancellation)
    {
        if (write.Syntax is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
            return write.Syntax.Span.Contains(site.Span);

        foreach (var test in frame.Accesses)
        {
            if (test.Kind == AccessKind.Read && test.Path.Equals(write.Path) && Decides(test.Syntax, write.Syntax, site))
                return true;
        }

        // `if (IsRunning) return;`, where the property reads the field.
        foreach (var call in frame.Calls)
        {
            if (Decides(call.Syntax, write.Syntax, site) && reader.FrameOf(call.Target, cancellation) is { } callee && Reads(callee, call, write.Path))
                return true;
        }

        return false;
    }

    private static bool Reads(Frame callee, CallSite call, MemoryPath path)
    {
        var names = Names.Of(callee, call);
        return callee.Accesses.Any(access => access.Kind == AccessKind.Read && path.Equals(names.See(access.Path)));
    }

    /// <summary>Whether <paramref name="test"/> is in a condition that stands before <paramref name="write"/> and decides whether <paramref name="site"/> is reached.</summary>
    private static bool Decides(SyntaxNode test, SyntaxNode write, SyntaxNode site)
    {
        if (test.SpanStart >= site.SpanStart || test.SpanStart >= write.SpanStart)
            return false;

        for (SyntaxNode child = test, parent = test.Parent!; parent is not null; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IfStatementSyntax choice when choice.Condition == child:
                    return choice.Statement.Span.Contains(site.Span) || (choice.Else?.Span.Contains(site.Span) ?? false) || Blocks.Leave(choice.Statement);
                case ConditionalExpressionSyntax choice when choice.Condition == child:
                    return choice.Span.Contains(site.Span);
                case BinaryExpressionSyntax choice when choice.IsKind(SyntaxKind.CoalesceExpression) && choice.Left == child:
                    return choice.Right.Span.Contains(site.Span);
                case StatementSyntax or AnonymousFunctionExpressionSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsField(MemoryPath path) => path.Root is PathRoot.This or PathRoot.Static && !path.Steps.IsEmpty;
}
