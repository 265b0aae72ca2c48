using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Fixes.Snapshots;

/// <summary>Makes an update anew until nobody has come in between.</summary>
/// <remarks>
/// <code>
///   _state = _state with { Name = name };      while (true)
///                                              {
///                                                  var old = Volatile.Read(ref _state);
///                                                  var next = old with { Name = name };
///                                                  if (ReferenceEquals(Interlocked.CompareExchange(ref _state, next, old), old))
///                                                      break;
///                                              }
/// </code>
/// Records and strings compare by value, and two equal ones are two objects all the same: there the references are compared.
/// </remarks>
internal static class ExchangeLoop
{
    /// <returns>What writes it; null where there is no such step for the type, or what is computed must not be computed twice.</returns>
    public static Action<SolutionEdits>? For(SnapshotForm form, FixQuestion ask)
    {
        var type = form.Snapshots.Memory.Type;
        if (form.Condition is not null || CallFor(type, ask.Compilation) is not { } call || HasLongText(form) || !Repeatable.Is([.. Parts(form)], form.Target, ask))
            return null;
        return edits => Write(form, call, edits.In(form.Update.SyntaxTree));
    }

    /// <summary>What would run again: all but the step that stores.</summary>
    private static IEnumerable<SyntaxNode> Parts(SnapshotForm form) => form.Statements.Where(one => !one.Span.Contains(form.Update.Span)).Append<SyntaxNode>(form.Value);

    private static (INamedTypeSymbol Type, string Method)? CallFor(ITypeSymbol type, Compilation compilation)
    {
        if (ImmutableArrays.Hold(type))
            return compilation.GetTypeByMetadataName("System.Collections.Immutable.ImmutableInterlocked") is { } immutable ? (immutable, "InterlockedCompareExchange") : null;
        return type.IsReferenceType || type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64
            ? compilation.GetTypeByMetadataName("System.Threading.Interlocked") is { } interlocked ? (interlocked, "CompareExchange") : null
            : null;
    }

    /// <summary>Lines inside of a text cannot be moved.</summary>
    private static bool HasLongText(SnapshotForm form) =>
        form.Update.SyntaxTree.GetRoot().DescendantTokens(form.Span).Any(static token => token.Text.IndexOf('\n') >= 0);

    private static void Write(SnapshotForm form, (INamedTypeSymbol Type, string Method) call, DocumentEdits edits)
    {
        var (layout, model, target) = (edits.Layout, edits.Model, form.Target.ToString());
        var isBody = form.Statements.Count == 0;
        var body = isBody ? ExpressionBody.Of(form.Update) : null;
        var fitsLines = form.Statements.Count > 0 && layout.IsFirstOnLine(form.Span.Start) && layout.IsLastOnLine(form.Statements[form.Statements.Count - 1].GetLastToken());
        var text = body?.Inside(layout) ?? new BlockText(layout, fitsLines ? layout.IndentAt(form.Span.Start) : null);
        var inside = text.Inside();

        var kept = KeptRead(form);
        var old = kept?.Identifier.ValueText ?? edits.FreshName(form.Update, "old");
        var first = CanRead(form) ? $"{model.Compilation.GetTypeByMetadataName("System.Threading.Volatile")!.ToMinimalDisplayString(model, form.Span.Start)}.Read(ref {target})" : target;

        var lines = text.Open("while (true)", braces: true);
        if (kept is not null)
            lines += form.Statements[0].ToString().Replace(kept.Initializer!.Value.ToString(), first) + inside.Break;
        else
            lines += $"var {old} = {first};{inside.Break}";
        foreach (var statement in form.Statements.Where(one => !one.Span.Contains(form.Update.Span) && (kept is null || one != form.Statements[0])))
            lines += Between(form, statement, old, layout) + inside.Break;

        var (next, declared) = (form.TextOf(form.Value.Span, old).Replace(layout.NewLine, layout.NewLine + layout.Unit), "");
        if (HasOwnType(form))
        {
            var name = edits.FreshName(form.Update, "next");
            (next, declared) = (name, $"var {name} = {next};{inside.Break}");
        }

        var step = $"{call.Type.ToMinimalDisplayString(model, form.Span.Start)}.{call.Method}(ref {target}, {next}, {old})";
        var test = ComparesByValue(form.Snapshots.Memory.Type) ? $"ReferenceEquals({step}, {old})" : $"{step} == {old}";
        lines += $"{declared}{inside.Open($"if ({test})", layout.AlwaysBraces)}break;{inside.Close(layout.AlwaysBraces)}{text.Close(braces: true)}";
        if (body is null)
            edits.Replace(form.Span, lines, form.Span);
        else
            body.Replace(lines, edits);
    }

    /// <summary>With the comments above it.</summary>
    private static string Between(SnapshotForm form, StatementSyntax statement, string old, Layout layout)
    {
        var start = statement == form.Statements[0] ? statement.SpanStart : statement.GetFirstToken().FullSpan.Start;
        var text = form.TextOf(TextSpan.FromBounds(start, layout.EndOfLine(statement.GetLastToken())), old).TrimStart();
        return text.Replace(layout.NewLine, layout.NewLine + layout.Unit);
    }

    /// <summary><c>var old = _state;</c>, which stays: the local is the old value and nothing else.</summary>
    private static VariableDeclaratorSyntax? KeptRead(SnapshotForm form) =>
        form.Reads.Count == 1 && form.Statements.Count > 1 && form.Statements[0] is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
        && variables[0] is { Initializer.Value: { } value } variable && value == form.Reads[0] && form.Model.GetDeclaredSymbol(variable) is { } local && Writes.Never(local, variable)
            ? variable
            : null;

    private static bool CanRead(SnapshotForm form) =>
        form.Snapshots.Memory is { Type: var type, Symbol: not IFieldSymbol { IsVolatile: true } } && !ImmutableArrays.Hold(type)
        && form.Model.Compilation.GetTypeByMetadataName("System.Threading.Volatile") is not null;

    /// <summary>A name of its own makes it readable, where it has a type without the variable that it is for.</summary>
    private static bool HasOwnType(SnapshotForm form) =>
        form.Value is not (IdentifierNameSyntax or LiteralExpressionSyntax) && form.Model.GetTypeInfo(form.Value) is { Type: { } own, ConvertedType: var converted }
        && SymbolEqualityComparer.Default.Equals(own, converted) && form.Value is not (ImplicitObjectCreationExpressionSyntax or ConditionalExpressionSyntax or CollectionExpressionSyntax);

    private static bool ComparesByValue(ITypeSymbol type)
    {
        for (var one = type.IsReferenceType ? type : null; one is not null; one = one.BaseType)
        {
            if (one.GetMembers(WellKnownMemberNames.EqualityOperatorName).Length > 0)
                return true;
        }

        return false;
    }
}
