using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Conventions.Tests.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Derived;

/// <summary>What the next release adds, in the form that Roslyn's release tracking reads.</summary>
internal static class ReleaseFile
{
    private const string Heading = """
        ; Unshipped analyzer release
        ; https://github.com/dotnet/roslyn-analyzers/blob/main/src/Microsoft.CodeAnalysis.Analyzers/ReleaseTrackingAnalyzers.Help.md

        """;

    public static string Unshipped(IEnumerable<RuleFolder> rules, string shipped)
    {
        var added = rules
            .SelectMany(rule => rule.Descriptors.Select(descriptor => (rule.Name, Descriptor: descriptor)))
            .Where(row => !shipped.Contains(row.Descriptor.Id + " |", StringComparison.Ordinal))
            .OrderBy(row => row.Descriptor.Id, StringComparer.Ordinal)
            .ToList();
        var text = new StringBuilder(Heading);
        if (added.Count > 0)
            text.Append("\n### New Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|-------\n");

        foreach (var (name, descriptor) in added)
            text.Append(CultureInfo.InvariantCulture, $"{descriptor.Id} | {descriptor.Category} | {Severity(descriptor)} | {name}\n");

        return text.ToString();
    }

    private static string Severity(DiagnosticDescriptor descriptor) => descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled";
}
