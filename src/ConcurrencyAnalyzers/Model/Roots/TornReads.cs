using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds reads of values of several words that another thread sets meanwhile.</summary>
/// <remarks>
/// The two threads are those of <see cref="RaceFinder"/>. Nothing is bound but members that mention a variable of such a type. A read of one part is
/// no copy; neither is the read in an update of the same variable, which loses more than a half.
/// </remarks>
internal sealed class TornReads(BodyReader reader, SourceIndex index, MemoryUses uses, CommonGuards common, WideTypes types, RaceFinder races)
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    public IEnumerable<TornRead> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var mentioned = TreeIndex.Of(tree, cancellation).MentioningAny(name => IsNameOfWide(name, cancellation) && !common.Cover(name));
        foreach (var access in mentioned.SelectMany(member => reader.FactsOf(member.Node, cancellation)).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
        {
            if (At(access, cancellation) is { } torn)
                yield return torn;
        }
    }

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a read.</summary>
    public TornRead? At(Access access, CancellationToken cancellation)
    {
        if (access is not { Kind: AccessKind.Read, IsAtomic: false, Memory: { IsElement: false, Symbol: IFieldSymbol or IPropertySymbol } } || !types.IsWide(access.Memory.Type)
            || !IsCopy(access) || IsPartOfUpdate(access) || !IsSetLater(access.Memory, cancellation))
        {
            return null;
        }

        return races.RaceOn(access, cancellation).Proves(out var race) ? new TornRead(race, IsWord(access.Memory.Type)) : null;
    }

    private static bool IsWord(ITypeSymbol type) => type.TypeKind == TypeKind.Enum
        || type.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double or SpecialType.System_DateTime;

    private bool IsNameOfWide(string name, CancellationToken cancellation) =>
        _names.TryGetValue(name, out var known) ? known
        : _names.GetOrAdd(name, index.MayBeWide(name, types.HasShortWords).Any(declaration => types.IsWide(TypeOf(declaration, cancellation))));

    private ITypeSymbol TypeOf(SyntaxNode declaration, CancellationToken cancellation) => reader.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => reader.Compilation.ObjectType,
    };

    /// <summary>What only constructors set has its value when others get the object.</summary>
    private bool IsSetLater(Memory memory, CancellationToken cancellation) =>
        uses.Of(memory, cancellation).Accesses.Any(static access => access.IsWrite && !(access.Frame.Body.IsConstructing && access.Frame.Parent is null));

    /// <summary>
    /// Whether the place needs the whole value. <c>HasValue</c> and a comparison with null need one part, an item of a tuple is one, and of properties of
    /// other structures it is not known.
    /// </summary>
    private static bool IsCopy(Access access)
    {
        if (access.Path.Steps.IsEmpty || !SymbolEqualityComparer.Default.Equals(access.Path.Steps[access.Path.Steps.Length - 1].Symbol?.OriginalDefinition, access.Memory.Symbol))
            return false;

        SyntaxNode node = access.Target;
        while (node.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            node = node.Parent;
        return node.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } called when called.Expression == node => called.Name.Identifier.ValueText != "GetValueOrDefault" || !IsNullable(access),
            MemberAccessExpressionSyntax part when part.Expression == node => IsNullable(access) && part.Name.Identifier.ValueText == "Value",
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison => !IsNull(comparison.Left) && !IsNull(comparison.Right),
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => false,
            _ => true,
        };
    }

    private static bool IsNullable(Access access) => access.Memory.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static bool IsNull(ExpressionSyntax one) => one.IsKind(SyntaxKind.NullLiteralExpression);

    private static bool IsPartOfUpdate(Access read) =>
        read.Frame.Accesses.Exists(update => update.Kind == AccessKind.ReadModifyWrite && update.Memory.Equals(read.Memory)
            && (update.EarlierRead == read.Syntax || update.Syntax.Span.Contains(read.Syntax.Span)));
}
