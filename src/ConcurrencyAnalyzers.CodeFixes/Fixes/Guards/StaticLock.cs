namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Makes the lock of each instance the one lock of all instances.</summary>
internal static class StaticLock
{
    /// <returns>Null where the lock is no private field of a value of its own, or some write of the static memory holds another lock.</returns>
    public static Repair? For(FixQuestion ask)
    {
        var found = ask.Model.InstanceGuardsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Write.Node.Span == ask.Span);
        if (found?.Held.Symbol is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType.IsGenericType: false } gate
            || gate.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(ask.CancellationToken) is not VariableDeclaratorSyntax
            {
                Initializer: not null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } declaration,
            })
        {
            return null;
        }

        var writes = ask.Model.AccessesTo(found.Write.Memory, ask.CancellationToken).Where(static access => access.IsWrite && !access.Frame.Body.IsConstructing);
        if (!writes.All(write => Guard.Is(ask.Model.InstanceGuardAt(write, ask.CancellationToken)?.Held.Symbol, gate)))
            return null;

        var next = field.Modifiers.FirstOrDefault(static modifier => !SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        var place = next.RawKind != 0 ? next.SpanStart : declaration.SpanStart;
        return new Repair(
            $"Make '{gate.Name}' static; all instances wait for each other", FixSafety.ChangesTiming, "static", gate,
            edits => edits.In(field.SyntaxTree).Insert(place, "static ", field.Span));
    }
}
