using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A new lock in a field, next to the field that it guards.</summary>
internal sealed class FieldGate : NewGate
{
    private readonly INamedTypeSymbol _type;
    private readonly bool _isStatic;
    private readonly bool _isInternal;

    private FieldGate(INamedTypeSymbol type, bool isStatic, bool isInternal, string name, MemberDeclarationSyntax anchor) : base(name, anchor) =>
        (_type, _isStatic, _isInternal) = (type, isStatic, isInternal);

    public override string Key => $"{_type.ToDisplayString()}.{Name}";

    /// <param name="memory">What it guards.</param>
    /// <param name="isInternal">Whether code outside the type takes it.</param>
    /// <returns>Null where the type cannot have one: a structure copies its fields, and records compare theirs.</returns>
    public static FieldGate? For(SharedMemory memory, bool isInternal, CancellationToken cancellationToken)
    {
        var type = memory.Symbol.ContainingType;
        if (type is null || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || (!memory.IsStatic && (type.IsValueType || type.IsRecord)))
            return null;

        var declaration = memory.Symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        var anchor = memory.IsPrimaryParameter
            ? (declaration?.Parent?.Parent as TypeDeclarationSyntax)?.Members.FirstOrDefault()
            : declaration?.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (anchor is null)
            return null;

        var name = GateNames.OfField(type, memory.IsStatic, cancellationToken);
        return new FieldGate(type, memory.IsStatic, isInternal, name, memory.IsStatic ? FirstThatRuns(anchor) ?? anchor : anchor);
    }

    /// <summary>
    /// Static fields are set from top to bottom. One further up, whose value starts a timer or calls a method, may need the lock before its turn.
    /// </summary>
    private static MemberDeclarationSyntax? FirstThatRuns(MemberDeclarationSyntax anchor) =>
        (anchor.Parent as TypeDeclarationSyntax)?.Members.OfType<FieldDeclarationSyntax>().FirstOrDefault(field =>
            field.SpanStart < anchor.SpanStart && field.Modifiers.Any(SyntaxKind.StaticKeyword)
            && field.Declaration.Variables.Any(static variable => variable.Initializer is { } value
                && value.DescendantNodes().Any(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)));

    public override NewGate With(NewGate other) =>
        new FieldGate(
            _type, _isStatic, _isInternal || ((FieldGate)other)._isInternal, Name,
            (MemberDeclarationSyntax)(ComesBefore(other) ? this : (FieldGate)other).Anchor);

    public override void Write(DocumentEdits edits, bool mayUseLockType)
    {
        var layout = edits.Layout;
        var text = Declaration(edits.Model, mayUseLockType);
        if (Anchor is not FieldDeclarationSyntax && LastField is { } last)
        {
            var fitsLines = layout.IsLastOnLine(last.GetLastToken());
            edits.Insert(
                fitsLines ? layout.EndOfLine(last.GetLastToken()) : last.Span.End,
                (fitsLines ? layout.NewLine + layout.IndentAt(last.SpanStart) : " ") + text,
                Anchor.Span);
            return;
        }

        if (!layout.IsFirstOnLine(Anchor.SpanStart))
        {
            edits.Insert(Anchor.SpanStart, text + " ", Anchor.Span);
            return;
        }

        var blank = Anchor is FieldDeclarationSyntax ? "" : layout.NewLine;
        edits.Insert(StartWithComments(edits), layout.IndentAt(Anchor.SpanStart) + text + layout.NewLine + blank, Anchor.FullSpan);
    }

    private FieldDeclarationSyntax? LastField => ((TypeDeclarationSyntax)Anchor.Parent!).Members.OfType<FieldDeclarationSyntax>().LastOrDefault();

    private string Declaration(SemanticModel model, bool mayUseLockType)
    {
        var type = TypeAt(model, mayUseLockType);
        var saysPrivate = Anchor is not FieldDeclarationSyntax field
            || field.Modifiers.Any(static modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        var access = _isInternal ? "internal " : saysPrivate ? "private " : "";
        var value = model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 } ? "new()" : $"new {type}()";
        return $"{access}{(_isStatic ? "static " : "")}readonly {type} {Name} = {value};";
    }

    /// <summary>The start of the line on which the declaration begins, or of the comments directly above it, which are about it.</summary>
    private int StartWithComments(DocumentEdits edits)
    {
        var text = edits.Tree.GetText();
        var start = text.Lines.GetLineFromPosition(Anchor.SpanStart).Start;
        foreach (var trivia in Anchor.GetLeadingTrivia().Reverse())
        {
            if (trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                continue;

            // Of a documentation comment, the slashes are outside the span and the line break is inside.
            var first = trivia.FullSpan.Start;
            var next = text.Lines.GetLineFromPosition(Math.Max(first, trivia.FullSpan.End - 1)).LineNumber + 1;
            if (trivia.IsDirective || text.Lines[next].Start < start || !edits.Layout.IsFirstOnLine(first))
                break;
            start = text.Lines.GetLineFromPosition(first).Start;
        }

        return start;
    }
}
