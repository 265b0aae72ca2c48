using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which values are copied in more than one step, so that a copy can be half of the old value and half of the new one.</summary>
/// <remarks>
/// A reference, and a number that fits a word, is copied in one. Everything else has no such promise, even where today's compilers use one instruction.
/// Errs towards one step: of structures of libraries only public fields, and what a table says, are known.
/// </remarks>
internal sealed class WideTypes(Compilation compilation, ApiLookup api)
{
    /// <summary><c>LayoutKind.Explicit</c>.</summary>
    private const int ExplicitLayout = 2;

    /// <summary>How deep structures of one field are looked into.</summary>
    private const int MaxDepth = 8;

    /// <summary>A process of 32 bits has words of 32 bits.</summary>
    public bool HasShortWords { get; } = compilation.Options.Platform is Platform.X86 or Platform.Arm or Platform.AnyCpu32BitPreferred;

    public bool IsWide(ITypeSymbol type) => IsWide(type, MaxDepth);

    private bool IsWide(ITypeSymbol type, int depth)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_Decimal:
                return true;
            case SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double or SpecialType.System_DateTime:
                return HasShortWords;
            case not SpecialType.None and not SpecialType.System_Nullable_T:
                return false;
        }

        if (type is not INamedTypeSymbol { IsValueType: true } named || depth == 0)
            return false;
        if (named.TypeKind == TypeKind.Enum)
            return named.EnumUnderlyingType is { } number && IsWide(number, depth - 1);
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return named.TypeArguments[0].TypeKind != TypeKind.Error;
        if (named.IsTupleType || (api.NatureOf(named) & ApiNature.Wide) != 0)
            return true;

        var isOurs = SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, compilation.Assembly);
        var fields = named.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && (isOurs || field.DeclaredAccessibility == Accessibility.Public)).ToList();
        return fields.Count > 1 ? !HasLayoutOfItsOwn(named) : fields.Count == 1 && isOurs && IsWide(fields[0].Type, depth - 1);
    }

    /// <summary>Fields that lie one over the other are one word.</summary>
    private static bool HasLayoutOfItsOwn(INamedTypeSymbol type) =>
        type.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "StructLayoutAttribute" && attribute.ConstructorArguments.FirstOrDefault().Value is ExplicitLayout);
}
