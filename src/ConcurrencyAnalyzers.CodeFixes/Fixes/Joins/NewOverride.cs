using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Where a base class is disposable, an override of its disposal waits for the thread.</summary>
internal sealed class NewOverride(TypeDeclarationSyntax type, IMethodSymbol disposal)
{
    public TypeDeclarationSyntax Syntax => type;

    /// <returns>Null where the bases leave nothing to override, or the class overrides it already.</returns>
    public static NewOverride? For(OwnedThread owned, FixQuestion ask)
    {
        var owner = owned.Member.ContainingType;
        if (owned.Member.IsStatic || owner is not { TypeKind: TypeKind.Class, IsRecord: false, IsStatic: false } || owner.MemberNames.Contains("Dispose")
            || owner.DeclaringSyntaxReferences.Length != 1
            || owner.DeclaringSyntaxReferences[0].GetSyntax(ask.CancellationToken) is not ClassDeclarationSyntax { Members.Count: > 0 } type
            || !ask.Compilation.ContainsSyntaxTree(type.SyntaxTree))
        {
            return null;
        }

        for (var one = owner.BaseType; one is not null; one = one.BaseType)
        {
            var methods = one.GetMembers("Dispose").OfType<IMethodSymbol>().ToList();
            if ((methods.FirstOrDefault(EndingMethod.IsOfPattern) ?? methods.FirstOrDefault(static method => method.Parameters.IsEmpty)) is { } nearest)
            {
                // What is sealed, hidden or has no body yet gives no place.
                var isOpen = (nearest.IsVirtual || nearest.IsOverride) && !nearest.IsSealed && nearest.ReturnsVoid
                    && nearest.DeclaredAccessibility is Accessibility.Protected or Accessibility.Public;
                return isOpen ? new NewOverride(type, nearest) : null;
            }
        }

        return null;
    }

    public void Write(JoinStatement join, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var last = type.Members.Last();
        var fitsLines = layout.IsFirstOnLine(last.SpanStart) && layout.IsLastOnLine(last.GetLastToken());
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(last.SpanStart) : null);
        var end = fitsLines ? layout.EndOfLine(last.GetLastToken()) : last.Span.End;

        var flag = disposal.Parameters.FirstOrDefault()?.Name;
        var access = disposal.DeclaredAccessibility == Accessibility.Public ? "public" : "protected";
        var header = $"{access} override void Dispose({(flag is null ? "" : $"bool {flag}")})";
        var inner = (join with { Condition = flag is null || join.Condition is null ? flag ?? join.Condition : $"{flag} && {join.Condition}" }).TextIn(text.Inside(), layout);
        edits.Insert(
            end,
            $"{(fitsLines ? layout.NewLine : "")}{text.Break}{header}{text.OpenBrace}{text.Inside().Break}{inner}"
                + $"{text.Inside().Break}base.Dispose({flag});{text.Break}}}",
            TextSpan.FromBounds(type.SpanStart, end));
    }
}
