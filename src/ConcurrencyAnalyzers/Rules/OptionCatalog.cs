using System.Reflection;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>A key of ours in the configuration that says nothing, and why.</summary>
internal sealed record OptionProblem(string Key, string Value, string What);

/// <summary>Every option that a rule declares. No list names them: they are the static fields of the rules.</summary>
internal static class OptionCatalog
{
    // Rules are loaded for it, so only once a key of ours is seen.
    private static readonly Lazy<ImmutableArray<Option>> s_options = new(() => [.. FieldsOf<Option>()]);
    private static readonly Lazy<ImmutableHashSet<string>> s_ids = new(() => FieldsOf<DiagnosticDescriptor>().Select(descriptor => descriptor.Id).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>All of them, by key.</summary>
    public static ImmutableArray<Option> All => s_options.Value;

    /// <summary>What is wrong with the keys of ours among <paramref name="options"/>.</summary>
    public static IEnumerable<OptionProblem> ProblemsIn(AnalyzerConfigOptions options)
    {
        foreach (var key in options.Keys)
        {
            if (IsOurs(key) && options.TryGetValue(key, out var value) && ProblemOf(key, value) is { } problem)
                yield return problem;
        }
    }

    /// <summary>Keys of other analyzers begin alike: ours go on with an id of ours, or with <c>concurrency</c>.</summary>
    private static bool IsOurs(string key) =>
        key.StartsWith(Option.Prefix, StringComparison.OrdinalIgnoreCase)
        && (HasOwner(key, "CONC0") || HasOwner(key, Option.AllRules + "."));

    private static bool HasOwner(string key, string owner) =>
        string.Compare(key, Option.Prefix.Length, owner, 0, owner.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static OptionProblem? ProblemOf(string key, string value)
    {
        // Keys arrive in lower case.
        var dot = key.IndexOf('.', Option.Prefix.Length);
        var owner = dot < 0 ? key.Substring(Option.Prefix.Length) : key.Substring(Option.Prefix.Length, dot - Option.Prefix.Length);
        var isCommon = string.Equals(owner, Option.AllRules, StringComparison.OrdinalIgnoreCase);
        owner = isCommon ? Option.AllRules : owner.ToUpperInvariant();
        var name = dot < 0 ? "" : key.Substring(dot + 1);
        var shown = Option.Prefix + owner + (dot < 0 ? "" : "." + name);
        if (!isCommon && !s_ids.Value.Contains(owner))
            return new OptionProblem(shown, value, $"is about {owner}, which is the id of no rule");

        // What can be said of all rules can be said of one.
        var known = All.Where(option => option.Owner == Option.AllRules || option.Owner == owner).ToList();
        if (known.Find(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } option)
            return new OptionProblem(shown, value, $"names no option of {(isCommon ? "all rules" : owner)}; there is {string.Join(", ", known.Select(option => option.Name))}");

        return option.Accepts(value)
            ? null
            : new OptionProblem(shown, value, $"has a value that the option does not take; it takes {option.AllowedText}, and '{option.DefaultText}' holds");
    }

    private static IEnumerable<T> FieldsOf<T>() =>
        typeof(Rule).Assembly.GetTypes()
            .Where(type => type == typeof(CommonOptions) || typeof(Rule).IsAssignableFrom(type))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => typeof(T).IsAssignableFrom(field.FieldType))
            .OrderBy(field => field.DeclaringType!.FullName, StringComparer.Ordinal).ThenBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => (T)field.GetValue(null)!);
}
