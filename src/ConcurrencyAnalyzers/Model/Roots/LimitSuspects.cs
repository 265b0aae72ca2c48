using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Numbers that are compared with a limit and then moved towards it in a step that is safe by itself.</summary>
/// <remarks>
/// <code>
///   thread A                          thread B                          _balance
///   if (_balance >= 80)               if (_balance >= 80)               100
///   lock (_gate) _balance -= 80;                                        20
///                                     lock (_gate) _balance -= 80;      -60
/// </code>
/// A step without a lock that is not atomic is another rule's. Any condition that stands between the lock and the step counts as a second check.
/// </remarks>
internal sealed class LimitSuspects(BodyFacts body, SequenceReader sequences)
{
    public IEnumerable<LateSuspect> All()
    {
        foreach (var frame in body.Frames)
        {
            foreach (var act in frame.Accesses)
            {
                if (act is { Kind: AccessKind.ReadModifyWrite, IsContent: false, Path.IsCertain: true } && (act.IsAtomic ? act.Locks.IsEmpty && IsDropped(act) : !act.Locks.IsEmpty)
                    && GoesUp(act.Syntax) is { } up && CheckBefore(act, up) is { } check)
                {
                    yield return new LateSuspect(LateActHarm.Exceeds, check.Read, act, static other => other.IsWrite) { IsSuggestion = act.IsAtomic };
                }
            }
        }
    }

    /// <summary>The last check that lets one on to <paramref name="act"/>, if it asks for the side of the limit from which the step comes.</summary>
    private Check? CheckBefore(Access act, bool up)
    {
        var check = sequences.CheckBefore(act);
        return check is not null && check.WhenSet != up && !IsCheckedAgain(act) && !(act.IsAtomic && HasOtherReason(act, check)) ? check : null;
    }

    /// <summary>Whoever looks at what an atomic step gives sees that it has gone too far; under a lock it undoes a step of its own, as NLog's queue does while it waits.</summary>
    private static bool IsDropped(Access act) => act.Syntax.Parent is ExpressionStatementSyntax;

    /// <summary><c>while (_done &lt; all) if (queue.TryTake(out _)) Interlocked.Increment(ref _done);</c> counts what something else has let one do; the limit says when to stop.</summary>
    private static bool HasOtherReason(Access act, Check check) => Branches.Around(act.Syntax, act.Frame.Syntax).Any(branch => branch.Condition.SpanStart > check.Condition.Span.End);

    private static bool IsCheckedAgain(Access act) =>
        act.Locks.Held.Any(held => held.Syntax.Span.Contains(act.Syntax.Span) ? Branches.Around(act.Syntax, held.Syntax).Any() : Branches.Around(act.Syntax, act.Frame.Syntax).Any(branch => branch.Condition.SpanStart > held.Syntax.SpanStart));

    /// <summary>Null where the direction is not known.</summary>
    private static bool? GoesUp(SyntaxNode step) => step switch
    {
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => step.RawKind is (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PreIncrementExpression,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: not PrefixUnaryExpressionSyntax } => true,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression, Right: not PrefixUnaryExpressionSyntax } => false,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } } => true,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } } => false,
        InvocationExpressionSyntax call when Targets.NameOf(call) is "Increment" => true,
        InvocationExpressionSyntax call when Targets.NameOf(call) is "Decrement" => false,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } call when Targets.NameOf(call) is "Add" =>
            arguments[1].Expression is not PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression },
        _ => null,
    };
}
