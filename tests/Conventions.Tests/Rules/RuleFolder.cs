namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>A rule as it lies in the repository: a folder named after the bug, and what the compiled rule says about itself.</summary>
/// <param name="Family">The folder above.</param>
/// <param name="Name">The folder, and with it the name of the class, of its files and of its page.</param>
/// <param name="Files">The files of the folder by name, with their texts.</param>
/// <param name="Descriptors">What the class of that name can report; empty: there is no such class.</param>
/// <param name="HasFix">The fixes assembly has a fix for one of its ids.</param>
/// <param name="Options">The options that it declares, by name without id.</param>
public sealed record RuleFolder(
    string Family,
    string Name,
    ImmutableSortedDictionary<string, string> Files,
    ImmutableArray<DiagnosticDescriptor> Descriptors,
    bool HasFix,
    ImmutableArray<string> Options)
{
    public const string Root = "src/ConcurrencyAnalyzers/Rules";

    public string Path => $"{Root}/{Family}/{Name}";

    public string RuleFile => $"{Name}.cs";

    public string FixFile => $"{Name}.Fix.cs";

    public string PageFile => $"{Name}.md";

    /// <summary>The long tail: <c>Name.spec.md</c>, and <c>Name.theme.spec.md</c> for each theme that has no room in it.</summary>
    public bool IsLongTail(string file) =>
        file.StartsWith($"{Name}.", StringComparison.Ordinal) && file.EndsWith(".spec.md", StringComparison.Ordinal) && file.Count(static sign => sign == '.') <= 3;

    /// <summary>The page, or null where it is missing.</summary>
    public SpecPage? Page => PageNamed(PageFile);

    /// <summary>The page and its long tail.</summary>
    public IEnumerable<SpecPage> Pages => new[] { PageFile }.Concat(Files.Keys.Where(IsLongTail)).Select(PageNamed).OfType<SpecPage>();

    public string Id => Descriptors.IsEmpty ? "" : Descriptors[0].Id;

    public Violation Wrong(string file, string what, string repair) => new($"{Path}/{file}", what, repair);

    public override string ToString() => $"{Family}/{Name}";

    private SpecPage? PageNamed(string file) => Files.TryGetValue(file, out var text) ? SpecPage.Parse($"{Path}/{file}", text) : null;
}
