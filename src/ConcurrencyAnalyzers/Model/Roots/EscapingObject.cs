using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A constructor lets others have the object, and goes on making it.</summary>
/// <param name="Constructor">The frame of the constructor.</param>
/// <param name="Begin">From here on others have it: a start, a registration, a call that leads to one, the constructor of the base.</param>
/// <param name="Late">What is still to be done to the object then; empty where only a derived class can have something to do.</param>
/// <param name="Witness">The evidence in words.</param>
/// <param name="IsSuggestion">No other thread is in sight, or it comes late.</param>
internal sealed record EscapingObject(Frame Constructor, SyntaxNode Begin, ImmutableArray<Access> Late, string Witness, bool IsSuggestion) : IFinding
{
    public Location Location => PlaceOf(Begin);

    public IEnumerable<Location> OtherPlaces { get; init; } = [];

    public string Name => Constructor.Method!.ContainingType.Name;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("type", Constructor.Method!.ContainingType.ToDisplayString())
        .Add("fields", string.Join(",", Late.Select(static write => write.Memory.Name).Distinct()));

    /// <summary>The name of what is called; a constructor that calls its base's without saying so shows its own.</summary>
    private static Location PlaceOf(SyntaxNode begin) => begin switch
    {
        ConstructorDeclarationSyntax constructor => constructor.Identifier.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } => called.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: SimpleNameSyntax called } => called.GetLocation(),
        _ => begin.GetLocation(),
    };
}
