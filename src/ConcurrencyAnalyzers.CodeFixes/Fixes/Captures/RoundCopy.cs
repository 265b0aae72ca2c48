using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Captures;

/// <summary>Copies variables of a loop into locals of the round, right before the statement whose functions read them.</summary>
internal static class RoundCopy
{
    public static Repair? For(FixQuestion ask)
    {
        var all = ask.Model.LoopCapturesIn(ask.Tree, ask.CancellationToken);
        if (all.FirstOrDefault(capture => capture.Location.SourceSpan == ask.Span) is not { } asked || StatementOf(asked) is not { } statement)
            return null;

        // What one statement hands out, several variables and functions, is one repair.
        var captures = all.Where(capture => StatementOf(capture) == statement && !ChangesIn(statement, capture)).ToImmutableArray();
        if (!captures.Contains(asked))
            return null;

        var names = string.Join(", ", captures.Select(static capture => $"'{capture.Name}'").Distinct());
        return new Repair($"Copy {names} in each round", FixSafety.Safe, "copy", statement, edits => Write(statement, captures, edits.In(ask.Tree)));
    }

    private static void Write(StatementSyntax statement, ImmutableArray<LoopCapture> captures, DocumentEdits edits)
    {
        var layout = edits.Layout;
        if (StatementList.Around(statement).IsEmbedded)
            EmbeddedBraces.Write(edits, statement);

        var lineBreak = layout.IsFirstOnLine(statement.SpanStart) ? layout.NewLine + layout.IndentAt(statement.SpanStart) : " ";
        foreach (var captured in captures.GroupBy<LoopCapture, ISymbol>(static capture => capture.Local, SymbolEqualityComparer.Default))
        {
            var copy = edits.FreshName(statement, "copy", (statement, captured.Key.Name));
            edits.Insert(statement.SpanStart, $"var {copy} = {captured.Key.Name};{lineBreak}", TextSpan.FromBounds(statement.SpanStart, statement.Span.End));
            foreach (var read in captured.SelectMany(static capture => capture.Reads).Select(static read => read.Target).Distinct())
            {
                // `new { i }` names its member after the variable.
                var member = read.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } ? $"{read} = " : "";
                edits.Replace(read.Span, member + copy, read.Span);
            }
        }
    }

    /// <summary>The statement of the loop's round in which the function is written.</summary>
    private static StatementSyntax? StatementOf(LoopCapture capture)
    {
        var statement = capture.Function as LocalFunctionStatementSyntax ?? capture.Function.FirstAncestorOrSelf<StatementSyntax>();
        var body = capture.Loop switch
        {
            ForStatementSyntax loop => loop.Statement,
            WhileStatementSyntax loop => loop.Statement,
            DoStatementSyntax loop => loop.Statement,
            _ => null,
        };
        return statement is not null && statement is not BlockSyntax && body is not null && body.Span.Contains(statement.Span) && statement.Parent is not LabeledStatementSyntax
            ? statement
            : null;
    }

    /// <summary>Before the statement the variable still has another value.</summary>
    private static bool ChangesIn(StatementSyntax statement, LoopCapture capture) =>
        Functions.OwnNodes(statement).OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == capture.Name && Writes.Through(name));
}
