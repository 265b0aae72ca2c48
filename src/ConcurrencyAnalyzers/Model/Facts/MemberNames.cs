using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The names that one member mentions, by the part they play.</summary>
internal sealed class MemberNames
{
    public Dictionary<string, int> Mentions { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Locals { get; } = new(StringComparer.Ordinal);

    /// <summary>Mentioned in a lambda or local function.</summary>
    private readonly HashSet<string> _nested = new(StringComparer.Ordinal);

    /// <summary><c>ref</c> parameters and locals: other names for memory that may be shared.</summary>
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);

    /// <summary>Parameters, and locals that only give another name to what a variable holds.</summary>
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);

    private int _nestedUntil;

    public void AddLocal(string name, SyntaxNode declaration)
    {
        Locals.Add(name);
        if (declaration is ParameterSyntax or ForEachStatementSyntax or SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax or ForEachVariableStatementSyntax } }
            || declaration is VariableDeclaratorSyntax { Initializer.Value: var value } && MayGiveItem(value))
        {
            _aliases.Add(name);
        }
    }

    /// <summary>Another name, or an item of a collection: <c>_d[key]</c>, <c>_d.GetOrAdd(key, …)</c>.</summary>
    private static bool MayGiveItem(ExpressionSyntax value) => value switch
    {
        SimpleNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax => true,
        InvocationExpressionSyntax call => Targets.NameOf(call) is { } name && ApiTables.BuiltIn.Give(name),
        ConditionalAccessExpressionSyntax access => MayGiveItem(access.WhenNotNull),
        ElementBindingExpressionSyntax or MemberBindingExpressionSyntax => true,
        PostfixUnaryExpressionSyntax { Operand: var inner } => MayGiveItem(inner),
        CastExpressionSyntax { Expression: var inner } => MayGiveItem(inner),
        ParenthesizedExpressionSyntax { Expression: var inner } => MayGiveItem(inner),
        _ => false,
    };

    public void AddNested(SyntaxNode? body)
    {
        // An inner lambda was read with the outer one: each token is looked at twice at most, however deep the nesting.
        if (body is null || body.Span.End <= _nestedUntil)
            return;

        _nestedUntil = body.Span.End;
        foreach (var token in body.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
                _nested.Add(token.ValueText);
        }
    }

    public void AddReference(SyntaxNode parent)
    {
        if (parent is ParameterSyntax parameter)
            _references.Add(parameter.Identifier.ValueText);
        else if (parent is RefTypeSyntax { Parent: VariableDeclarationSyntax declaration })
            _references.UnionWith(declaration.Variables.Select(static variable => variable.Identifier.ValueText));
    }

    /// <summary>Leaves out what no other thread can see: locals that no lambda or local function mentions. Those are most increments there are.</summary>
    public bool MayBeShared(ExpressionSyntax update)
    {
        var target = Targets.Of(update) ?? update;
        if (target is IdentifierNameSyntax { Identifier.ValueText: var local } && Locals.Contains(local) && !_nested.Contains(local) && !_references.Contains(local))
            return false;

        // A plain assignment is the end of an update only where its target was read before.
        return !update.IsKind(SyntaxKind.SimpleAssignmentExpression)
            || (target is TupleExpressionSyntax tuple ? tuple.Arguments.Any(item => IsReadToo(item.Expression)) : IsReadToo(target));
    }

    /// <summary>The container in <c>_prices[key] = price</c>.</summary>
    public ExpressionSyntax? ElementOf(ExpressionSyntax update) => (Targets.Of(update) as ElementAccessExpressionSyntax)?.Expression;

    /// <summary>Leaves out containers that a local holds which no lambda or local function mentions.</summary>
    public bool MayHoldShared(ExpressionSyntax container) =>
        container is not IdentifierNameSyntax { Identifier.ValueText: var local } || !Locals.Contains(local) || _nested.Contains(local) || _aliases.Contains(local);

    /// <summary>The name of the field or property that is changed; empty for what has another name elsewhere.</summary>
    public string MemberIn(ExpressionSyntax container) => Targets.NameOf(container) is { } name && !Locals.Contains(name) ? name : "";

    private bool IsReadToo(ExpressionSyntax target) => Targets.NameOf(target) is { } name && Mentions.TryGetValue(name, out var count) && count > 1;
}
