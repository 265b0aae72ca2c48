using ConcurrencyAnalyzers.Model.Costs;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Work of the processor on a thread that others wait for.</summary>
/// <param name="Root">Where the thread enters.</param>
/// <param name="Place">The call in the root that leads to the work, or the work itself.</param>
/// <param name="Chain">Why it takes long.</param>
internal sealed record ServedWork(ServingRoot Root, SyntaxNode Place, CostChain Chain)
{
    /// <summary>One loop with a cheap body: nobody can say that it is too long.</summary>
    public bool IsSuggestion => Chain.Level == CostLevel.Linear;

    /// <summary>What is called, or that it is a loop.</summary>
    public string Name => !Chain.Calls.IsEmpty ? $"'{NameOf(Chain.Calls[0])}'" : Loops.IsLoop(Place) ? "This loop" : $"'{Chain.Factors[0].Text}'";

    public Location Location => Loops.HeadOf(Place);

    /// <summary>The loops and members that count.</summary>
    public IEnumerable<Location> OtherPlaces => Chain.Counted.Where(factor => factor.Syntax != Place).Select(static factor => Loops.HeadOf(factor.Syntax)).Distinct();

    /// <summary>The evidence for machines.</summary>
    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("root", Root.Kind.ToString())
        .Add("level", Chain.Level.ToString());

    /// <summary>The factors, from the outermost to the innermost, and the calls between the place and them.</summary>
    public string Witness => string.Join(" times ", Chain.Counted.Select(Describe)) + Way;

    private string Way => Chain.Calls.Length > 1 ? $", by way of {string.Join(" and ", Chain.Calls.Skip(1).Select(static call => $"'{NameOf(call)}'"))}" : "";

    private string Describe(CostFactor factor)
    {
        var what = factor.Kind switch
        {
            CostKind.Loop => factor.Text.Length == 0 ? "the loop" : $"the loop over '{factor.Text}'",
            CostKind.Query => $"'{factor.Text}' over all elements",
            CostKind.Recursion => $"'{factor.Text}', which calls itself more than once",
            CostKind.Descent => $"'{factor.Text}', which calls itself,",
            CostKind.Member when factor.Pattern is not null => $"'{factor.Text}', whose pattern comes from outside and which has no time limit,",
            CostKind.Declared => $"'{factor.Text}', which is marked [CpuBound],",
            _ => $"'{factor.Text}'",
        };
        var file = factor.Syntax.SyntaxTree == Place.SyntaxTree ? "" : $"{Path.GetFileName(factor.Syntax.SyntaxTree.FilePath)}, ";
        return $"{what} in {file}line {factor.Line}";
    }

    private static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor } => $"new {method.ContainingType.Name}",
        { AssociatedSymbol: { } property } => property.Name,
        _ => method.Name,
    };
}
