using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tool.Declaring;

/// <summary>Writes declarations into a copy of the program and lets the rules look at it: what makes them say more than before is taken back.</summary>
internal sealed class DeclarationTrial(LoadedProgram program, ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    private readonly List<Refusal> _refusals = [];
    private readonly HashSet<string> _inFull = new(StringComparer.Ordinal);

    /// <summary>The files with what can stay, by tree; which declarations that are, and what was taken back.</summary>
    public async Task<Outcome> RunAsync(ImmutableArray<Declaration> wanted)
    {
        if (wanted.IsEmpty)
            return new(new Dictionary<SyntaxTree, SourceText>(), [], []);

        // A text that was not read whole would not be written back whole.
        var declarations = wanted.RemoveAll(declaration => IsBroken(declaration.Tree));
        Refuse(wanted.Except(declarations), "its file is not in UTF-8, or in no encoding that it tells");

        var before = await FindingsOf(program.Compilation, []);
        while (true)
        {
            var (texts, written) = Write(declarations);
            if (written.IsEmpty || FirstNew(before, await FindingsOf(Changed(texts), written)) is not { } added)
                return new(texts, written, [.. _refusals]);

            // Other names of the namespace may be those of somebody else.
            if (added.Id.StartsWith("CS", StringComparison.Ordinal) && _inFull.Add(added.Place.Path))
                continue;

            var blamed = Blamed(added, declarations);
            Refuse(blamed, $"with it there would be {added.Id}, \"{added.Message}\"");
            declarations = [.. declarations.Except(blamed)];
        }
    }

    private (Dictionary<SyntaxTree, SourceText> Texts, ImmutableArray<Declaration> Written) Write(ImmutableArray<Declaration> declarations)
    {
        var texts = new Dictionary<SyntaxTree, SourceText>();
        var written = ImmutableArray.CreateBuilder<Declaration>();
        foreach (var file in declarations.GroupBy(static declaration => declaration.Tree))
        {
            var (tree, text) = (file.Key, file.Key.GetText());
            var edits = new DocumentEdits(program.Compilation.GetSemanticModel(tree), Layout.Of(tree.GetRoot(), text, program.Options.AnalyzerConfigOptionsProvider.GetOptions(tree)));
            foreach (var declaration in file)
            {
                var attribute = GuardDeclaration.Write(edits, declaration.Syntax, declaration.LockName, declaration.Counts[0].Guard.Symbol, _inFull.Contains(tree.FilePath));
                written.Add(declaration with { Text = attribute });
            }

            // Insertions at different places contradict nothing.
            texts.Add(tree, edits.Apply(CancellationToken.None)!);
        }

        return (texts, written.ToImmutable());
    }

    private CSharpCompilation Changed(Dictionary<SyntaxTree, SourceText> texts) =>
        texts.Aggregate(program.Compilation, static (compilation, file) => compilation.ReplaceSyntaxTree(file.Key, file.Key.WithChangedText(file.Value)));

    /// <summary>By what stays the same when lines are inserted above and attributes before them.</summary>
    private async Task<List<(Finding Finding, string Key)>> FindingsOf(CSharpCompilation compilation, ImmutableArray<Declaration> written)
    {
        var analysis = await ProgramAnalysis.OfAsync(program with { Compilation = compilation }, analyzers, []);
        if (!analysis.Crashes.IsEmpty)
            throw new Cli.ToolFailure($"{analysis.Crashes[0].Rule} crashed in {program.Name}: {analysis.Crashes[0].Exception.Message} Nothing is written.");
        return [.. analysis.CompileErrors.Concat(analysis.Findings).Select(finding => (finding, KeyOf(finding, written)))];
    }

    private static string KeyOf(Finding finding, ImmutableArray<Declaration> written)
    {
        var line = written.Where(declaration => declaration.Tree.FilePath == finding.Place.Path)
            .Aggregate(finding.Place.SourceLine, static (line, declaration) => line.Replace(declaration.Text + " ", "", StringComparison.Ordinal));
        return $"{finding.Id} {finding.Place.Path} {line.Trim()}";
    }

    private static Finding? FirstNew(List<(Finding Finding, string Key)> before, List<(Finding Finding, string Key)> after)
    {
        var known = before.CountBy(static one => one.Key).ToDictionary(StringComparer.Ordinal);
        foreach (var (finding, key) in after)
        {
            if (known.GetValueOrDefault(key) is var left and > 0)
                known[key] = left - 1;
            else
                return finding;
        }

        return null;
    }

    /// <summary>Those that the finding names, else those of its file, else all: never none, so that the trial ends.</summary>
    private static ImmutableArray<Declaration> Blamed(Finding added, ImmutableArray<Declaration> declarations)
    {
        ImmutableArray<Declaration> named = [.. declarations.Where(one => one.Counts.Any(count => added.Message.Contains($"'{count.Variable.Name}", StringComparison.Ordinal)))];
        ImmutableArray<Declaration> near = [.. declarations.Where(one => one.Tree.FilePath == added.Place.Path)];
        return !named.IsEmpty ? named : !near.IsEmpty ? near : declarations;
    }

    private void Refuse(IEnumerable<Declaration> declarations, string reason) =>
        _refusals.AddRange(declarations.SelectMany(static one => one.Counts).Select(count => new Refusal(count, reason)));

    private static bool IsBroken(SyntaxTree tree) => tree.GetText() is { Encoding: null } or { Length: 0 } || tree.GetText().ToString().Contains('\uFFFD');

    /// <param name="Texts">The changed files.</param>
    /// <param name="Written">What stands in them now.</param>
    /// <param name="Refusals">What was taken back, or never written.</param>
    internal sealed record Outcome(IReadOnlyDictionary<SyntaxTree, SourceText> Texts, ImmutableArray<Declaration> Written, ImmutableArray<Refusal> Refusals);
}
