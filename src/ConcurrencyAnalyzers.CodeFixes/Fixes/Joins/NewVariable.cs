using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A thread that is started on the spot gets a variable first: <c>new Thread(Work).Start();</c> becomes two statements.</summary>
internal static class NewVariable
{
    /// <summary>Whether the statement begins with the creation, so that the two can be parted where it ends.</summary>
    public static bool IsPossible(StartedThread thread) =>
        thread.Start is ExpressionStatementSyntax start && start.SpanStart == Whole(thread).SpanStart && start.Expression != Whole(thread);

    public static string NameOf(StartedThread thread, DocumentEdits edits) => edits.FreshName(thread.Creation, "thread", thread.Creation);

    /// <returns>The variable.</returns>
    public static string Declare(StartedThread thread, DocumentEdits edits)
    {
        var (start, whole) = (thread.Start!, Whole(thread));
        var name = NameOf(thread, edits);
        var layout = edits.Layout;
        var lineBreak = layout.IsFirstOnLine(start.SpanStart) ? layout.NewLine + layout.IndentAt(start.SpanStart) : " ";
        edits.Insert(start.SpanStart, $"var {name} = ", start.Span);

        // A dot on the next line joins its variable.
        var dot = whole.GetLastToken().GetNextToken();
        var gap = TextSpan.FromBounds(whole.Span.End, dot.SpanStart);
        if (!gap.IsEmpty && string.IsNullOrWhiteSpace(edits.Tree.GetText().ToString(gap)))
            edits.Replace(gap, $";{lineBreak}{name}", start.Span);
        else
            edits.Insert(whole.Span.End, $";{lineBreak}{name}", whole.Span);
        return name;
    }

    /// <summary>The creation with the brackets around it.</summary>
    private static ExpressionSyntax Whole(StartedThread thread)
    {
        var whole = (ExpressionSyntax)thread.Creation;
        while (whole.Parent is ParenthesizedExpressionSyntax outer)
            whole = outer;
        return whole;
    }
}
