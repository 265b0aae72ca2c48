using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A new lock in a local variable, next to the variable that it guards and as long-lived: one for each entry of the scope.</summary>
internal sealed class LocalGate : NewGate
{
    private readonly SyntaxNode _scope;
    private readonly bool _after;

    private LocalGate(SyntaxNode scope, string name, StatementSyntax anchor, bool after) : base(name, anchor) => (_scope, _after) = (scope, after);

    public override string Key => $"{_scope.SpanStart} {_scope.RawKind} {Tree.FilePath} {Name}";

    /// <returns>Null where no statement can stand beside the variable's declaration.</returns>
    public static LocalGate? For(SharedMemory memory, CancellationToken cancellationToken)
    {
        var declaration = memory.Symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (declaration is null)
            return null;

        var name = GateNames.OfLocal(declaration);
        if (declaration is ParameterSyntax)
        {
            var body = declaration.Ancestors().Select(BodyOf).FirstOrDefault(static body => body is not null);
            return body?.Statements.FirstOrDefault() is { } first ? new LocalGate(body, name, first, after: false) : null;
        }

        if (declaration.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || !Functions.RunsIn(statement, declaration)
            || StatementList.Around(statement) is not { IsEmbedded: false } list)
        {
            return null;
        }

        // A lambda in the variable's own initializer may take the lock, and names are visible from their declaration on.
        var after = statement is LocalDeclarationStatementSyntax && !statement.DescendantNodes().Any(Functions.IsInner);
        return new LocalGate(list.Scope, name, statement, after);
    }

    public override NewGate With(NewGate other) => ComesBefore(other) ? this : other;

    public override void Write(DocumentEdits edits, bool mayUseLockType)
    {
        var layout = edits.Layout;
        var text = $"var {Name} = new {TypeAt(edits.Model, mayUseLockType)}();";
        var indent = layout.IndentAt(Anchor.SpanStart);
        if (!layout.IsFirstOnLine(Anchor.SpanStart) || !layout.IsLastOnLine(Anchor.GetLastToken()))
            edits.Insert(_after ? Anchor.Span.End : Anchor.SpanStart, _after ? " " + text : text + " ", Anchor.Span);
        else if (_after)
            edits.Insert(layout.EndOfLine(Anchor.GetLastToken()), layout.NewLine + indent + text, Anchor.FullSpan);
        else
            edits.Insert(Anchor.SpanStart, text + layout.NewLine + indent, Anchor.FullSpan);
    }

    private static BlockSyntax? BodyOf(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax local => local.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        AccessorDeclarationSyntax accessor => accessor.Body,
        _ => null,
    };
}
