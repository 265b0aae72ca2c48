using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Looks for loops that ask a plain variable whether to go on, while another thread sets it.</summary>
/// <remarks>
/// A compiler may read the variable once if nothing in the loop can change it. It cannot know of the other thread: <c>volatile</c> tells it.
/// Errs towards silence: a loop with any call that is not looked through is read again in practice.
/// </remarks>
internal sealed class PollFinder(BodyReader reader, ApiLookup api, RaceFinder races, MemoryUses uses, ContextFinder contexts)
{
    public IEnumerable<PolledFlag> FlagsIn(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in PollingLoops.Of(tree, cancellation).Members)
        {
            foreach (var body in reader.FactsOf(member, cancellation))
            {
                if (reader.OperationOf(body.Syntax, cancellation) is not { } root)
                    continue;
                foreach (var loop in root.DescendantsAndSelf().OfType<ILoopOperation>().Where(static loop => loop.Syntax is StatementSyntax))
                {
                    foreach (var flag in FlagsOf(loop, body, cancellation))
                        yield return flag;
                }
            }
        }
    }

    private IEnumerable<PolledFlag> FlagsOf(ILoopOperation loop, BodyFacts body, CancellationToken cancellation)
    {
        var statement = (StatementSyntax)loop.Syntax;
        LoopBody? rounds = null;
        var asked = new HashSet<(Memory, MemoryPath)>();
        foreach (var condition in PollingLoops.ConditionsOf(statement))
        {
            foreach (var place in TestsIn(condition))
            {
                if (ReadAt(place, body, cancellation) is not { } read || !IsPlain(read) || !asked.Add((read.Memory, read.Path)) || IsSetIn(statement, read, body))
                    continue;
                rounds ??= LoopBody.Read(loop, reader, api, cancellation);
                if (rounds.Kind == RoundKind.Opaque)
                    yield break;
                var isBounded = IsBounded(statement, place);
                if (!races.RaceOn(read, cancellation).Proves(out var race))
                {
                    if (!isBounded && !HasOtherExit(statement, place) && SetterOf(read, cancellation) is { } setter)
                        yield return new PolledFlag(read, place, statement, race: null, setter, rounds, isBounded);
                }
                else if (place == read.Syntax || ComesFrom(race, place, body))
                {
                    yield return new PolledFlag(read, place, statement, race, race.Second, rounds, isBounded);
                }
            }
        }
    }

    /// <summary>The variables whose value a condition asks for; what is compared with what moves is a limit and no flag.</summary>
    private static IEnumerable<ExpressionSyntax> TestsIn(ExpressionSyntax condition)
    {
        // Generated conditions have thousands of parts, nested to the left: no stack frame for each.
        var left = new Stack<ExpressionSyntax>([condition]);
        while (left.Count > 0)
        {
            switch (left.Pop())
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    left.Push(parenthesized.Expression);
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    left.Push(not.Operand);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                    left.Push(both.Right);
                    left.Push(both.Left);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                    yield return comparison.Left;
                    yield return comparison.Right;
                    break;
                case BinaryExpressionSyntax { Right: LiteralExpressionSyntax or PrefixUnaryExpressionSyntax } comparison:
                    yield return comparison.Left;
                    break;
                case IsPatternExpressionSyntax pattern:
                    yield return pattern.Expression;
                    break;
                case (IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax) and var variable:
                    yield return variable;
                    break;
            }
        }
    }

    /// <summary>The read of a variable at <paramref name="place"/>, or in the getter or method that is named there.</summary>
    private Access? ReadAt(ExpressionSyntax place, BodyFacts body, CancellationToken cancellation)
    {
        foreach (var frame in body.Frames)
        {
            foreach (var access in frame.Accesses)
            {
                if (access.Syntax == place && access is { Kind: AccessKind.Read, IsAtomic: false })
                    return access;
            }

            foreach (var call in frame.Calls)
            {
                if (call.Syntax == place)
                    return LoopBody.OnlyReadOf(call.Target, reader, cancellation);
            }
        }

        return null;
    }

    private static bool IsPlain(Access read) =>
        read.Locks.IsEmpty && !read.Memory.IsElement && read.Memory.Symbol is not (IFieldSymbol { IsVolatile: true } or IFieldSymbol { IsReadOnly: true } or IPropertySymbol { IsVirtual: true })
        && (read.Memory.Type.IsReferenceType || read.Memory.Type.TypeKind == TypeKind.Enum || read.Memory.Type.SpecialType is not (SpecialType.None or SpecialType.System_Decimal));

    /// <summary>
    /// Who sets what the loop waits for. Where nothing in the loop can, the loop either ends at once or waits for another thread, though none is in sight. Where threads
    /// are seen, what they do has been asked.
    /// </summary>
    private Access? SetterOf(Access read, CancellationToken cancellation) =>
        read is { Phase: Phase.Normal, Path: { IsCertain: true, Root: PathRoot.This or PathRoot.Static }, Memory.Symbol: IFieldSymbol or IPropertySymbol }
        && uses.Of(read.Memory, cancellation) is { IsConfined: false, Cause: UnknownCause.None } use
        && use.Accesses.FirstOrDefault(other => other is { Kind: AccessKind.Write, IsAtomic: false, Phase: Phase.Normal } && other.Frame.Outermost != read.Frame.Outermost) is { } setter
        && !use.Accesses.Any(access => contexts.ContextsOf(access, cancellation).HasThread)
            ? setter
            : null;

    /// <summary>Something else than the variable ends the loop.</summary>
    private static bool HasOtherExit(StatementSyntax loop, ExpressionSyntax place) =>
        loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Any(node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                && node.Ancestors().TakeWhile(outer => outer != loop).OfType<IfStatementSyntax>().FirstOrDefault()?.Condition.Span.Contains(place.Span) != true);

    private static bool IsSetIn(StatementSyntax loop, Access read, BodyFacts body) =>
        body.Frames.Any(frame => frame.Accesses.Any(access => access.IsWrite && access.Memory.Equals(read.Memory) && loop.Span.Contains(access.Syntax.Span)));

    /// <summary>The variable is read in a getter: the way of the race must lead through this place.</summary>
    private static bool ComesFrom(Race race, SyntaxNode place, BodyFacts body)
    {
        for (var way = race.FirstWay; way is not null; way = way.Inner)
        {
            if (way.Site.Syntax == place && body.Frames.Contains(way.Frame))
                return true;
        }

        return false;
    }

    /// <summary>The loop's head has another test as well, which ends it in time.</summary>
    private static bool IsBounded(StatementSyntax loop, SyntaxNode place) =>
        loop is CommonForEachStatementSyntax
        || (Loops.ConditionOf(loop) is { } head
            && (head.IsKind(SyntaxKind.LogicalAndExpression) || !(head is LiteralExpressionSyntax || head.Span.Contains(place.Span))));
}
