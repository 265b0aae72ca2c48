using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Fixes.Objects;

/// <summary>What is put into the variable that holds a shared object.</summary>
internal static class HeldValues
{
    /// <returns>All of it: what its declaration starts with, and what is assigned; null where one of them is not seen.</returns>
    public static IReadOnlyList<ExpressionSyntax>? Of(ISymbol holder, FixQuestion ask)
    {
        var values = new List<ExpressionSyntax>();
        foreach (var declaration in holder.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(ask.CancellationToken)))
        {
            var initializer = (declaration as VariableDeclaratorSyntax)?.Initializer ?? (declaration as PropertyDeclarationSyntax)?.Initializer;
            if (declaration is not (VariableDeclaratorSyntax or PropertyDeclarationSyntax))
                return null;
            if (initializer is not null)
                values.Add(initializer.Value);
        }

        foreach (var access in ask.Model.AccessesTo(new Memory(holder, isElement: false), ask.CancellationToken).Where(static access => access.IsWrite))
        {
            if (access.Value?.Syntax is not ExpressionSyntax value)
                return null;
            values.Add(value);
        }

        return values.Count > 0 && values.TrueForAll(value => ask.Compilation.ContainsSyntaxTree(value.SyntaxTree)) ? values : null;
    }
}
