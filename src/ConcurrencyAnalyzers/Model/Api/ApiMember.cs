namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>How exactly a line names its member. A line replaces less exact ones of the same verb.</summary>
internal enum ApiPrecision
{
    /// <summary><c>E:Type.*</c>: every member of this kind.</summary>
    EveryMember,

    /// <summary><c>M:Type.Name(*)</c>: every overload.</summary>
    EveryOverload,

    /// <summary>A whole documentation id.</summary>
    One,
}

/// <summary>One line of a table: a member by its documentation id, and what it does in the order written.</summary>
/// <param name="Kind"><c>M</c>, <c>P</c>, <c>E</c> or <c>T</c>.</param>
/// <param name="Type">Full name of the type as documentation ids write it: <c>System.Collections.Generic.List`1</c>, nested types behind a dot.</param>
/// <param name="Name">Metadata name of the member: <c>.ctor</c> for constructors, <c>*</c> for every member, empty for a type.</param>
/// <param name="Id">The id as written.</param>
/// <param name="Precision">How exactly the id names the member.</param>
/// <param name="Span">The id in its file.</param>
/// <param name="Effects">What the member does.</param>
internal sealed record ApiMember(char Kind, string Type, string Name, string Id, ApiPrecision Precision, ApiSpan Span, ImmutableArray<ApiEffect> Effects)
{
    public const string EveryName = "*";

    /// <summary>True where the line stands for <paramref name="definition"/>, an original definition of this kind and name, declared in <see cref="Type"/>.</summary>
    public bool Matches(ISymbol definition) =>
        Precision != ApiPrecision.One || definition.GetDocumentationCommentId() == Id;

    /// <summary>Compares from the last segment on, so that the wrong type costs one comparison and nothing is allocated.</summary>
    public bool IsIn(INamedTypeSymbol type) => SymbolNames.Are(Type, type);
}
