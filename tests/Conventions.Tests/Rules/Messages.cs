using System.Globalization;
using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>A title says what is wrong; a message names the evidence. Neither gives orders.</summary>
public sealed partial class Messages
{
    private const int LongestTitle = 100;

    public static IEnumerable<Violation> Violations(RuleFolder rule)
    {
        foreach (var descriptor in rule.Descriptors)
        {
            var title = descriptor.Title.ToString(CultureInfo.InvariantCulture);
            var message = descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);
            if (!TitlePattern().IsMatch(title) || title.Length > LongestTitle)
                yield return Wrong($"the title '{title}' is not one sentence of at most {LongestTitle} characters with a capital and without a full stop", "write it so");

            if (!message.Contains("{0}", StringComparison.Ordinal))
                yield return Wrong($"the message '{message}' names no evidence", "put the field, lock or thread into it: {0}");

            if (message.EndsWith('.') || message.Contains('\n', StringComparison.Ordinal) || message.Contains("  ", StringComparison.Ordinal))
                yield return Wrong($"the message '{message}' has a full stop at its end, a line break or two blanks", "one sentence without a full stop");

            if (message == title)
                yield return Wrong($"the message '{message}' only repeats the title", "say what is so in this place");

            foreach (var text in new[] { title, message }.Where(text => OrderPattern().IsMatch(text)))
                yield return Wrong($"'{text}' gives an order", "say what happens; what to do is on the page, under How to fix");

            Violation Wrong(string what, string repair) => rule.Wrong(rule.RuleFile, $"{descriptor.Id}: {what}", repair);
        }
    }

    [Theory, MemberData(nameof(RepositoryRules.Rows), MemberType = typeof(RepositoryRules))]
    public void NameEvidence(string rule) => Expect.None(Violations(RepositoryRules.Named(rule)));

    public static TheoryData<string, string, string> Broken => new()
    {
        { "is not one sentence", "A specimen is found.", "'{0}' meets {1}" },
        { "is not one sentence", "a specimen is found", "'{0}' meets {1}" },
        { "is not one sentence", new string('A', 101), "'{0}' meets {1}" },
        { "names no evidence", "A specimen is found", "A field meets a field" },
        { "has a full stop at its end", "A specimen is found", "'{0}' meets {1}." },
        { "has a full stop at its end, a line break or two blanks", "A specimen is found", "'{0}'  meets {1}" },
        { "only repeats the title", "A specimen '{0}'", "A specimen '{0}'" },
        { "gives an order", "A specimen is found", "Avoid '{0}'" },
        { "gives an order", "Do not meet", "'{0}' meets {1}" },
        { "gives an order", "Specimens should be avoided", "'{0}' meets {1}" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void AreSeenWhenTheyDoNot(string what, string title, string message) =>
        Expect.Seen(what, Violations(Specimen.Rule with { Descriptors = [Specimen.Descriptor(title: title, message: message)] }));

    [GeneratedRegex(@"^[A-Z'][^\n]*[^.!\s]$")]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"^(Do not|Don't|Avoid|Use|Consider|Prefer|Make|Call|Never|Always|Ensure)\b|\b(should|must not|please)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OrderPattern();
}
