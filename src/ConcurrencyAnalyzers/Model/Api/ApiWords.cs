namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>The words of the tables: each is the name of its value in lower case, with a dash where the name has a hump.</summary>
internal static class ApiWords
{
    public static readonly Dictionary<string, ApiFlags> Flags = Values<ApiFlags>();
    public static readonly Dictionary<string, ApiPlace> Places = Values<ApiPlace>();
    public static readonly Dictionary<string, ApiTime> Times = Values<ApiTime>();
    public static readonly Dictionary<string, ApiNature> Natures = Values<ApiNature>();
    public static readonly Dictionary<string, ApiPart> Parts = Values<ApiPart>(except: ApiPart.Itself);

    // Exclusive is what a lock is without a word.
    public static readonly Dictionary<string, ApiLockMode> Modes = Values<ApiLockMode>(except: ApiLockMode.Exclusive);

    public static string Of<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        var word = new System.Text.StringBuilder(name.Length + 2);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    /// <summary><c>a, b or c</c>.</summary>
    public static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Length - 1))} or {all[all.Length - 1]}";
    }

    private static Dictionary<string, T> Values<T>(T? except = null) where T : struct, Enum
    {
        var words = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (T value in Enum.GetValues(typeof(T)))
        {
            // A zero called None is the absence of a word.
            if (value.ToString() != "None" && !value.Equals(except))
                words.Add(Of(value), value);
        }

        return words;
    }
}
