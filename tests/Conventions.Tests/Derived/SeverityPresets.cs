using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Conventions.Tests.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Derived;

/// <summary>The files that <c>ConcurrencyAnalysisMode</c> chooses from, in the package's <c>config</c> folder: a line for each rule.</summary>
internal static class SeverityPresets
{
    private const string Folder = "src/ConcurrencyAnalyzers.Package/config";

    private static readonly ImmutableArray<Preset> s_presets =
    [
        // No line for the compiler: it would win over the line with which a user sets a whole category.
        new("Default", "Each rule at the severity that it was born with.", _ => null),
        new("None", "Every rule is off. Switch on the ones that you want, one by one, in your .editorconfig.", _ => "none"),
        new("Strict", "What warns by default stops the build. What suggests, or is off, warns.", rule => BornWith(rule) is "warning" or "error" ? "error" : "warning"),
        new("Suggestions", "Every rule that is on suggests: seen in the editor and in SARIF, never in the build.", rule => rule.IsEnabledByDefault ? "suggestion" : "none"),
    ];

    public static IEnumerable<DerivedFile> For(IEnumerable<RuleFolder> rules)
    {
        var descriptors = rules.SelectMany(rule => rule.Descriptors).OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        return s_presets.Select(preset => new DerivedFile($"{Folder}/{preset.Name}.globalconfig", _ => TextOf(preset, descriptors)));
    }

    private static string TextOf(Preset preset, IEnumerable<DiagnosticDescriptor> descriptors)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {preset.Meaning}\n# Derived from the descriptors by `{Expect.Update}`.\n");
        text.Append("is_global = true\n# Below all that users write themselves.\nglobal_level = -99\n");
        foreach (var rule in descriptors)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# {rule.Title}\n");
            text.Append(preset.SeverityOf(rule) is { } severity ? $"dotnet_diagnostic.{rule.Id}.severity = {severity}\n" : $"# {rule.Id}: {BornWith(rule)}\n");
        }

        return text.ToString();
    }

    private static string BornWith(DiagnosticDescriptor rule) => rule switch
    {
        { IsEnabledByDefault: false } => "none",
        { DefaultSeverity: DiagnosticSeverity.Error } => "error",
        { DefaultSeverity: DiagnosticSeverity.Warning } => "warning",
        { DefaultSeverity: DiagnosticSeverity.Info } => "suggestion",
        _ => "silent",
    };

    private sealed record Preset(string Name, string Meaning, Func<DiagnosticDescriptor, string?> SeverityOf);
}
