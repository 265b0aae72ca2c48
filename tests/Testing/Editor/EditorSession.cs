using System.Text;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>One file of a project that is open in an editor: each change makes a new compilation, and only this file is asked about.</summary>
/// <remarks>
/// What a host does per keystroke: new text, the syntax tree reparsed incrementally, a compilation that shares the trees of all other files,
/// a driver over it, <c>GetAnalyzerSemanticDiagnosticsAsync</c> for the open file. Nothing of the keystroke before is kept here.
/// </remarks>
public sealed class EditorSession
{
    private readonly RulesUnderTest _rules;
    private readonly DocumentId _open;
    private Document _document;

    private EditorSession(Document document, RulesUnderTest rules) => (_document, _open, _rules) = (document, document.Id, rules);

    /// <summary>Where the next character goes.</summary>
    public int Caret { get; set; }

    /// <summary>Whether rules run side by side, as in a host. Then two may ask for one body at the same time, and both bind it.</summary>
    public bool IsConcurrent { get; init; } = true;

    /// <summary>The open file as it is now.</summary>
    public Document Document => _document;

    /// <summary>Opens a file of a program.</summary>
    public static EditorSession Open(SampleProgram program, string file, RulesUnderTest rules, bool isConcurrent = true) =>
        new(SampleWorkspace.Open(program).Documents.Single(document => document.Name == file), rules) { IsConcurrent = isConcurrent };

    /// <summary>Another file of the same project as it is now; what is typed there does not show here.</summary>
    public EditorSession InOtherTab(string file) => new(_document.Project.Documents.Single(document => document.Name == file), _rules);

    /// <summary>Puts the caret where a text stands in the open file, and takes the text away.</summary>
    public async Task CaretAtAsync(string marker, CancellationToken cancellation)
    {
        var text = await _document.GetTextAsync(cancellation);
        Caret = text.ToString().IndexOf(marker, StringComparison.Ordinal);
        if (Caret < 0)
            throw new ArgumentException($"'{marker}' stands nowhere in {_document.Name}.", nameof(marker));
        _document = _document.WithText(text.WithChanges(new TextChange(new TextSpan(Caret, marker.Length), "")));
    }

    /// <summary>Types a text at once, as a paste does.</summary>
    public async Task InsertAsync(string typed, CancellationToken cancellation)
    {
        var text = await _document.GetTextAsync(cancellation);
        _document = _document.WithText(text.WithChanges(new TextChange(new TextSpan(Caret, 0), typed)));
        Caret += typed.Length;
    }

    /// <summary>Takes the characters before the caret away.</summary>
    public async Task DeleteAsync(int length, CancellationToken cancellation)
    {
        var text = await _document.GetTextAsync(cancellation);
        Caret -= length;
        _document = _document.WithText(text.WithChanges(new TextChange(new TextSpan(Caret, length), "")));
    }

    /// <summary>Asks about the open file as it stands.</summary>
    /// <param name="span">The lines on the screen or at the caret, as a light bulb asks; null for the whole file.</param>
    /// <param name="cancellation">Ends the analysis.</param>
    public async Task<EditorAnswer> AskAsync(TextSpan? span, CancellationToken cancellation)
    {
        var project = _document.Project;
        var compilation = (await project.GetCompilationAsync(cancellation))!;
        var witness = new DriverWitness();
        var crashes = new List<string>();
        var driver = compilation.WithAnalyzers([.. _rules.Rules, witness], new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            (exception, analyzer, _) =>
            {
                lock (crashes)
                    crashes.Add($"{analyzer.GetType().Name} threw {exception}");
            },
            concurrentAnalysis: IsConcurrent,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false,
            analyzerExceptionFilter: exception => exception is not OperationCanceledException));
        var tree = (await _document.GetSyntaxTreeAsync(cancellation))!;
        var found = await driver.GetAnalyzerSemanticDiagnosticsAsync(driver.Compilation.GetSemanticModel(tree), span, cancellation);
        lock (crashes)
        {
            if (crashes.Count > 0)
                throw new InvalidOperationException($"A rule crashed in {_document.Name}: {string.Join("\n", crashes)}");
        }

        var work = witness.Compilation is { } analysed ? ConcurrencyModel.For(analysed, project.AnalyzerOptions).Counters : new ModelCounters();
        return new EditorAnswer
        {
            Diagnostics = Findings.InOrder(found),
            BodiesInFile = work.BodiesBoundIn(tree),
            BodiesElsewhere = work.BodiesBound - work.BodiesBoundIn(tree),
            BodyPasses = work.BodyPasses,
            TreesIndexed = work.TreesIndexed,
            Compilation = new WeakReference(witness.Compilation),
            Tree = new WeakReference(tree),
        };
    }

    /// <summary>What the light bulb shows for a diagnostic of the open file.</summary>
    public async Task<ImmutableArray<CodeAction>> FixesAsync(Diagnostic diagnostic, CancellationToken cancellation)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (var provider in _rules.FixesOf(diagnostic.Id))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(_document, diagnostic, (action, _) => actions.Add(action), cancellation));
        return actions.ToImmutable();
    }

    /// <summary>Picks an action of the light bulb. It may change other files, too.</summary>
    public async Task ApplyAsync(CodeAction action, CancellationToken cancellation)
    {
        var operations = await action.GetOperationsAsync(_document.Project.Solution, new Progress<CodeAnalysisProgress>(), cancellation);
        _document = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(_open)!;
    }
}

/// <summary>What one question about the open file gave, and what it cost.</summary>
public sealed class EditorAnswer
{
    /// <summary>In order of position.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>Bodies of the open file that the model bound.</summary>
    public required int BodiesInFile { get; init; }

    /// <summary>Bodies of other files that the model bound.</summary>
    public required int BodiesElsewhere { get; init; }

    /// <summary>How often the model bound one of these bodies.</summary>
    public required int BodyPasses { get; init; }

    /// <summary>Files whose names were read again.</summary>
    public required int TreesIndexed { get; init; }

    /// <summary>What the rules saw: the driver makes its own copy of the compilation that it is given.</summary>
    public required WeakReference Compilation { get; init; }

    /// <summary>The open file's tree.</summary>
    public required WeakReference Tree { get; init; }
}
