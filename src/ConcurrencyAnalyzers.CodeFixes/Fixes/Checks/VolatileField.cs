using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Checks;

/// <summary>Declares a field <c>volatile</c>.</summary>
internal sealed class VolatileField
{
    private readonly FieldDeclarationSyntax _declaration;

    private VolatileField(FieldDeclarationSyntax declaration) => _declaration = declaration;

    /// <returns>Null where the variable is none that can be: not a field, of more than one word, or declared together with others.</returns>
    public static VolatileField? Of(ISymbol variable, FixQuestion ask)
    {
        if (variable is not IFieldSymbol { IsReadOnly: false, IsConst: false, IsVolatile: false } field || !MayBe(field.Type))
            return null;

        return field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(ask.CancellationToken) is VariableDeclaratorSyntax
        {
            Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration },
        } && ask.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? new VolatileField(declaration)
            : null;
    }

    public void Write(SolutionEdits all)
    {
        var type = _declaration.Declaration.Type;
        all.In(type.SyntaxTree).Insert(type.SpanStart, "volatile ", type.Span);
    }

    private static bool MayBe(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => MayBe(underlying),
        ITypeParameterSymbol parameter => parameter.IsReferenceType,
        _ => type.IsReferenceType || type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte
            or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32
            or SpecialType.System_Char or SpecialType.System_Single or SpecialType.System_IntPtr or SpecialType.System_UIntPtr,
    };
}
