namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>Names for what repairs add: they clash with nothing that is in scope now.</summary>
internal static class Names
{
    /// <summary><paramref name="wanted"/>, or that with the first number from 2 that makes it unused.</summary>
    public static string Unique(string wanted, ICollection<string> used)
    {
        var name = wanted;
        for (var number = 2; used.Contains(name); number++)
            name = $"{wanted}{number}";
        return name;
    }

    /// <summary>Every identifier written in <paramref name="node"/>: whatever it means there, a new one of that name could change it.</summary>
    public static HashSet<string> IdentifiersIn(SyntaxNode node) =>
        new(
            node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText),
            StringComparer.Ordinal);

    /// <summary>Every identifier in all parts of <paramref name="type"/>, and the names of the members it inherits.</summary>
    public static HashSet<string> IdentifiersIn(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in type.DeclaringSyntaxReferences)
            names.UnionWith(IdentifiersIn(part.GetSyntax(cancellationToken)));
        for (var one = type; one is not null; one = one.BaseType)
            names.UnionWith(one.MemberNames);
        return names;
    }
}
