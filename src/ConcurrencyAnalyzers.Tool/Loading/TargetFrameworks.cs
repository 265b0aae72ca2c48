using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>Which of a project's target frameworks is the newest: .NET before .NET Standard before .NET Framework.</summary>
internal static partial class TargetFrameworks
{
    /// <summary>Of two that differ in the platform only, the one without: it needs no workload.</summary>
    public static string Newest(IReadOnlyCollection<string> frameworks) =>
        frameworks.OrderByDescending(Family).ThenByDescending(VersionOf).ThenBy(name => name.Contains('-')).First();

    private static int Family(string name) => Name().Match(name) switch
    {
        { Success: false } => 0,
        var match when match.Groups["family"].Value is "netcoreapp" => 3,
        var match when match.Groups["family"].Value is "netstandard" => 2,
        var match => match.Groups["version"].Value.Contains('.') ? 3 : 1,
    };

    // net472 is 4.7.2; all others are written with a dot.
    private static Version VersionOf(string name)
    {
        var text = Name().Match(name).Groups["version"].Value;
        return Version.TryParse(text.Contains('.') ? text : string.Join('.', text.AsEnumerable()), out var version) ? version : new Version();
    }

    [GeneratedRegex(@"^(?<family>netcoreapp|netstandard|net)(?<version>\d+(\.\d+)*)", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
