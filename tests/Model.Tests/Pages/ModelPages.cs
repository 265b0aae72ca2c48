using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Model.Tests.Pages;

/// <summary>What the model knows at a line, in the markup of the rules' pages: every C# block of every page below this project.</summary>
public sealed class ModelPages
{
    private static readonly SortedDictionary<string, SpecPage> s_pages = new(
        Repository.FilesBelow("tests/Model.Tests", "*.md").Select(SpecPage.Load).ToDictionary(page => page.Path), StringComparer.Ordinal);

    /// <summary>One row a block. Rows name their page as a trait: <c>--filter-trait page=Locks.md</c>.</summary>
    public static IEnumerable<TheoryDataRow<string, int>> Blocks() =>
        from page in s_pages.Values
        from index in Enumerable.Range(0, Math.Max(1, page.Blocks.Length))
        select new TheoryDataRow<string, int>(page.Path, index)
        {
            TestDisplayName = page.Blocks.IsEmpty ? page.Path : page.Blocks[index].Name,
            Traits = { ["page"] = [Path.GetFileName(page.Path)] },
        };

    /// <summary>Only rules that a page names run over it: its programs are about the model, and may be as wrong as it needs them.</summary>
    [Theory, MemberData(nameof(Blocks))]
    public async Task SayWhatTheModelKnows(string path, int index)
    {
        var page = s_pages[path];
        Assert.False(page.Blocks.IsEmpty, $"{path}(1,1): error SPEC001: expected C# blocks, found none");
        var block = page.Blocks[index];
        Assert.False(block.Marks.IsEmpty, $"{path}({block.FenceLine},1): error SPEC001: expected a mark in the block, found none: it would prove nothing");

        var named = page.Blocks.SelectMany(other => other.Marks).Select(mark => mark.Id).Where(id => id != "").ToHashSet();
        await new SpecRunner(RulesUnderTest.Shipped.Only(named), new Probe()).VerifyAsync(block, TestContext.Current.CancellationToken);
    }

    private sealed class Probe : ILineProbe
    {
        public LineFacts At(Compilation compilation, AnalyzerOptions options, SyntaxTree tree, int line, CancellationToken cancellationToken)
        {
            var facts = ConcurrencyModel.For(compilation, options).ProbeLine(tree, line, cancellationToken);
            return new(facts.Locks, facts.Roots, facts.Owned) { Meets = facts.Meets, Guards = facts.Guards, Evidence = facts.Evidence };
        }
    }
}
