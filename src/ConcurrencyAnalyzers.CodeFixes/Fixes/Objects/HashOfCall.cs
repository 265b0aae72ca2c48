using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Fixes.Objects;

/// <summary>Computes each hash by a static call, which keeps nothing between two calls: <c>SHA256.HashData(bytes)</c>.</summary>
internal static class HashOfCall
{
    private const string Method = "HashData";

    /// <returns>Null where some use of the object has no such form, or its algorithm takes a key.</returns>
    public static Repair? For(Memory memory, FixQuestion ask)
    {
        if (AlgorithmOf(memory.Symbol, ask) is not { } algorithm)
            return null;

        var calls = ask.Model.AccessesTo(memory, ask.CancellationToken).Select(access => access.Syntax as InvocationExpressionSyntax).ToList();
        return calls.Count > 0 && calls.TrueForAll(call => call is not null && HasForm(call, algorithm, ask))
            ? new Repair($"Compute each hash by '{algorithm.Name}.{Method}'; '{memory.Name}' stays, unused", FixSafety.Safe, "call", memory.Symbol, edits =>
            {
                foreach (var called in calls.Select(static call => call!.Expression))
                {
                    var document = edits.In(called.SyntaxTree);
                    document.Replace(called.Span, $"{algorithm.ToMinimalDisplayString(document.Model, called.SpanStart)}.{Method}", called.Span);
                }
            })
            : null;
    }

    /// <summary>The type of which <c>Create()</c>, with nothing to say, makes all that the variable gets.</summary>
    private static INamedTypeSymbol? AlgorithmOf(ISymbol holder, FixQuestion ask)
    {
        INamedTypeSymbol? algorithm = null;
        foreach (var value in HeldValues.Of(holder, ask) ?? [])
        {
            if (ask.ModelOf(value.SyntaxTree).GetSymbolInfo(value, ask.CancellationToken).Symbol is not IMethodSymbol { Name: "Create", IsStatic: true, Parameters.IsEmpty: true } create
                || (algorithm is not null && !SymbolEqualityComparer.Default.Equals(algorithm, create.ContainingType)))
            {
                return null;
            }

            algorithm = create.ContainingType;
        }

        return algorithm;
    }

    private static bool HasForm(InvocationExpressionSyntax call, INamedTypeSymbol algorithm, FixQuestion ask) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ComputeHash" }, ArgumentList.Arguments: { Count: 1 } arguments }
        && ask.ModelOf(call.SyntaxTree).GetTypeInfo(arguments[0].Expression, ask.CancellationToken).ConvertedType is { } given
        && algorithm.GetMembers(Method).OfType<IMethodSymbol>().Any(one =>
            one.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(one.Parameters[0].Type, given) && one.ReturnType is IArrayTypeSymbol);
}
