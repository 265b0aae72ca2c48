using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Makes the owner of a thread disposable: disposal waits for the thread.</summary>
internal sealed class NewDispose(TypeDeclarationSyntax type, INamedTypeSymbol disposable)
{
    public TypeDeclarationSyntax Syntax => type;

    public SyntaxTree Tree => type.SyntaxTree;

    /// <returns>Null where somebody up or down the hierarchy has an idea of disposal already, or nobody can own an instance.</returns>
    public static NewDispose? For(OwnedThread owned, FixQuestion ask)
    {
        var owner = owned.Member.ContainingType;
        if (owned.Member.IsStatic || owner is not { TypeKind: TypeKind.Class, IsRecord: false, IsStatic: false }
            || owner.DeclaringSyntaxReferences.Length != 1
            || owner.DeclaringSyntaxReferences[0].GetSyntax(ask.CancellationToken) is not ClassDeclarationSyntax { Members.Count: > 0 } type
            || !ask.Compilation.ContainsSyntaxTree(type.SyntaxTree)
            || ask.Compilation.GetTypeByMetadataName("System.IDisposable") is not { } disposable
            || owner.AllInterfaces.Any(static one => one.Name is "IDisposable" or "IAsyncDisposable"))
        {
            return null;
        }

        for (var one = owner; one is not null; one = one.BaseType)
        {
            if (one.MemberNames.Any(static name => name is "Dispose" or "DisposeAsync"))
                return null;
        }

        return new NewDispose(type, disposable);
    }

    public void Write(JoinStatement join, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var name = disposable.ToMinimalDisplayString(edits.Model, type.SpanStart);
        var header = type.BaseList?.Span.End ?? type.ParameterList?.Span.End ?? type.TypeParameterList?.Span.End ?? type.Identifier.Span.End;
        edits.Insert(header, $"{(type.BaseList is null ? " :" : ",")} {name}", TextSpan.FromBounds(type.SpanStart, header));

        var last = type.Members.Last();
        var fitsLines = layout.IsFirstOnLine(last.SpanStart) && layout.IsLastOnLine(last.GetLastToken());
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(last.SpanStart) : null);
        var end = fitsLines ? layout.EndOfLine(last.GetLastToken()) : last.Span.End;
        var inner = join.TextIn(text.Inside(), layout);
        var body = join.IsOneExpression ? $" => {inner}" : $"{text.OpenBrace}{text.Inside().Break}{inner}{text.Break}}}";
        edits.Insert(end, $"{(fitsLines ? layout.NewLine : "")}{text.Break}public void Dispose(){body}", TextSpan.FromBounds(type.SpanStart, end));
    }
}
