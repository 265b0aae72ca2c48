namespace ConcurrencyAnalyzers.Rules;

/// <summary>Names that a user lists in an option: <c>*Estimate, _roughly*, Shop.Stock.Count</c>. Case matters, as it does in C#.</summary>
internal sealed class NamePatterns
{
    public const string Allowed = "names with * for any letters, separated by commas; a name with a dot is compared with the whole name";

    public static readonly NamePatterns None = new([]);

    private readonly ImmutableArray<string> _patterns;

    private NamePatterns(ImmutableArray<string> patterns) => _patterns = patterns;

    /// <summary>Invalid where a part is no name, or is empty.</summary>
    public static (bool IsValid, NamePatterns Value) Parse(string text)
    {
        if (text.Length == 0)
            return (true, None);

        var patterns = ImmutableArray.CreateBuilder<string>();
        foreach (var part in text.Split(','))
        {
            var pattern = part.Trim();
            if (pattern.Length == 0 || !pattern.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '*' or '.'))
                return (false, None);

            patterns.Add(pattern);
        }

        return (true, new NamePatterns(patterns.ToImmutable()));
    }

    /// <summary>True where one of the patterns is the name of <paramref name="symbol"/>; a pattern with a dot is compared with namespace, types and name.</summary>
    public bool Match(ISymbol symbol)
    {
        string? whole = null;
        foreach (var pattern in _patterns)
        {
            var name = pattern.IndexOf('.') < 0 ? symbol.Name : whole ??= symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
            if (Matches(pattern, name))
                return true;
        }

        return false;
    }

    /// <summary>Walks both texts once; after a mismatch it goes on behind the last star, which then stands for one letter more.</summary>
    internal static bool Matches(string pattern, string name)
    {
        int at = 0, star = -1, resume = 0;
        for (var letter = 0; letter < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = letter;
            }
            else if (at < pattern.Length && pattern[at] == name[letter])
            {
                at++;
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*')
            at++;
        return at == pattern.Length;
    }
}
