using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>Applies fixes to a block and lays the result beside the block that shows it.</summary>
internal sealed class FixComparison(RulesUnderTest rules, IReadOnlySet<string> enabled)
{
    /// <summary>What is wrong with a block under <c>### Fixed</c>, whose own marks already hold.</summary>
    public async Task<IEnumerable<SpecFailure>> OfResultAsync(SpecBlock block, BlockContent expected, CancellationToken cancellationToken)
    {
        var before = BlockReader.Read(block.Before!);
        var repairs = new Repairs(before.Program, rules, enabled);
        var offers = await repairs.OffersAsync(await AboutThePageAsync(block, repairs, cancellationToken), cancellationToken);
        var offer = offers.FirstOrDefault(offer => block.FixTitle is null || offer.Action.Title == block.FixTitle);
        if (offer is null)
            return [Failure(block, $"expected a fix{Titled(block)}, found {Titles(offers)}")];

        // dotnet format and Fix All find the actions that belong together by their key.
        if (string.IsNullOrEmpty(offer.Action.EquivalenceKey))
            return [Failure(block, $"expected an equivalence key on '{offer.Action.Title}', found none")];

        var result = block.IsResultOfFixAll
            ? await repairs.ApplyAllAsync(offer, FixAllScope.Project, cancellationToken)
            : await repairs.ApplyAsync(offer, cancellationToken);
        if (result is null)
            return [Failure(block, $"expected Fix All over a project, found that {offer.Provider.GetType().Name} has none")];

        var differences = Differences(block, before.Program, expected.Program, result).ToList();
        if (differences.Count > 0)
            return differences;

        var failures = await WorseAsync(block, repairs, offer, result, cancellationToken);
        return block.IsResultOfFixAll ? failures.Concat(await UnstableAsync(block, before.Program, offer, result, cancellationToken)) : failures;
    }

    /// <summary>What is wrong with a block under <c>### Not fixed</c>.</summary>
    public async Task<IEnumerable<SpecFailure>> OfRefusalAsync(SpecBlock block, BlockContent content, CancellationToken cancellationToken)
    {
        var repairs = new Repairs(content.Program, rules, enabled);
        var findings = await repairs.FindingsAsync(cancellationToken);
        if (findings.Diagnostics.IsEmpty)
            return [Failure(block, "expected a diagnostic without a fix, found no diagnostic")];

        var offers = await repairs.OffersAsync(await AboutThePageAsync(block, repairs, cancellationToken), cancellationToken);
        var unwanted = offers.Where(offer => block.FixTitle is null || offer.Action.Title == block.FixTitle).ToImmutableArray();
        return unwanted.IsEmpty ? [] : [Failure(block, $"expected no fix{Titled(block)}, found {Titles(unwanted)}")];
    }

    /// <summary>A page is about its own id; a page about several is about all of them.</summary>
    private static async Task<Func<Diagnostic, bool>> AboutThePageAsync(SpecBlock block, Repairs repairs, CancellationToken cancellationToken)
    {
        var id = block.Page.Id;
        var findings = await repairs.FindingsAsync(cancellationToken);
        return findings.Diagnostics.Any(diagnostic => diagnostic.Id == id) ? diagnostic => diagnostic.Id == id : _ => true;
    }

    /// <summary>Files that the block does not show have to be as they were.</summary>
    private static IEnumerable<SpecFailure> Differences(SpecBlock block, SampleProgram before, SampleProgram expected, SampleProgram found)
    {
        foreach (var file in found.Files)
        {
            var text = (expected.Files.FirstOrDefault(other => other.Name == file.Name) ?? before.Files.FirstOrDefault(other => other.Name == file.Name))?.Text;
            if (text is null)
                yield return Failure(block, $"expected no file {file.Name}, found that the fix adds it:\n{file.Text}");
            else if (text != file.Text)
                yield return Failure(block, $"expected another text of {file.Name}, found (- expected, + found)\n{TextDiff.Of(text, file.Text)}");
        }

        foreach (var file in expected.Files.Where(file => found.Files.All(other => other.Name != file.Name)))
            yield return Failure(block, $"expected a file {file.Name}, found only {string.Join(", ", found.Files.Select(other => other.Name))}");
    }

    /// <summary>A repair compiles, takes its diagnostic away and brings none.</summary>
    private async Task<IEnumerable<SpecFailure>> WorseAsync(SpecBlock block, Repairs repairs, Offer offer, SampleProgram result, CancellationToken cancellationToken)
    {
        var before = await repairs.FindingsAsync(cancellationToken);
        var after = await Findings.OfAsync(result, rules, enabled, cancellationToken: cancellationToken);
        var failures = new List<SpecFailure>();
        if (after.CompileErrors.Length > before.CompileErrors.Length)
            failures.Add(Failure(block, $"expected a result that compiles, found {after.CompileErrors.First()}"));

        foreach (var (id, count) in after.Diagnostics.CountBy(diagnostic => diagnostic.Id))
        {
            var allowed = before.Diagnostics.Count(diagnostic => diagnostic.Id == id) - (id == offer.Diagnostic.Id ? 1 : 0);
            if (count > allowed)
                failures.Add(Failure(block, $"expected at most {allowed} of {id} after the fix, found {count}:\n{after.Describe()}"));
        }

        return failures;
    }

    /// <summary>Fix All gives one text: again, per document, and in any order of documents.</summary>
    private async Task<IEnumerable<SpecFailure>> UnstableAsync(
        SpecBlock block, SampleProgram before, Offer offer, SampleProgram result, CancellationToken cancellationToken)
    {
        var failures = new List<SpecFailure>();
        await CompareAsync("Fix All a second time", result, FixAllScope.Project);
        if (before.Files.Length > 1)
            await CompareAsync("Fix All with the files in the opposite order", before.Reversed(), FixAllScope.Project);
        else
            await CompareAsync("Fix All over the document", before, FixAllScope.Document);

        return failures;

        async Task CompareAsync(string what, SampleProgram start, FixAllScope scope)
        {
            var repairs = new Repairs(start, rules, enabled);
            var offers = await repairs.OffersAsync(diagnostic => diagnostic.Id == offer.Diagnostic.Id, cancellationToken);
            var same = offers.FirstOrDefault(other => other.Action.EquivalenceKey == offer.Action.EquivalenceKey);
            if (same is null)
                return;

            var again = await repairs.ApplyAllAsync(same, scope, cancellationToken);
            if (again is null)
                failures.Add(Failure(block, $"expected {what}, found that {offer.Provider.GetType().Name} does not offer it"));
            else
                failures.AddRange(Differences(block, result, result, again).Select(failure => failure with { Message = $"{what}: {failure.Message}" }));
        }
    }

    private static SpecFailure Failure(SpecBlock block, string message) => new(block.Page.Path, block.FenceLine, 1, message);

    private static string Titled(SpecBlock block) => block.FixTitle is null ? "" : $" '{block.FixTitle}'";

    private static string Titles(ImmutableArray<Offer> offers) =>
        offers.IsEmpty ? "none" : string.Join(", ", offers.Select(offer => $"'{offer.Action.Title}'").Distinct());
}
