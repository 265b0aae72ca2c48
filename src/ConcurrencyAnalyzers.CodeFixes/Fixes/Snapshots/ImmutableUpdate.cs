using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Fixes.Sequences;

namespace ConcurrencyAnalyzers.Fixes.Snapshots;

/// <summary>Leaves an update of an immutable collection to <c>ImmutableInterlocked</c>, which makes it anew until nobody has come in between.</summary>
/// <param name="Text">The call.</param>
/// <param name="Caution">What is evaluated before the collection is read; null where nobody can tell.</param>
internal sealed record ImmutableUpdate(string Text, string? Caution)
{
    /// <returns>Null where it is no such collection, or what is computed must not be computed twice.</returns>
    public static ImmutableUpdate? For(SnapshotForm form, FixQuestion ask)
    {
        var memory = form.Snapshots.Memory;
        if (memory.Type is not INamedTypeSymbol { ContainingNamespace: { Name: "Immutable", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } } type
            || memory.Symbol is IFieldSymbol { IsVolatile: true } || ask.Compilation.GetTypeByMetadataName("System.Collections.Immutable.ImmutableInterlocked") is not { } interlocked || form.Statements.Count > 1)
        {
            return null;
        }

        var call = interlocked.ToMinimalDisplayString(form.Model, form.Span.Start);
        return form.Condition is not null ? Added(form, type, call, ask) ?? Whole(form, call, ask)
            : Step(form, type, call, ask) ?? Whole(form, call, ask);
    }

    /// <summary><c>_items = _items.Add(Next());</c>: what is added is computed once, as it was.</summary>
    private static ImmutableUpdate? Step(SnapshotForm form, INamedTypeSymbol type, string call, FixQuestion ask)
    {
        if (form.Value is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name: var method }, ArgumentList.Arguments: { Count: 1 } arguments }
            || form.Reads.Count != 1 || form.Reads[0] != receiver || arguments[0] is not { NameColon: null, RefKindKeyword.RawKind: 0, Expression: var amount }
            || amount is LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax or CollectionExpressionSyntax or ImplicitObjectCreationExpressionSyntax || form.Model.GetTypeInfo(amount).Type is null)
        {
            return null;
        }

        var isSettled = SettledAmounts.IsSettled(form.Model.GetOperation(amount), form.Snapshots.Memory.Symbol) || Untouched.By(amount, form.Snapshots.Memory, ask);
        var caution = isSettled ? null : $"'{amount}' is computed first";
        var target = form.Target.ToString();
        if ((type.Name, method.Identifier.ValueText) is ("ImmutableQueue", "Enqueue") or ("ImmutableStack", "Push"))
            return new ImmutableUpdate($"{call}.{method}(ref {target}, {amount})", caution);

        var name = amount is IdentifierNameSyntax { Identifier.Text: var own } && form.Model.GetSymbolInfo(amount).Symbol is ILocalSymbol or IParameterSymbol ? own : "value";
        return new ImmutableUpdate($"{call}.Update(ref {target}, {Static(form)}(old, {name}) => old.{method}({name}), {amount})", caution);
    }

    /// <summary><c>if (!_map.ContainsKey(key)) _map = _map.Add(key, value);</c></summary>
    private static ImmutableUpdate? Added(SnapshotForm form, INamedTypeSymbol type, string call, FixQuestion ask)
    {
        if (type.Name != "ImmutableDictionary" || Statements.Denied(form.Condition!) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContainsKey", Expression: var asked } } check
            || form.Value is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "SetItem", Expression: var receiver }, ArgumentList.Arguments: { Count: 2 } added }
            || !form.Reads.Contains(asked) || !form.Reads.Contains(receiver) || form.Reads.Count != 2
            || check.ArgumentList.Arguments.Count != 1 || !SyntaxFactory.AreEquivalent(check.ArgumentList.Arguments[0], added[0])
            || !added.All(one => SettledAmounts.IsSettled(form.Model.GetOperation(one.Expression), form.Snapshots.Memory.Symbol)))
        {
            return null;
        }

        return new ImmutableUpdate($"{call}.TryAdd(ref {form.Target}, {added[0]}, {added[1]})", Caution: null);
    }

    private static ImmutableUpdate? Whole(SnapshotForm form, string call, FixQuestion ask)
    {
        SyntaxNode[] parts = form.Condition is { } condition ? [condition, form.Value] : [form.Value];
        if (form.Reads.Count == 0 || !Repeatable.Is(parts, form.Target, ask))
            return null;

        var next = form.TextOf(form.Value.Span, "old");
        if (form.Condition is not null)
            next = $"{form.TextOf(form.Condition.Span, "old")} ? {next} : old";
        var isStatic = parts.All(part => part.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => form.Reads.Any(read => read.Span.Contains(name.Span)) || !NeedsObject(name, parts, form.Model)))
            && !parts.Any(static part => part.DescendantNodesAndSelf().Any(static node => node is InstanceExpressionSyntax));
        return new ImmutableUpdate($"{call}.Update(ref {form.Target}, {(isStatic ? Static(form) : "")}old => {next})", Caution: null);
    }

    /// <summary>A local from outside, or a member of the object itself.</summary>
    private static bool NeedsObject(IdentifierNameSyntax name, SyntaxNode[] parts, SemanticModel model) => model.GetSymbolInfo(name).Symbol switch
    {
        ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => !model.GetSymbolInfo(name).Symbol!.DeclaringSyntaxReferences.Any(place => parts.Any(part => part.SyntaxTree == place.SyntaxTree && part.Span.Contains(place.Span))),
        IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } =>
            !model.GetSymbolInfo(name).Symbol!.IsStatic && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name) && name.Parent is not NameColonSyntax,
        _ => false,
    };

    private static string Static(SnapshotForm form) =>
        form.Update.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 } ? "static " : "";
}
