namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>The order of the layers: who may name whom. Each knows what is below it.</summary>
internal static class Layers
{
    private const string Project = "src/ConcurrencyAnalyzers/";

    /// <summary>From the lowest to the highest; layers in one row may name each other.</summary>
    private static readonly string[][] s_model = [["Api"], ["Paths"], ["Flow"], ["Facts"], ["Calls"], ["Costs", "Guards", "Ownership", "Roots"]];

    /// <summary>Files that lie beside the layers: what belongs to all of them, and the door that rules use.</summary>
    public const int BesideTheLayers = -1;

    /// <summary>Above every layer of the model.</summary>
    public static int Shapes => s_model.Length + 1;

    /// <summary>Above the shapes of rules.</summary>
    public static int Rules => s_model.Length + 2;

    /// <summary>The height of a file of the analyzer assembly, or null where it is in no layer.</summary>
    public static int? Of(string path)
    {
        if (!path.StartsWith(Project, StringComparison.Ordinal))
            return null;

        return path[Project.Length..].Split('/') switch
        {
            ["Model", _] => BesideTheLayers,
            ["Model", var layer, ..] => Array.FindIndex(s_model, row => row.Contains(layer)) is var height && height >= 0 ? height : null,
            ["Rules", _] => Shapes,
            ["Rules", _, _, ..] => Rules,
            _ => null,
        };
    }

    /// <summary>The rule that a file belongs to, or null.</summary>
    public static string? RuleOf(string path) => path.StartsWith(Project, StringComparison.Ordinal) && path[Project.Length..].Split('/') is ["Rules", var family, var rule, _, ..]
        ? $"{family}/{rule}"
        : null;

    public static bool IsKnown(string layer) => s_model.Any(row => row.Contains(layer));
}
