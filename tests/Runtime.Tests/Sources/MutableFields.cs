using System.Text.RegularExpressions;
using Runtime.Tests.Guide;

namespace Runtime.Tests.Sources;

/// <summary>Each field and property of the runtime that can change says what guards it, or whose it is.</summary>
public sealed partial class MutableFields
{
    [Fact]
    public void EachHasItsGuardOrAWordBesideIt()
    {
        var folder = Path.Combine(GuideText.Root, "runtime", "ConcurrencyAnalyzers.Runtime");
        List<string> found = [], silent = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(IsSource))
        {
            var lines = File.ReadAllLines(file);
            var isSaid = false;
            for (var i = 1; i < lines.Length; i++)
            {
                if (!Mutable().IsMatch(lines[i]))
                {
                    isSaid = false;
                    continue;
                }

                // A word stands above the field, or above the first of several that have no empty line between them.
                var above = lines[i - 1].TrimStart();
                isSaid |= lines[i].Contains("[GuardedBy(") || above.StartsWith("//") || above.StartsWith("[GuardedBy(") || above == "[ThreadStatic]";
                (isSaid ? found : silent).Add($"{Path.GetRelativePath(folder, file)}:{i + 1}: {lines[i].Trim()}");
            }
        }
        Assert.InRange(found.Count, 50, int.MaxValue);
        Assert.Empty(silent);

        bool IsSource(string file) => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj");
    }

    /// <summary>A field that is not readonly, or a property with a setter, of a type or of a type in it.</summary>
    [GeneratedRegex(
        @"^ {4}(?: {4})?(?:\[[^\]]*\] )*(?:private|internal|public|protected)(?: protected)? (?:(?!.*\b(?:readonly|const|event|abstract|operator)\b)[^(={]*?\w+(?: = [^>].*)?;|.*\{ get; (?:private |internal )?set; \}.*)$")]
    private static partial Regex Mutable();
}
