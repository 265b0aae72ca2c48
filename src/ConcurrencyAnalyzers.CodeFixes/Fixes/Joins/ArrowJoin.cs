using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A function that is one expression, <c>=&gt; new Thread(Work).Start()</c>, becomes a block that waits for the thread.</summary>
internal static class ArrowJoin
{
    public static Repair? For(StartedThread thread, FixQuestion ask)
    {
        var whole = NewVariable.Whole(thread.Creation);
        if (thread.Unjoined.Gap != JoinGap.Dropped || thread.Start is not null
            || whole.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Parent: InvocationExpressionSyntax start }
            || ExpressionBody.Of(start) is not { } body || Functions.FunctionAround(start) != thread.Function
            || HeldLocks.Stop(thread.Work, start, ask))
        {
            return null;
        }

        var outlook = JoinOutlook.Of(thread, isAtOnce: true);
        var title = $"Join {thread.Name}; {thread.Caller} then waits for it{outlook.Caution}";
        return new Repair(title, outlook.Safety, "join", thread.Creation, edits =>
        {
            var document = edits.In(start.SyntaxTree);
            var name = NewVariable.NameOf(thread, document);
            NewVariable.Declare(whole, name, body.Inside(document.Layout).Break, start.Span, document);
            body.Write($"{name}.Join();", document);
        });
    }
}
