namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Compares a symbol's full name with text, without building the name.</summary>
internal static class SymbolNames
{
    /// <summary>True where <paramref name="fullName"/>, in the form of documentation ids, is the name of the definition of <paramref name="type"/>.</summary>
    public static bool Are(string fullName, INamedTypeSymbol type)
    {
        var end = fullName.Length;
        if (!TakeType(fullName, ref end, type))
            return false;

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (!TakeDot(fullName, ref end) || !Take(fullName, ref end, space.Name))
                return false;
        }

        return end == 0;
    }

    private static bool TakeType(string text, ref int end, INamedTypeSymbol type)
    {
        if (type.Arity > 0 && !TakeArity(text, ref end, type.Arity) || !Take(text, ref end, type.Name))
            return false;

        return type.ContainingType is not { } outer || TakeDot(text, ref end) && TakeType(text, ref end, outer);
    }

    private static bool TakeArity(string text, ref int end, int arity)
    {
        for (; arity > 0; arity /= 10)
        {
            if (end == 0 || text[--end] != '0' + arity % 10)
                return false;
        }

        return end > 0 && text[--end] == '`';
    }

    private static bool TakeDot(string text, ref int end) => end > 0 && text[--end] == '.';

    private static bool Take(string text, ref int end, string name)
    {
        if (end < name.Length || string.CompareOrdinal(text, end - name.Length, name, 0, name.Length) != 0)
            return false;

        end -= name.Length;
        return true;
    }
}
