namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>Makes the names of our runtime visible to what a repair writes.</summary>
internal static class RuntimeNames
{
    private const string Runtime = "ConcurrencyAnalyzers.Runtime";

    /// <summary>A type of the runtime; null where the runtime is not referenced.</summary>
    public static INamedTypeSymbol? Find(string type, Compilation compilation) => compilation.GetTypeByMetadataName($"{Runtime}.{type}");

    /// <summary>Has the file see <paramref name="executor"/> by its short name, and <c>SubmitAsync</c>, which is an extension.</summary>
    public static void Show(INamedTypeSymbol executor, int position, DocumentEdits edits)
    {
        if (!IsVisible(executor, position, edits.Model))
            Usings.Add(edits, Runtime);
    }

    private static bool IsVisible(INamedTypeSymbol executor, int position, SemanticModel model) =>
        model.LookupSymbols(position, executor, "SubmitAsync", includeReducedExtensionMethods: true).Any()
        && model.LookupNamespacesAndTypes(position, name: executor.Name).Any(type => SymbolEqualityComparer.Default.Equals(type, executor));
}
