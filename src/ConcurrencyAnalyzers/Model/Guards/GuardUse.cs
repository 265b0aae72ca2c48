using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>A variable, the lock that guards it, and the accesses that hold the lock and that do not.</summary>
/// <param name="Memory">A field or property, or the content of the container that it holds.</param>
/// <param name="Guard">The lock, at one of the places that hold it.</param>
/// <param name="Held">In order of path and position.</param>
/// <param name="Missing">In order of path and position.</param>
internal sealed record GuardUse(Memory Memory, HeldLock Guard, ImmutableArray<Access> Held, ImmutableArray<Access> Missing)
{
    /// <summary>What declares the guard; null where it is inferred.</summary>
    public AttributeData? Declaration { get; init; }

    /// <summary>The inferred guard as members of the variable's type call it, where they have a name for it.</summary>
    public MemoryPath? Beside { get; init; }

    /// <summary>Fewer accesses that hold a lock say little about what it is for.</summary>
    public const int FewestHeld = 2;

    /// <summary>More than the smaller part of the accesses hold the lock. Otherwise it guards only what two threads are known to write.</summary>
    public bool IsUsual { get; init; } = true;

    public string GuardName => Guard.Symbol?.Name ?? Guard.Text;

    /// <summary>As the evidence says it: <c>4 of 5</c>.</summary>
    public string Share => $"{Held.Length} of {Held.Length + Missing.Length}";

    public ImmutableArray<UnguardedUse> Uses => Missing.Select(access => new UnguardedUse(this, access)).ToImmutableArray();
}

/// <summary>An access that does not hold the lock that the others hold.</summary>
internal sealed class UnguardedUse(GuardUse guarding, Access access)
{
    /// <summary>So many of three accesses have to hold a lock before the others are called mistakes.</summary>
    private const int MostOfThree = 2;

    public GuardUse Guarding { get; } = guarding;

    public Access Access { get; } = access;

    public string Name => Access.Path.IsUnknown ? Guarding.Memory.Name : Access.IsContent ? Access.Path.WithoutLast().Name : Access.Path.Name;

    /// <summary>The threads that meet here, where they are known: one of them holds the lock.</summary>
    public string? Meeting { get; private init; }

    /// <summary>The guard is declared and not counted.</summary>
    public bool IsDeclared => Guarding.Declaration is not null;

    /// <summary>
    /// One locked access against one without says little. A read of what the machine reads in one step is at worst old, and may be meant so.
    /// </summary>
    public bool IsSuggestion =>
        !IsDeclared && Meeting is null
        && (Guarding.Held.Length < GuardUse.FewestHeld || Guarding.Held.Length * 3 < (Guarding.Held.Length + Guarding.Missing.Length) * MostOfThree || IsWholeRead);

    private bool IsWholeRead => Access.Kind == AccessKind.Read && (Access.IsGlance || (!Access.IsContent && (IsOneStep(Guarding.Memory.Type) || IsNullTest)));

    /// <summary>Of a nullable value, which has two parts, a test for null reads one.</summary>
    private bool IsNullTest => Access.Node.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => true,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" } => true,
        _ => false,
    };

    /// <summary>The evidence in words: the accesses that hold the guard, the first of them by place.</summary>
    public string Witness
    {
        get
        {
            if (Guarding.Held.IsEmpty)
                return "[GuardedBy] says so, and no access holds it";
            var example = Guarding.Held.FirstOrDefault(static held => held.IsWrite) ?? Guarding.Held[0];
            return $"{(IsDeclared ? "[GuardedBy] says so, and it is " : "")}held at {Guarding.Share} accesses, as in {Places.NameOf(example.Frame.Outermost)}, {Places.LineOf(example.Syntax, Access.Syntax)}{(Meeting is null ? "" : $"; {Meeting}")}";
        }
    }

    public UnguardedUse MeetingAs(string threads) => new(Guarding, Access) { Meeting = threads };

    public IEnumerable<Location> OtherPlaces => Guarding.Held.OrderByDescending(static held => held.IsWrite).Take(3).Select(static held => held.Location);

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("memory", Guarding.Memory.Symbol.ToDisplayString())
        .Add("guard", Guarding.GuardName)
        .Add("held", Guarding.Share);

    /// <summary>The machine reads and writes such a value in one step.</summary>
    internal static bool IsOneStep(ITypeSymbol type) => type.IsReferenceType || type.TypeKind is TypeKind.Enum or TypeKind.Pointer || type.SpecialType is
        SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16
        or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_DateTime;
}
