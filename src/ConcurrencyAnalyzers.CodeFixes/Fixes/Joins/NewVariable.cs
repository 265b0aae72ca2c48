using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A thread that is started or handed over on the spot gets a variable first: <c>new Thread(Work).Start();</c> becomes two statements.</summary>
internal static class NewVariable
{
    /// <summary>Whether the statement can be parted where the creation ends: it begins with it, or is a call that gets it.</summary>
    public static bool IsPossible(StartedThread thread) =>
        thread.Start is ExpressionStatementSyntax start && start.Expression != Whole(thread.Creation)
        && (start.SpanStart == Whole(thread.Creation).SpanStart || IsHandedOver(thread));

    public static string NameOf(StartedThread thread, DocumentEdits edits) => edits.FreshName(thread.Creation, "thread", thread.Creation);

    /// <returns>The variable.</returns>
    public static string Declare(StartedThread thread, DocumentEdits edits)
    {
        var (start, whole, name, layout) = (thread.Start!, Whole(thread.Creation), NameOf(thread, edits), edits.Layout);
        var lineBreak = layout.IsFirstOnLine(start.SpanStart) ? layout.NewLine + layout.IndentAt(start.SpanStart) : " ";
        if (start.SpanStart == whole.SpanStart)
            Declare(whole, name, lineBreak, start.Span, edits);
        else
            Extract(whole, name, lineBreak, start, edits);
        return name;
    }

    /// <summary>Parts <c>new Thread(Work).Start()</c> before the dot.</summary>
    public static void Declare(ExpressionSyntax whole, string name, string lineBreak, TextSpan owner, DocumentEdits edits)
    {
        edits.Insert(whole.SpanStart, $"var {name} = ", owner);

        // A dot on the next line joins its variable.
        var dot = whole.GetLastToken().GetNextToken();
        var gap = TextSpan.FromBounds(whole.Span.End, dot.SpanStart);
        if (!gap.IsEmpty && string.IsNullOrWhiteSpace(edits.Tree.GetText().ToString(gap)))
            edits.Replace(gap, $";{lineBreak}{name}", owner);
        else
            edits.Insert(whole.Span.End, $";{lineBreak}{name}", whole.Span);
    }

    /// <summary>The creation with the brackets around it.</summary>
    public static ExpressionSyntax Whole(SyntaxNode creation)
    {
        var whole = (ExpressionSyntax)creation;
        while (whole.Parent is ParenthesizedExpressionSyntax outer)
            whole = outer;
        return whole;
    }

    /// <summary><c>Begin(new Thread(Work));</c>, where nothing that stands before the thread is computed later than now.</summary>
    private static bool IsHandedOver(StartedThread thread) =>
        thread.Start is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
        && Whole(thread.Creation).Parent is ArgumentSyntax { Parent: ArgumentListSyntax list } && list.Parent == call
        && !list.Arguments.TakeWhile(one => !one.Span.Contains(thread.Creation.Span)).Append<SyntaxNode>(call.Expression)
            .SelectMany(Functions.OwnNodes)
            .Any(static node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or AwaitExpressionSyntax
                or DeclarationExpressionSyntax or BaseObjectCreationExpressionSyntax);

    /// <summary>The creation stays where it is, with its comments; what stood around it comes behind it, around the name.</summary>
    private static void Extract(ExpressionSyntax whole, string name, string lineBreak, StatementSyntax start, DocumentEdits edits)
    {
        var text = edits.Tree.GetText();
        var before = TextSpan.FromBounds(start.SpanStart, whole.SpanStart);
        var after = TextSpan.FromBounds(whole.Span.End, start.Span.End);
        edits.Replace(before, $"var {name} = ", start.Span);
        edits.Replace(after, $";{lineBreak}{text.ToString(before)}{name}{text.ToString(after)}", start.Span);
    }
}
