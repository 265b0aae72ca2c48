using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>A program after all fixes, as <c>dotnet format analyzers</c> makes them at level <c>review</c>.</summary>
public static class FormattedProgram
{
    private const string Level = "dotnet_code_quality.concurrency.fix_all = review";

    /// <summary>Goes through the rules by id. Of each, the key of the first action on the first finding is passed to Fix All, once.</summary>
    public static async Task<SampleProgram> OfAsync(SampleProgram program, RulesUnderTest rules, CancellationToken cancellationToken = default)
    {
        var formatted = program with { Options = program.Options.Add(Level) };
        foreach (var rule in rules.Descriptors)
        {
            var repairs = new Repairs(formatted, rules);
            var first = (await repairs.FindingsAsync(cancellationToken)).Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == rule.Id);
            var offers = await repairs.OffersAsync(diagnostic => diagnostic == first, cancellationToken);
            if (!offers.IsEmpty)
                formatted = await repairs.ApplyAllAsync(offers[0], FixAllScope.Solution, cancellationToken) ?? formatted;
        }

        return formatted with { Options = program.Options };
    }
}
