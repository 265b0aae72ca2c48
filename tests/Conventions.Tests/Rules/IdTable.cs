using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>docs/ids.md: which id belongs to which name, also where the rule is not written yet.</summary>
internal sealed partial class IdTable
{
    public const string File = "docs/ids.md";

    public static readonly ImmutableArray<string> Families = ["Configuration", "Races", "Blocking", "Lifetime", "Locks", "Misuse", "Executors"];

    private static readonly ImmutableArray<string> s_prefixes = ["CONC00", "CONC01", "CONC02", "CONC03", "CONC04", "CONC05", "CONC06"];

    private readonly string[] _lines;

    private IdTable(string text)
    {
        _lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Rows = [.. _lines.Select((line, index) => (Match: RowPattern().Match(line), index))
            .Where(row => row.Match.Success)
            .Select(row => (row.Match.Groups[1].Value, row.Match.Groups[2].Value, row.index + 1))];
    }

    public ImmutableArray<(string Id, string Name, int Line)> Rows { get; }

    public static bool IsInFamily(string id) => s_prefixes.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal));

    public static IdTable Load() => new(System.IO.File.ReadAllText(Repository.PathOf(File)));

    public static IdTable Parse(string text) => new(text);

    public string? IdOf(string name) => Rows.Where(row => row.Name == name).Select(row => row.Id).FirstOrDefault();

    public string? NameOf(string id) => Rows.Where(row => row.Id == id).Select(row => row.Name).FirstOrDefault();

    /// <summary>The table with one more name at the end of its family, and the id that it got.</summary>
    public (string Id, string Text) Add(string family, string name)
    {
        var last = Rows.Where(row => Descriptors.FamilyOf(row.Id) == family).MaxBy(row => row.Id, StringComparer.Ordinal);
        var id = $"CONC{int.Parse(last.Id.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture) + 1:0000}";
        if (Descriptors.FamilyOf(id) != family)
            throw new InvalidOperationException($"{last.Id} is the last id of {family}: the family is full.");

        return (id, string.Join('\n', _lines.Take(last.Line).Append($"| {id} | {name} |").Concat(_lines.Skip(last.Line))) + "\n");
    }

    [GeneratedRegex(@"^\| (CONC\d{4}) \| (\w+) \|$")]
    private static partial Regex RowPattern();
}
