using System.Diagnostics;
using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Declaring;
using ConcurrencyAnalyzers.Tool.Loading;
using ConcurrencyAnalyzers.Tool.Output;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary><c>declare</c>: writes down which lock guards which variable, where all accesses agree, so that a rule sees to it from then on.</summary>
internal sealed class DeclareCommand(DeclareOptions options, ToolHost host)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private int _declared;
    private int _refused;
    private int _without;

    public async Task<int> RunAsync()
    {
        var subjects = SubjectFinder.Find(options, host.WorkingDirectory);
        var loader = new ProgramLoader(options, host);
        foreach (var subject in subjects)
        {
            if (await loader.TryLoadAsync(subject, isOnlyOne: subjects.Length == 1) is not { } program)
                continue;
            if (GuardDeclaration.IsPossibleIn(program.Compilation))
                await DeclareAsync(program, subject);
            else
                ReportMissingPackage(program, subject, isOnlyOne: subjects.Length == 1);
        }

        var verb = options.DryRun ? "to declare" : "declared";
        Note($"{_declared:N0} {verb}, in {TextReport.Count(_files.Count, "file")}; {_refused:N0} not, {_clock.Elapsed.TotalSeconds:F1} s.");
        return loader.NotLoaded + _without > 0 ? ExitCode.Failed : ExitCode.Clean;
    }

    private async Task DeclareAsync(LoadedProgram program, Subject subject)
    {
        var plan = DeclarationPlan.Of(program);
        var outcome = await new DeclarationTrial(program, host.Analyzers).RunAsync(plan.Declarations);
        foreach (var (tree, text) in outcome.Texts)
        {
            _files.Add(tree.FilePath);
            if (!options.DryRun)
                File.WriteAllText(tree.FilePath, text.ToString(), text.Encoding!);
        }

        // A patch alone goes to the output, so that it can be piped.
        if (options.Diff)
        {
            foreach (var (tree, text) in outcome.Texts)
            {
                foreach (var line in UnifiedDiff.Lines(host.Display(tree.FilePath), tree.GetText(), text))
                    host.Out.WriteLine(line);
            }
        }

        var declared = outcome.Written.SelectMany(static one => one.Counts.Select(count => (count.Declaration, Text: TextOf(one, count))));
        var refused = plan.Refusals.Concat(outcome.Refusals).Select(refusal => (refusal.Count.Declaration, Text: TextOf(refusal)));
        foreach (var (declaration, text) in declared.Concat(refused).OrderBy(static one => one.Declaration.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static one => one.Declaration.SpanStart))
            Note($"{Position(declaration.GetLocation())}: {text}");
        _declared += outcome.Written.Sum(static one => one.Counts.Length);
        _refused += plan.Refusals.Length + outcome.Refusals.Length;
        if (subject is Subject.LooseFiles && outcome.Written.Length > 0)
            host.Note("these files came without a project: the one that builds them has to reference the package ConcurrencyAnalyzers.");
    }

    private void Note(string line) => (options.Diff ? host.Error : host.Out).WriteLine(line);

    private static string TextOf(Declaration declaration, Model.Guards.GuardCount count) => $"{count.Variable.Name}: declared {declaration.Text}, held at {count.Held} of {count.All}";

    private string TextOf(Refusal refusal) =>
        $"{refusal.Count.Variable.Name}: not declared, {refusal.Reason}{(refusal.Where is { } where ? $", see {Position(where)}" : "")}";

    private string Position(Location location)
    {
        var place = Place.Of(location);
        return $"{host.Display(place.Path)}:{place.Line + 1}:{place.Column + 1}";
    }

    private void ReportMissingPackage(LoadedProgram program, Subject subject, bool isOnlyOne)
    {
        var remedy = subject is Subject.Project named ? $": `dotnet add {host.Display(named.Path)} package ConcurrencyAnalyzers`" : ", ConcurrencyAnalyzers";
        var text = $"{program.Name} does not see [GuardedBy]. Add the package that has it{remedy}.";
        if (isOnlyOne)
            throw new ToolFailure(text);
        host.Error.WriteLine($"error: {text}");
        _without++;
    }
}
