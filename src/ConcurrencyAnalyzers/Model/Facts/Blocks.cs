using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Statements with the braces around them left out.</summary>
internal static class Blocks
{
    /// <summary>The one statement that there is; null where there are several or none.</summary>
    public static StatementSyntax? OnlyOf(StatementSyntax statement) =>
        statement is not BlockSyntax block ? statement : block.Statements.Count == 1 ? block.Statements[0] : null;

    public static IEnumerable<StatementSyntax> AllOf(StatementSyntax statement) => statement is BlockSyntax block ? block.Statements : [statement];

    /// <summary>An empty block is its own last statement.</summary>
    public static StatementSyntax LastOf(StatementSyntax statement) =>
        statement is BlockSyntax { Statements: { Count: > 0 } statements } ? statements.Last() : statement;

    /// <summary>Whether control never gets to what stands behind.</summary>
    public static bool Leave(StatementSyntax statement) =>
        LastOf(statement) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;
}
