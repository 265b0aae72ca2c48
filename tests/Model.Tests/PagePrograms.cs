using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests;

/// <summary>The programs of all pages, marks taken out: what the documentation shows is also what every other test can chew on.</summary>
internal static class PagePrograms
{
    private static readonly Lazy<IReadOnlyList<PageProgram>> s_all = new(() =>
    [
        .. from path in Repository.FilesBelow("src/ConcurrencyAnalyzers/Rules", "*.md").Concat(Repository.FilesBelow("tests/Model.Tests", "*.md"))
           from block in SpecPage.Load(path).Blocks
           let content = BlockReader.Read(block)
           where content.Problems.IsEmpty
           select new PageProgram($"{block.Page.Path}({block.FenceLine})", content.Program),
    ]);

    /// <summary>In order of page and line.</summary>
    public static IReadOnlyList<PageProgram> All => s_all.Value;
}

/// <summary>A block of a page.</summary>
/// <param name="Place">Page and line.</param>
/// <param name="Program">What it says.</param>
internal sealed record PageProgram(string Place, SampleProgram Program);
