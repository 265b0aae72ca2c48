using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Names for new locks, in the manner of the names around them.</summary>
internal static class GateNames
{
    /// <summary><c>_gate</c>, <c>s_gate</c>, <c>m_gate</c> or <c>gate</c>: as most private fields of that kind in the type begin.</summary>
    public static string OfField(INamedTypeSymbol type, bool isStatic, CancellationToken cancellationToken)
    {
        var prefix = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.IsStatic == isStatic
                && field is { IsConst: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Private })
            .Select(static field => PrefixOf(field.Name))
            .OfType<string>()
            .GroupBy(static prefix => prefix, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .ThenBy(static group => group.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        return Names.Unique((prefix ?? (isStatic ? "s_" : "_")) + "gate", Names.IdentifiersIn(type, cancellationToken));
    }

    public static string OfLocal(SyntaxNode declaration) => Names.Unique("gate", Names.IdentifiersIn(Functions.MemberAround(declaration)));

    /// <summary>Null for names that say nothing about private fields, such as <c>Total</c>.</summary>
    private static string? PrefixOf(string name) =>
        name.Length > 2 && name[1] == '_' && char.IsLower(name[0]) ? name.Substring(0, 2)
        : name.StartsWith("_", StringComparison.Ordinal) ? "_"
        : name.Length > 0 && char.IsLower(name[0]) ? ""
        : null;
}
