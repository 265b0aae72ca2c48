using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The fields and automatic properties of one tree that can be set and whose type, as it is written, may be a structure. Like <see cref="TreeIndex"/> it binds nothing.</summary>
/// <remarks>Whether it is one is asked of the few that a file at hand mentions.</remarks>
internal sealed class WideNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, WideNames> s_known = new();

    private WideNames(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(TreeIndex.IsOutsideBodies))
        {
            switch (node)
            {
                case StructDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword }:
                    Structures.Add(((TypeDeclarationSyntax)node).Identifier.ValueText);
                    break;
                case EnumDeclarationSyntax type:
                    Structures.Add(type.Identifier.ValueText);
                    break;
                case TypeDeclarationSyntax type:
                    Classes.Add(type.Identifier.ValueText);
                    break;
                case FieldDeclarationSyntax field when !field.Modifiers.Any(static word => word.Kind() is SyntaxKind.ReadOnlyKeyword or SyntaxKind.ConstKeyword):
                    foreach (var variable in field.Declaration.Variables)
                        Add(variable.Identifier.ValueText, field.Declaration.Type, variable);
                    break;
                case PropertyDeclarationSyntax { AccessorList.Accessors: { Count: > 1 } } property:
                    Add(property.Identifier.ValueText, property.Type, property);
                    break;
            }
        }
    }

    /// <summary>What the tree declares, and the type as it is written.</summary>
    public List<(string Name, SyntaxNode Declaration, TypeSyntax Type)> Candidates { get; } = [];

    public HashSet<string> Structures { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Classes { get; } = new(StringComparer.Ordinal);

    public static WideNames Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var names))
            return names;

        names = new WideNames(tree, cancellation);
        return s_known.GetValue(tree, _ => names);
    }

    /// <summary>A number of 64 bits, which only a program of 32 bits copies in steps.</summary>
    public static bool IsNumber(TypeSyntax type) => type is PredefinedTypeSyntax one && !one.Keyword.IsKind(SyntaxKind.DecimalKeyword);

    private void Add(string name, TypeSyntax type, SyntaxNode declaration)
    {
        if (MayBeStructure(type))
            Candidates.Add((name, declaration, type));
    }

    private static bool MayBeStructure(TypeSyntax type) => type switch
    {
        PredefinedTypeSyntax one => one.Keyword.Kind() is SyntaxKind.DecimalKeyword or SyntaxKind.LongKeyword or SyntaxKind.ULongKeyword or SyntaxKind.DoubleKeyword,
        NullableTypeSyntax { ElementType: PredefinedTypeSyntax one } => one.Keyword.Kind() is not (SyntaxKind.StringKeyword or SyntaxKind.ObjectKeyword),
        NullableTypeSyntax { ElementType: TupleTypeSyntax } or TupleTypeSyntax => true,
        _ => TypeNames.Of(type) is not null,
    };

    /// <summary>Whether a type of that name may be copied in steps, as far as names tell.</summary>
    public static bool IsLikely(TypeSyntax type, Func<string, bool> isStructure, Func<string, bool> isClass) => TypeNames.Of(type) is not { } name
        || isStructure(name) || name is "Nullable" or "DateTime" || ApiTables.BuiltIn.KnowType(name)
        || (type is NullableTypeSyntax && !isClass(name));
}
