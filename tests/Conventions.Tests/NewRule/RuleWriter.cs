using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Conventions.Tests.Derived;
using ConcurrencyAnalyzers.Conventions.Tests.Rules;
using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.NewRule;

/// <summary><c>eng/new-rule Family Name [--fix]</c>: writes the folder of a rule, as far as it is missing.</summary>
internal static partial class RuleWriter
{
    private const string FixOption = "--fix";

    /// <returns>The exit code.</returns>
    public static int Run(string[] names, TextWriter output, TextWriter error)
    {
        var withFix = names.Contains(FixOption);
        if (names.Where(part => part != FixOption).ToArray() is not [var family, var name])
        {
            error.WriteLine($"Usage: eng/new-rule <Family> <Name> [{FixOption}]. Families: {string.Join(", ", IdTable.Families)}.");
            return 2;
        }

        var rules = RepositoryRules.All();
        var table = File.ReadAllText(Repository.PathOf(IdTable.File));
        if (Refusal(family, name, IdTable.Parse(table)) is { } refusal)
        {
            error.WriteLine(refusal);
            return 2;
        }

        foreach (var (path, text) in Plan(family, name, table, rules, withFix))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Repository.PathOf(path))!);
            File.WriteAllText(Repository.PathOf(path), text);
            output.WriteLine($"written  {path}");
        }

        output.WriteLine($"Next: write what says 'Write here', then `dotnet run --project tests/Specs.Tests -- --filter-trait page={name}.md`, then `{Expect.Update}`.");
        return 0;
    }

    /// <summary>Why there cannot be such a rule, or null.</summary>
    public static string? Refusal(string family, string name, IdTable ids)
    {
        if (!IdTable.Families.Contains(family))
            return $"'{family}' is no family. Take one of {string.Join(", ", IdTable.Families)}.";

        if (!NamePattern().IsMatch(name))
            return $"'{name}' is no name of a rule. Name it after the bug, in PascalCase, as in UnsynchronizedIncrement.";

        return ids.IdOf(name) is { } id && Descriptors.FamilyOf(id) != family
            ? $"{name} is {id} in {IdTable.File}, which is in {Descriptors.FamilyOf(id)}. Run `eng/new-rule {Descriptors.FamilyOf(id)} {name}`."
            : null;
    }

    /// <summary>The files to write, with their texts; what exists is left alone, what is derived is brought up to date.</summary>
    public static IReadOnlyDictionary<string, string> Plan(string family, string name, string table, IReadOnlyCollection<RuleFolder> rules, bool withFix)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var id = IdTable.Parse(table).IdOf(name);
        if (id is null)
            (id, files[IdTable.File]) = IdTable.Parse(table).Add(family, name);

        var rule = rules.FirstOrDefault(rule => rule.Family == family && rule.Name == name)
            ?? new RuleFolder(family, name, ImmutableSortedDictionary<string, string>.Empty, [], HasFix: false, []);
        var wanted = new List<(string File, string Text)> { (rule.RuleFile, Templates.Rule(family, name, id)), (rule.PageFile, Templates.Page(id)) };
        if (withFix)
            wanted.Add((rule.FixFile, Templates.Fix(family, name)));

        foreach (var (file, text) in wanted)
        {
            if (rule.Files.ContainsKey(file))
                continue;

            files[$"{rule.Path}/{file}"] = text;
            rule = rule with { Files = rule.Files.Add(file, text) };
        }

        // The rule is not compiled yet, and the compiler refuses it while the release file does not name it.
        if (rule.Descriptors.IsEmpty)
            rule = rule with { Descriptors = [Descriptors.Create(id, name, Templates.Title, Templates.Message)] };

        foreach (var derived in DerivedFiles.OfRepository([.. rules.Where(other => other.ToString() != rule.ToString()), rule]))
        {
            var text = derived.Write(derived.Current);
            if (text != derived.Current)
                files[derived.Path] = text;
        }

        return files;
    }

    [GeneratedRegex("^[A-Z][a-z]+([A-Z]?[a-z]+)*$")]
    private static partial Regex NamePattern();
}
