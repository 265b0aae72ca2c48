using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests.Editor;

/// <summary>What a keystroke costs is counted here, in bodies and files; <c>tests/Benchmarks -- editor</c> measures it in milliseconds.</summary>
public sealed class WorkPerKeystroke
{
    /// <summary>Members of other files that one keystroke may make the model bind, however many files there are.</summary>
    private const int MostBodiesElsewhere = 64;

    /// <summary>Members of the long file that update something another thread might see, and those that use the same memory.</summary>
    private const int MostBodiesInFile = 110;

    [Theory, InlineData(50), InlineData(200)]
    public async Task StaysSmallOutsideTheOpenFile(int files)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = EditorSession.Open(GeneratedProject.Of(files, lines: 2_000), GeneratedProject.LargeFile, RulesUnderTest.Shipped);
        await editor.CaretAtAsync(GeneratedProject.Caret, cancellation);

        var first = await editor.AskAsync(null, cancellation);
        Assert.InRange(first.TreesIndexed, 1, files + 1);

        foreach (var key in "_ticks++;")
        {
            await editor.InsertAsync(key.ToString(), cancellation);
            var answer = await editor.AskAsync(null, cancellation);

            Assert.Equal(1, answer.TreesIndexed);
            Assert.InRange(answer.BodiesElsewhere, 0, MostBodiesElsewhere);
            Assert.InRange(answer.BodiesInFile, 1, MostBodiesInFile);
        }
    }

    /// <summary>A file without an update of shared memory has nothing to ask, and pays for its names only.</summary>
    [Fact]
    public async Task IsNothingWhereNothingIsUpdated()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = EditorSession.Open(GeneratedProject.Of(files: 50, lines: 200), "Contracts.cs", RulesUnderTest.Shipped);
        await editor.AskAsync(null, cancellation);

        await editor.InsertAsync("// A comment.\n", cancellation);
        var answer = await editor.AskAsync(null, cancellation);
        Assert.Equal((1, 0, 0), (answer.TreesIndexed, answer.BodiesInFile, answer.BodiesElsewhere));
    }
}
