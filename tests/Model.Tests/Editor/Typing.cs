using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Tests.Editor;

/// <summary>A racing increment is typed, character by character, into a 2,000-line file of a 200-file project.</summary>
public sealed class Typing
{
    private static readonly SampleProgram s_program = GeneratedProject.Of(files: 200, lines: 2_000);

    [Fact]
    public async Task BringsTheDiagnosticWithTheCharacterThatCompletesTheBug()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = await OpenAsync(cancellation);
        Assert.Empty((await editor.AskAsync(null, cancellation)).Diagnostics);

        foreach (var key in "_ticks++;")
        {
            await editor.InsertAsync(key.ToString(), cancellation);
            var typed = await LineBeforeCaretAsync(editor, cancellation);
            var found = (await editor.AskAsync(null, cancellation)).Diagnostics;

            if (typed is "_ticks++" or "_ticks++;")
                Assert.Equal(("CONC0101", "_ticks++"), (Assert.Single(found).Id, await TextAsync(editor, found[0].Location.SourceSpan, cancellation)));
            else
                Assert.True(found.IsEmpty, $"After '{typed}' there is no bug yet, found: {string.Join("\n", found)}");
        }
    }

    [Fact]
    public async Task TakesTheDiagnosticAwayWithTheCharacterThatMendsIt()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = await OpenAsync(cancellation);
        await editor.InsertAsync("_ticks++;", cancellation);
        Assert.Single((await editor.AskAsync(null, cancellation)).Diagnostics);

        await editor.DeleteAsync("++;".Length, cancellation);
        Assert.Empty((await editor.AskAsync(null, cancellation)).Diagnostics);
    }

    [Fact]
    public async Task AnswersTheLightBulbForTheLineAtTheCaret()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = await OpenAsync(cancellation);
        await editor.InsertAsync("_ticks++;", cancellation);
        var text = await editor.Document.GetTextAsync(cancellation);

        var atCaret = await editor.AskAsync(text.Lines.GetLineFromPosition(editor.Caret).Span, cancellation);
        Assert.Equal("CONC0101", Assert.Single(atCaret.Diagnostics).Id);
    }

    [Fact]
    public async Task EndsWithTheRepairThatTheLightBulbOffers()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = await OpenAsync(cancellation);
        await editor.InsertAsync("_ticks++;", cancellation);
        var line = (await editor.Document.GetTextAsync(cancellation)).Lines.GetLineFromPosition(editor.Caret).Span;
        var atCaret = Assert.Single((await editor.AskAsync(line, cancellation)).Diagnostics);

        var offered = await editor.FixesAsync(atCaret, cancellation);
        Assert.Equal("CONC0101:preferred", offered[0].EquivalenceKey);
        await editor.ApplyAsync(offered[0], cancellation);

        Assert.Contains("Interlocked.Increment(ref _ticks);", (await editor.Document.GetTextAsync(cancellation)).ToString());
        Assert.Empty((await editor.AskAsync(null, cancellation)).Diagnostics);
    }

    /// <summary>The file that is open asks; what another file says may be the answer.</summary>
    [Fact]
    public async Task SeesTheThreadThatAnotherFileStarts()
    {
        const string Visits = "class Visits { private int _n; public void Count() => _n++; }";
        const string Gate = "class Gate { private readonly Visits _visits = new(); public void Open() { /*here*/ } }";
        var cancellation = TestContext.Current.CancellationToken;
        var program = new SampleProgram { Files = [new("Visits.cs", Visits), new("Gate.cs", Gate)] };

        var gate = EditorSession.Open(program, "Gate.cs", RulesUnderTest.Shipped);
        await gate.CaretAtAsync("/*here*/", cancellation);
        var visits = gate.InOtherTab("Visits.cs");
        Assert.Empty((await visits.AskAsync(null, cancellation)).Diagnostics);

        await gate.InsertAsync("Parallel.Invoke(_visits.Count, _visits.Count);", cancellation);
        visits = gate.InOtherTab("Visits.cs");
        Assert.Equal("CONC0101", Assert.Single((await visits.AskAsync(null, cancellation)).Diagnostics).Id);
        Assert.Empty((await gate.AskAsync(null, cancellation)).Diagnostics);
    }

    private static async Task<EditorSession> OpenAsync(CancellationToken cancellation)
    {
        var editor = EditorSession.Open(s_program, GeneratedProject.LargeFile, RulesUnderTest.Shipped);
        await editor.CaretAtAsync(GeneratedProject.Caret, cancellation);
        return editor;
    }

    private static async Task<string> LineBeforeCaretAsync(EditorSession editor, CancellationToken cancellation)
    {
        var text = await editor.Document.GetTextAsync(cancellation);
        return text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(editor.Caret).Start, editor.Caret)).Trim();
    }

    private static async Task<string> TextAsync(EditorSession editor, TextSpan span, CancellationToken cancellation) =>
        (await editor.Document.GetTextAsync(cancellation)).ToString(span);
}
