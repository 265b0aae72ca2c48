using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Checks;

/// <summary>Makes the check once more under the lock.</summary>
internal static class RepeatedCheck
{
    public static Repair? For(CheckedSection section)
    {
        var broken = section.Broken;
        if (broken.Check.Read.Frame != broken.Write.Frame || broken.Check.Condition.Parent is not IfStatementSyntax { Else: null } outer
            || outer.Condition != broken.Check.Condition || !outer.Condition.Span.Contains(broken.Check.Read.Syntax.Span) || !IsPure(outer.Condition, broken.Check.Read.Target))
        {
            return null;
        }

        var isAround = outer.Span.Contains(section.Lock.Span);
        if (!isAround && (LeavingStatement(outer) is null || section.Lock.Statement is not BlockSyntax))
            return null;
        return new Repair(
            $"Check '{broken.Name}' again under '{broken.Lock}'", FixSafety.Safe, "again", section.Statement,
            edits => Write(section, outer, isAround, edits.In(outer.SyntaxTree)));
    }

    /// <summary>Only of the variable that is set: what else it asks for may have other values under the lock on purpose.</summary>
    private static bool IsPure(ExpressionSyntax condition, ExpressionSyntax variable) =>
        condition.DescendantNodesAndSelf().All(node => node is not (InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax
            or PatternSyntax { RawKind: (int)SyntaxKind.DeclarationPattern or (int)SyntaxKind.RecursivePattern or (int)SyntaxKind.VarPattern } or AwaitExpressionSyntax))
        && condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => variable.Span.Contains(name.Span) || name.Identifier.ValueText == "HasValue");

    private static StatementSyntax? LeavingStatement(IfStatementSyntax outer) =>
        outer.Statement is BlockSyntax block ? block.Statements.Count == 1 ? block.Statements[0] : null : outer.Statement;

    private static void Write(CheckedSection section, IfStatementSyntax outer, bool isAround, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var condition = outer.Condition.ToString();
        if (section.Lock.Statement is not BlockSyntax block)
        {
            var alone = section.Lock.Statement;
            var ownLine = layout.IsFirstOnLine(alone.SpanStart);
            edits.Insert(alone.SpanStart, $"if ({condition})" + (ownLine ? layout.NewLine + layout.IndentAt(alone.SpanStart) + layout.Unit : " "), alone.Span);
            if (ownLine)
                edits.Deepen(alone.Span, layout.Unit);
            return;
        }

        var (first, last) = (block.Statements.First(), block.Statements.Last());
        var fitsLines = layout.IsFirstOnLine(first.SpanStart) && layout.IsLastOnLine(last.GetLastToken());
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(first.SpanStart) : null);
        if (!isAround)
        {
            var braces = outer.Statement is BlockSyntax;
            edits.Insert(first.SpanStart, text.Open($"if ({condition})", braces) + LeavingStatement(outer) + text.Close(braces) + text.Break, first.Span);
            return;
        }

        var span = TextSpan.FromBounds(first.SpanStart, fitsLines ? layout.EndOfLine(last.GetLastToken()) : last.Span.End);
        edits.Insert(span.Start, text.Open($"if ({condition})", braces: true), span);
        edits.Insert(span.End, text.Close(braces: true), span);
        if (fitsLines)
            edits.Deepen(TextSpan.FromBounds(first.SpanStart, last.Span.End), layout.Unit);
    }
}
