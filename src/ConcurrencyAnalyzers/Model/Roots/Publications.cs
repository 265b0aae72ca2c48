using System.Collections.Concurrent;
using System.Globalization;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Whether one thread sets a flag behind its access, and the other one comes to its own only where it has seen that flag set.</summary>
/// <remarks>
/// <code>
///   _total += 3;                           while (!_isReady)
///   _isReady = true;    // volatile            Thread.Yield();
///                                          _total++;             // whatever stands before the write of the flag has happened
/// </code>
/// Both must come to the flag in order: it is volatile, both use <c>Volatile</c> or <c>Interlocked</c>, or hold one lock. The test must tell what is written from what
/// the flag was at first. That somebody resets it is not looked at, and errs towards silence. Asked only of what would else be a race.
/// </remarks>
internal sealed class Publications(BodyReader reader, ApiLookup api)
{
    /// <summary>Tests before one place; a generated chain of a thousand is not read to its end.</summary>
    private const int MaxTests = 32;

    /// <summary>The writes of a frame that others can see in order: mostly none.</summary>
    private readonly ConcurrentDictionary<Frame, ImmutableArray<Access>> _told = new();

    public bool MayOrder(Context one, Context two, CancellationToken cancellation) => Orders(one, two, cancellation) || Orders(two, one, cancellation);

    private bool Orders(Context first, Context then, CancellationToken cancellation)
    {
        var told = first.LinksOfItsThread.SelectMany(WrittenBehind).ToList();
        return told.Count > 0 && then.LinksOfItsThread.Any(link => TestsBefore(link, cancellation).Take(MaxTests).Any(test =>
            Reads(link.Frame, test.Condition).Any(read => told.Exists(write => IsSeenBy(write, read, test.Condition, test.Holds, cancellation)))));
    }

    private IEnumerable<Access> WrittenBehind(Context link) =>
        _told.GetOrAdd(link.Frame, static frame => [.. frame.Accesses.Where(static access => access is { IsWrite: true, IsContent: false } && (IsInOrder(access) || !access.Locks.IsEmpty))])
            .Where(access => access.Syntax.SpanStart >= link.Site.Syntax.Span.End && !Branches.AreApart(link.Site.Syntax, access.Syntax, link.Frame.Syntax));

    private static IEnumerable<Access> Reads(Frame frame, SyntaxNode condition) =>
        frame.Body.Frames.SelectMany(static one => one.Accesses).Where(access => !access.IsContent && condition.Span.Contains(access.Syntax.Span) && access.Syntax.SyntaxTree == condition.SyntaxTree);

    private bool IsSeenBy(Access write, Access read, ExpressionSyntax condition, bool holds, CancellationToken cancellation)
    {
        var flag = write.Memory.Symbol;
        if (!SymbolEqualityComparer.Default.Equals(flag, read.Memory.Symbol) || !((IsInOrder(write) && IsInOrder(read)) || write.Locks.MayExclude(read.Locks)))
            return false;

        var written = LockedSection.ValueOf(write) is { } value ? reader.OperationOf(value, cancellation)?.ConstantValue : null;
        return reader.OperationOf(condition, cancellation) is { } asked && Comparison.In(asked, holds).Any(one =>
            one.Subject.Syntax.Span.Contains(read.Syntax.Span)
            && !(written is { HasValue: true, Value: var constant } && one.Comparison.Excludes(constant))
            && TellsFromFirst(one.Comparison, flag, cancellation));
    }

    private static bool IsInOrder(Access access) => access.IsAtomic || access.Memory.Symbol is IFieldSymbol { IsVolatile: true };

    /// <summary>Whether the comparison does not hold for what the flag is declared with. What is not a constant is not known.</summary>
    private bool TellsFromFirst(Comparison comparison, ISymbol flag, CancellationToken cancellation)
    {
        var declared = flag.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<VariableDeclaratorSyntax>().FirstOrDefault()?.Initializer?.Value;
        if (declared is not null && reader.Compilation.ContainsSyntaxTree(declared.SyntaxTree))
            return reader.OperationOf(declared, cancellation)?.ConstantValue is not { HasValue: true, Value: var first } || comparison.Excludes(first);
        return comparison.Excludes(comparison.Constant is IConvertible and not string ? Convert.ChangeType(0, comparison.Constant.GetType(), CultureInfo.InvariantCulture) : null);
    }

    /// <summary>What has been asked, and with which answer, where control comes to the link's site: by branches around it, by what sends one away before it, and by loops that wait.</summary>
    private IEnumerable<(ExpressionSyntax Condition, bool Holds)> TestsBefore(Context link, CancellationToken cancellation)
    {
        var (site, end) = (link.Site.Syntax, link.Frame.Syntax);
        return Branches.Around(site, end).Concat(Branches.Passed(site, end).SelectMany(statement => AskedBy(statement, cancellation)));
    }

    private IEnumerable<(ExpressionSyntax Condition, bool Holds)> AskedBy(StatementSyntax statement, CancellationToken cancellation) => statement switch
    {
        LockStatementSyntax section => Blocks.AllOf(section.Statement).SelectMany(one => AskedBy(one, cancellation)),
        IfStatementSyntax { Else: null } gate when Blocks.Leave(gate.Statement) => [(gate.Condition, false)],
        WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax => AskedBy(statement),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call }
            when arguments[0].Expression is LambdaExpressionSyntax { ExpressionBody: { } condition } && Waits(call, cancellation) => [(condition, true)],
        _ => [],
    };

    /// <summary>A loop ends where its condition no longer holds, or where it is left.</summary>
    private static IEnumerable<(ExpressionSyntax Condition, bool Holds)> AskedBy(StatementSyntax loop)
    {
        var exits = loop.DescendantNodes().OfType<BreakStatementSyntax>().Where(exit => exit.Ancestors().First(static node => Loops.IsLoop(node) || node is SwitchStatementSyntax) == loop).ToList();
        var condition = Loops.ConditionOf(loop);
        var isEndless = condition is null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression };
        return (isEndless, exits.Count) switch
        {
            (false, 0) => [(condition!, false)],
            (true, 1) => Branches.Around(exits[0], loop),
            _ => [],
        };
    }

    /// <summary><c>SpinWait.SpinUntil(() => _isReady);</c>: asks again and again, and returns nothing but that it holds.</summary>
    private bool Waits(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        reader.OperationOf(call, cancellation) is IInvocationOperation { TargetMethod: { ReturnsVoid: true, Parameters.Length: 1 } method }
        && method.Parameters[0].Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType.SpecialType: SpecialType.System_Boolean }
        && api.EffectsOf(method).Any(static effect => effect is { Verb: ApiVerb.Calls, Time: ApiTime.Now } && effect.Has(ApiFlags.Many));
}
