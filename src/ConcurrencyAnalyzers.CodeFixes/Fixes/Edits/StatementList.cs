namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>The statements that a statement stands among, and the syntax in which names declared there can be seen.</summary>
internal readonly struct StatementList
{
    private StatementList(SyntaxNode scope, ImmutableArray<StatementSyntax> statements, bool isEmbedded) =>
        (Scope, Statements, IsEmbedded) = (scope, statements, isEmbedded);

    public SyntaxNode Scope { get; }

    public ImmutableArray<StatementSyntax> Statements { get; }

    /// <summary>The one statement after an <c>if</c>, a loop or a label: another beside it would not belong to it.</summary>
    public bool IsEmbedded { get; }

    public static StatementList Around(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => new StatementList(block, block.Statements.ToImmutableArray(), isEmbedded: false),
        SwitchSectionSyntax section => new StatementList(section.Parent!, section.Statements.ToImmutableArray(), isEmbedded: false),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => new StatementList(
            unit, unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement).ToImmutableArray(), isEmbedded: false),
        _ => new StatementList(statement, ImmutableArray.Create(statement), isEmbedded: true),
    };
}
