using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Guards;

namespace ConcurrencyAnalyzers.Fixes.Captures;

/// <summary>Lets each thread of a parallel loop add up a part of a sum by itself, and adds the parts together at the end.</summary>
/// <remarks>
/// <code>
///   Parallel.For(0, n, i => sum += Price(i));     Parallel.For(0, n, () => 0, (i, _, subtotal) => subtotal += Price(i),
///                                                     subtotal => Interlocked.Add(ref sum, subtotal));
/// </code>
/// No round waits for another. The numbers are added in another order, which they were before in each run.
/// </remarks>
internal static class LocalSums
{
    /// <returns>Null where the variable is used for more than a sum in the body of one loop.</returns>
    public static Repair? For(SharedMemory memory, FixQuestion ask)
    {
        var live = memory.Uses.Where(use => !use.IsAlone && (use.IsWrite || use.Races) && !memory.IsInsideUpdate(use)).ToList();
        if (ZeroOf(memory.Type) is not { } zero || live.Count == 0 || live.Any(use => use.Tree != ask.Tree)
            || LoopBodyAround(live[0].Node, ask.ModelOf(ask.Tree)) is not { } body
            || memory.Uses.Any(use => body.Span.Contains(use.Node.Span) && !memory.IsInsideUpdate(use) && !live.Contains(use))
            || !live.All(use => IsAddition(use, body, ask)))
        {
            return null;
        }

        var operations = AtomicOperations.For(memory.Type, ask.Compilation) is { } atomic && atomic.Has("Add") ? atomic : null;
        var gate = operations is null ? LocalGate.For(memory, ask.CancellationToken) : null;
        if (operations is null && gate is null)
            return null;

        return new Repair($"Add to '{memory.Name}' once for each thread", FixSafety.Safe, "subtotals", memory.Symbol, edits =>
        {
            if (gate is not null)
                edits.Declare(gate);
            var document = edits.In(ask.Tree);
            var name = document.FreshName(body, "subtotal");
            var total = operations is not null
                ? $"{operations.Call("Add", document.Model, body.SpanStart)}(ref {memory.Name}, {name})"
                : $"{{ lock ({gate!.Name}) {{ {memory.Name} += {name}; }} }}";
            new SumBody(body, memory.Type, name).Write(document, zero, total, [.. live.Select(static use => use.Target)]);
        });
    }

    /// <summary>The lambda that is the last argument of a parallel loop.</summary>
    private static LambdaExpressionSyntax? LoopBodyAround(SyntaxNode update, SemanticModel model)
    {
        var body = update.Ancestors().FirstOrDefault(Functions.IsInner) as LambdaExpressionSyntax;
        return body is { AsyncKeyword.RawKind: 0, Parent: ArgumentSyntax { NameColon: null, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } arguments } argument }
            && arguments.Arguments.Last() == argument
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "For" or "ForEach", ContainingType: { Name: "Parallel", ContainingNamespace.Name: "Tasks" } } method
            && !method.Parameters.Any(static parameter => parameter.Name == "localInit")
                ? body
                : null;
    }

    /// <summary>A statement of the body, or the whole of it, that only adds or subtracts.</summary>
    private static bool IsAddition(MemoryUse use, LambdaExpressionSyntax body, FixQuestion ask) =>
        use is { Kind: UseKind.Update, EarlierRead: null, Held.IsEmpty: true, Node: AssignmentExpressionSyntax { Left: IdentifierNameSyntax } sum }
        && sum.Kind() is SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression
        && (sum.Parent is ExpressionStatementSyntax || sum.Parent == body)
        && Functions.RunsIn(body, sum)
        && ask.ModelOf(use.Tree).GetOperation(sum, ask.CancellationToken) is ICompoundAssignmentOperation { IsChecked: false, OperatorMethod: null or { ContainingType.SpecialType: SpecialType.System_Decimal } };

    /// <summary>Nothing yet, so that its type is that of the sum.</summary>
    private static string? ZeroOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int32 => "0",
        SpecialType.System_Int64 => "0L",
        SpecialType.System_UInt32 => "0u",
        SpecialType.System_UInt64 => "0ul",
        SpecialType.System_Single => "0f",
        SpecialType.System_Double => "0d",
        SpecialType.System_Decimal => "0m",
        _ => null,
    };
}
