using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Objects;

/// <summary>Takes <c>Random.Shared</c>, which any thread may use, for a generator that was made without a seed.</summary>
internal static class SharedGenerator
{
    /// <returns>Null where the variable gets another generator as well, or the framework has none for all threads.</returns>
    public static Repair? For(ISymbol holder, FixQuestion ask)
    {
        if (ask.Compilation.GetTypeByMetadataName("System.Random") is not { } random || random.GetMembers("Shared").IsEmpty
            || HeldValues.Of(holder, ask) is not { } values || !values.All(value => IsUnseeded(value, random, ask)))
        {
            return null;
        }

        return new Repair($"Use the generator of all threads for '{holder.Name}'", FixSafety.Safe, "shared", holder, edits =>
        {
            foreach (var value in values)
            {
                var document = edits.In(value.SyntaxTree);
                document.Replace(value.Span, $"{random.ToMinimalDisplayString(document.Model, value.SpanStart)}.Shared", value.Span);
            }
        });
    }

    /// <summary>A seed promises the same numbers again.</summary>
    private static bool IsUnseeded(ExpressionSyntax value, INamedTypeSymbol random, FixQuestion ask) =>
        value is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null }
        && SymbolEqualityComparer.Default.Equals(ask.ModelOf(value.SyntaxTree).GetTypeInfo(value, ask.CancellationToken).Type, random);
}
