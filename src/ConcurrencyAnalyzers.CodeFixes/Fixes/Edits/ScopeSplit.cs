
namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>Locals that are declared in guarded statements and used after them: their declarations must stay outside the lock's braces.</summary>
internal sealed class ScopeSplit
{
    private readonly List<LocalDeclarationStatementSyntax> _statements = [];

    /// <summary><c>int old;</c>: what stands before the lock.</summary>
    public List<string> Declarations { get; } = [];

    /// <returns>Null where a name is declared in a way that cannot be divided into declaration and assignment.</returns>
    public static ScopeSplit? Of(SemanticModel model, StatementList list, TextSpan guarded, IEnumerable<SyntaxNode> statements)
    {
        var split = new ScopeSplit();
        var after = list.Scope.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.SpanStart >= guarded.End)
            .ToLookup(static name => name.Identifier.ValueText);
        foreach (var statement in statements)
        {
            // A `using` declaration ends with its block, and the lock would be another block.
            if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
                return null;

            var used = statement.DescendantNodesAndSelf().Where(node => NameOf(node) is { } name && IsUsed(node, after[name], model)).ToList();
            if (used.Count == 0)
                continue;
            if (statement is not LocalDeclarationStatementSyntax declaration || !split.TryAdd(declaration, used, model))
                return null;
        }

        return split;
    }

    /// <summary>Turns <c>var old = _n;</c> into <c>old = _n;</c>.</summary>
    public void Write(DocumentEdits edits)
    {
        foreach (var statement in _statements)
        {
            var variables = statement.Declaration.Variables;
            edits.Replace(TextSpan.FromBounds(statement.SpanStart, variables[0].SpanStart), "", statement.Span);
            foreach (var comma in variables.GetSeparators())
                edits.Replace(comma.Span, ";", statement.Span);
        }
    }

    private bool TryAdd(LocalDeclarationStatementSyntax statement, List<SyntaxNode> used, SemanticModel model)
    {
        var declaration = statement.Declaration;
        if (statement.IsConst || declaration.Type is RefTypeSyntax or ScopedTypeSyntax || used.Any(one => one.Parent != declaration)
            || declaration.Variables.Any(static one => one.Initializer is null or { Value: InitializerExpressionSyntax }))
        {
            return false;
        }

        var type = declaration.Type.IsVar
            ? Guards.Section.NameOf((model.GetDeclaredSymbol(declaration.Variables[0]) as ILocalSymbol)?.Type, model, statement.SpanStart)
            : declaration.Type.ToString();
        if (type is null)
            return false;

        _statements.Add(statement);
        Declarations.Add($"{type} {string.Join(", ", declaration.Variables.Select(static one => one.Identifier.Text))};");
        return true;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax local => local.Identifier.ValueText,
        SingleVariableDesignationSyntax local => local.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };

    private static bool IsUsed(SyntaxNode declaration, IEnumerable<SimpleNameSyntax> names, SemanticModel model) =>
        names.Any() && model.GetDeclaredSymbol(declaration) is { } symbol
        && names.Any(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol));
}
