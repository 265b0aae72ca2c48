using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests.Editor;

/// <summary>An editor runs for days: what a keystroke was answered from must go when the next one comes.</summary>
public sealed class OldKeystrokes
{
    /// <summary>The workspace holds on to the second tree that it made of a document, also where no rule runs.</summary>
    private const int KeptByTheWorkspace = 1;

    [Fact]
    public async Task AreNotKeptAlive()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = EditorSession.Open(GeneratedProject.Of(files: 20, lines: 500), GeneratedProject.LargeFile, RulesUnderTest.Shipped);
        await editor.CaretAtAsync(GeneratedProject.Caret, cancellation);

        var compilations = new List<WeakReference>();
        var trees = new List<WeakReference>();
        foreach (var key in "_ticks++;")
        {
            var (compilation, tree) = await TypeAsync(editor, key, cancellation);
            compilations.Add(compilation);
            trees.Add(tree);
        }

        var (_, open) = await TypeAsync(editor, ' ', cancellation);
        for (var round = 0; round < 50 && (Alive(compilations) > 0 || Alive(trees) > KeptByTheWorkspace); round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, cancellation);
        }

        Assert.Equal(0, Alive(compilations));
        Assert.InRange(Alive(trees), 0, KeptByTheWorkspace);
        Assert.True(open.IsAlive, "The open file's tree is in use: this test would find nothing if it could not see one that is alive.");
        GC.KeepAlive(editor);
    }

    private static int Alive(List<WeakReference> references) => references.Count(one => one.IsAlive);

    /// <summary>The compilation that rules saw and the tree; nothing else of the answer survives this frame.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference Compilation, WeakReference Tree)> TypeAsync(EditorSession editor, char key, CancellationToken cancellation)
    {
        await editor.InsertAsync(key.ToString(), cancellation);
        var answer = await editor.AskAsync(null, cancellation);
        return (answer.Compilation, answer.Tree);
    }
}
