namespace ConcurrencyAnalyzers.Testing;

/// <summary>Runs blocks of pages: what a page says about a program is what rules, fixes and the model say.</summary>
/// <param name="rules">
/// The rules under test. All of them run over every block, so that a block is also a silent example of every rule that it does not name. A rule
/// that is off by default runs on pages that name its id.
/// </param>
/// <param name="probe">Answers the probes of a page; without it, a page with probes fails.</param>
public sealed class SpecRunner(RulesUnderTest rules, ILineProbe? probe = null)
{
    /// <summary>Runs a block.</summary>
    /// <exception cref="SpecFailedException">Something on the page is not so; the message has one line for each, in the form of a compiler.</exception>
    public async Task VerifyAsync(SpecBlock block, CancellationToken cancellationToken = default)
    {
        var failures = await RunAsync(block, cancellationToken);
        if (failures.Count > 0)
            throw new SpecFailedException(failures);
    }

    /// <summary>Runs a block and returns what is wrong, by position.</summary>
    public async Task<IReadOnlyList<SpecFailure>> RunAsync(SpecBlock block, CancellationToken cancellationToken = default)
    {
        var content = BlockReader.Read(block);
        var problems = block.Page.Problems.AddRange(content.Problems);
        if (!problems.IsEmpty)
            return problems;

        var enabled = IdsOf(block.Page, content);
        var failures = await CompareAsync(block, content, enabled, cancellationToken);
        if (failures.Count == 0 && block.IsResultOfFix)
            failures.AddRange(await new FixComparison(rules, enabled).OfResultAsync(block, content, cancellationToken));
        else if (failures.Count == 0 && block.IsNotFixed)
            failures.AddRange(await new FixComparison(rules, enabled).OfRefusalAsync(block, content, cancellationToken));

        return [.. failures.OrderBy(failure => failure.Line).ThenBy(failure => failure.Column)];
    }

    private async Task<List<SpecFailure>> CompareAsync(SpecBlock block, BlockContent content, IReadOnlySet<string> enabled, CancellationToken cancellationToken)
    {
        var compilation = content.Program.Compile();
        var options = content.Program.AnalyzerOptions();
        var findings = await Findings.OfAsync(compilation, options, rules, enabled, cancellationToken: cancellationToken);
        if (!findings.Crashes.IsEmpty)
            return [.. findings.Crashes.Select(crash => new SpecFailure(block.Page.Path, block.FenceLine, 1, $"expected an answer, found AD0001: {crash}"))];

        var failures = MarkComparison.Compare(block, content, [.. findings.CompileErrors, .. findings.Diagnostics]).ToList();
        failures.AddRange(Probe(block, content, compilation, options, cancellationToken));
        if (content.Program.Files.Length > 1 && failures.Count == 0)
            failures.AddRange(await CompareReversedAsync(block, content.Program, findings, enabled, cancellationToken));

        return failures;
    }

    /// <summary>The same answer everywhere: neither the order of files nor the number of threads may change it.</summary>
    private async Task<IEnumerable<SpecFailure>> CompareReversedAsync(
        SpecBlock block, SampleProgram program, Findings inOrder, IReadOnlySet<string> enabled, CancellationToken cancellationToken)
    {
        var reversed = await Findings.OfAsync(program.Reversed(), rules, enabled, concurrent: true, cancellationToken);
        return reversed.Describe() == inOrder.Describe()
            ? []
            : [new(block.Page.Path, block.FenceLine, 1,
                $"expected the same findings in every order of files, found with the files reversed and analysed concurrently:\n{TextDiff.Of(inOrder.Describe(), reversed.Describe())}")];
    }

    private IEnumerable<SpecFailure> Probe(SpecBlock block, BlockContent content, Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        foreach (var mark in content.Marks.Where(mark => mark.Kind is MarkKind.Locks or MarkKind.Roots or MarkKind.Meets or MarkKind.Guard or MarkKind.Evidence or MarkKind.Owned or MarkKind.NotOwned))
        {
            if (probe is null)
            {
                yield return At(mark, "probes of the model work on pages of Model.Tests, found one on a page of rules");
                yield break;
            }

            var facts = probe.At(compilation, options, compilation.SyntaxTrees.Single(tree => tree.FilePath == mark.File), mark.Line, cancellationToken);
            var message = Contradicts(mark, facts);
            if (mark.IsMissed)
                message = message is null ? "expected a miss, found that the model knows it" : null;
            if (message is not null)
                yield return At(mark, message);
        }

        SpecFailure At(Mark mark, string message) => new(block.Page.Path, mark.PageLine, mark.PageColumn, message);
    }

    private static string? Contradicts(Mark mark, LineFacts facts) => mark.Kind switch
    {
        MarkKind.Owned when !facts.IsOwned => "expected owned, found not owned",
        MarkKind.NotOwned when facts.IsOwned => "expected not owned, found owned",
        MarkKind.Locks => Compare("locks", mark.Text, facts.Locks),
        MarkKind.Roots => Compare("roots", mark.Text, facts.Roots),
        MarkKind.Meets => Compare("meets", mark.Text, facts.Meets),
        MarkKind.Guard => Compare("guard", mark.Text, facts.Guards),
        MarkKind.Evidence when !facts.Evidence.Any(told => told.Contains(mark.Text, StringComparison.Ordinal)) =>
            $"expected evidence '{mark.Text}', found {(facts.Evidence.Count == 0 ? "none" : string.Join("; ", facts.Evidence.Select(told => $"'{told}'")))}",
        _ => null,
    };

    private static string? Compare(string what, string expected, IReadOnlyCollection<string> found)
    {
        var names = expected.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal))
            ? null
            : $"expected {what} {{{string.Join(", ", names)}}}, found {what} {{{string.Join(", ", found)}}}";
    }

    private static HashSet<string> IdsOf(SpecPage page, BlockContent content) =>
        [.. content.Marks.Where(mark => mark.Id != "" && mark.Kind != MarkKind.CompileError).Select(mark => mark.Id), .. page.Id is { } id ? [id] : Array.Empty<string>()];
}
