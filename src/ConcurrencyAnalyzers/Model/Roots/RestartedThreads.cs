using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A method puts a new thread into a field, and the program runs it again on the same object while the field has the thread before.</summary>
/// <remarks>
/// That somebody may call <c>Start</c> twice is no evidence: nearly every class with such a method asks for one call. Two calls in one frame are, or one
/// in a loop, where nothing in between waits for the thread. A condition before the start, here or there, may be the question whether one runs.
/// </remarks>
internal sealed class RestartedThreads(BodyReader reader, CallGraph calls, Lifetimes lifetimes)
{
    /// <summary>How many calls deep a join is looked for.</summary>
    private const int MaxJoinDepth = 2;

    /// <summary>The call that starts the next thread; null where none is in sight.</summary>
    public SyntaxNode? CallAgain(ThreadSite thread, SyntaxNode start, CancellationToken cancellation)
    {
        var frame = thread.Frame;
        if (frame is not { Parent: null, IsAsync: false, Method.MethodKind: MethodKind.Ordinary }
            || Lifetimes.Everywhere(thread.Handle, frame) is not { Escapes: false, Returned: false, Paths: { Length: 1 } paths }
            || paths[0] is not { Root: PathRoot.This or PathRoot.Static, Steps.Length: 1, End: { } field }
            || !IsStraight(thread.Syntax, frame) || !IsStraight(start, frame)
            || lifetimes.JoinsOf(paths, frame, MaxJoinDepth, cancellation).Count > 0
            || AsksBefore(thread.Syntax, field, frame))
        {
            return null;
        }

        var callers = calls.CallersOf(frame, cancellation);
        return !callers.IsComplete ? null
            : callers.Sites.OfType<CallSite>().Select(call => Next(call, frame, paths[0], callers.Sites, cancellation)).FirstOrDefault(static next => next is not null);
    }

    /// <summary>The call itself in the next round of a loop, or the next call for the same object.</summary>
    private SyntaxNode? Next(CallSite call, Frame callee, MemoryPath thread, ImmutableArray<Site> all, CancellationToken cancellation)
    {
        var frame = call.Frame;
        if (frame.Waits.Count > 0 || frame.IsAsync || Names.Of(callee, call).See(thread) is not { IsCertain: true } seen || !IsOneObject(seen, frame)
            || reader.GraphOf(frame, cancellation) is not { } graph || graph.PositionOf(call.Syntax) is not { } place)
        {
            return null;
        }

        var joins = lifetimes.JoinsOf([seen], frame, MaxJoinDepth, cancellation).Select(join => graph.PositionOf(join.Syntax)).OfType<Flow.FlowPosition>().ToList();
        return all.OfType<CallSite>()
            .Where(next => next.Frame == frame && IsStraight(next.Syntax, frame) && seen.Equals(Names.Of(callee, next).See(thread)))
            .Select(static next => next.Syntax)
            .FirstOrDefault(next => graph.PositionOf(next) is { } again && graph.Reaches(place, again, joins));
    }

    /// <summary>A variable that keeps its object: in another round of a loop it is the same.</summary>
    private static bool IsOneObject(MemoryPath seen, Frame frame) => seen.Root switch
    {
        PathRoot.This or PathRoot.Static => seen.Steps.Length == 1,
        PathRoot.Local => seen.Steps.Length == 1 && seen.Variable is { } local && IsMadeOnce(local, frame),
        _ => false,
    };

    private static bool IsMadeOnce(ISymbol local, Frame frame) =>
        local.DeclaringSyntaxReferences.Select(static one => one.GetSyntax()).All(declared => declared is VariableDeclaratorSyntax
            && !declared.Ancestors().TakeWhile(node => node != frame.Syntax).Any(Loops.IsLoop))
        && !frame.Syntax.DescendantNodes().Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == local.Name);

    /// <summary>Under no condition, and in no <c>try</c> whose handlers may be about a thread that did not start.</summary>
    private static bool IsStraight(SyntaxNode node, Frame frame) =>
        !node.Ancestors().TakeWhile(one => one != frame.Syntax).Any(static one => one is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax
            or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or BinaryExpressionSyntax or TryStatementSyntax { Catches.Count: > 0 } or CatchClauseSyntax
            or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
            or AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.CoalesceAssignmentExpression });

    /// <summary>Whether the frame can end before it makes the thread, or looks at the field first, itself or in a method of its own.</summary>
    private bool AsksBefore(SyntaxNode creation, ISymbol field, Frame frame) =>
        frame.Syntax.DescendantNodes().TakeWhile(node => node.SpanStart < creation.SpanStart)
            .Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                || (node is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name && !IsTarget(name, creation)))
        || frame.Calls.Any(call => call.Syntax.SpanStart < creation.SpanStart && call.Receiver is { Root: PathRoot.This or PathRoot.Static }
            && call.Target.DeclaringSyntaxReferences.Length > 0);

    private static bool IsTarget(IdentifierNameSyntax name, SyntaxNode creation) =>
        name.Ancestors().OfType<AssignmentExpressionSyntax>().FirstOrDefault() is { } assignment && assignment.Left.Span.Contains(name.Span) && assignment.Right.Span.Contains(creation.Span);
}
