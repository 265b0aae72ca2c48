using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>A rule that is asked file by file, about what is written there; its evidence may lie anywhere in the compilation.</summary>
/// <remarks>
/// The action of a semantic model runs on the command line and, for the file that is open, in editors: what it reports in that file is live and
/// offered fixes. It binds nothing by itself: the model binds the bodies that the question leads to.
/// </remarks>
public abstract class FileRule : Rule
{
    private protected FileRule(DiagnosticDescriptor descriptor)
        : base(descriptor)
    {
    }

    private protected abstract void Ask(FileQuestion ask);

    private protected sealed override void Register(AnalysisContext context) => context.RegisterSemanticModelAction(AskAbout);

    private void AskAbout(SemanticModelAnalysisContext context)
    {
        // Nothing is reported in generated code; what it does is read when a question from elsewhere leads there.
        if (!context.IsGeneratedCode)
            Ask(new FileQuestion(context, Reported));
    }
}

/// <summary>One file, the model to ask about it, and the way to report what was proven.</summary>
internal readonly struct FileQuestion
{
    private readonly SemanticModelAnalysisContext _context;
    private readonly DiagnosticDescriptor _descriptor;

    public FileQuestion(SemanticModelAnalysisContext context, DiagnosticDescriptor descriptor)
    {
        (_context, _descriptor) = (context, descriptor);
        Model = ConcurrencyModel.For(context.SemanticModel.Compilation, context.Options);
    }

    public ConcurrencyModel Model { get; }

    /// <summary>The rule that asks.</summary>
    public string Id => _descriptor.Id;

    public SyntaxTree File => _context.SemanticModel.SyntaxTree;

    public AnalyzerConfigOptions Options => _context.Options.AnalyzerConfigOptionsProvider.GetOptions(File);

    public CancellationToken Cancellation => _context.CancellationToken;

    /// <summary>Reports a race at its first access. The other side cannot be left out: it comes with the race.</summary>
    public void Report(Race race) =>
        _context.ReportDiagnostic(Diagnostic.Create(
            _descriptor, race.First.Location, race.IsSuggestion ? DiagnosticSeverity.Info : _descriptor.DefaultSeverity,
            race.OtherSide, race.Properties, race.Name, race.Witness));

    /// <summary>Reports what the model found, where it found it.</summary>
    public void Report(IFinding finding) =>
        _context.ReportDiagnostic(Diagnostic.Create(
            _descriptor, finding.Location, finding.IsSuggestion ? DiagnosticSeverity.Info : _descriptor.DefaultSeverity,
            finding.OtherPlaces, finding.Properties, finding.Name, finding.Witness));

    /// <summary>Reports an access that does not hold the lock of the others.</summary>
    public void Report(UnguardedUse use) =>
        _context.ReportDiagnostic(Diagnostic.Create(
            _descriptor, use.Access.Location, use.IsSuggestion ? DiagnosticSeverity.Info : _descriptor.DefaultSeverity,
            use.OtherPlaces, use.Properties, use.Name, $"'{use.Guarding.GuardName}'", use.Witness));

    /// <summary>Reports an access that neither a lock nor an order keeps from another thread's.</summary>
    public void Report(UnorderedUse use) =>
        _context.ReportDiagnostic(Diagnostic.Create(
            _descriptor, use.Location, DiagnosticSeverity.Info, use.OtherPlaces, use.Properties, use.Name, "a lock or an order", use.Witness));

    /// <summary>Reports an access or a call from another thread than the one that it is declared for.</summary>
    public void Report(StrayUse use) =>
        _context.ReportDiagnostic(Diagnostic.Create(_descriptor, use.Location, use.OtherPlaces, use.Properties, use.Name, use.Needed, use.Witness));

    /// <summary>Reports a call that does not hold what its callee demands, or a declaration that names nothing.</summary>
    public void Report(BrokenGuard broken) =>
        _context.ReportDiagnostic(Diagnostic.Create(_descriptor, broken.Location, broken.Member.Name, $"'{broken.Guard}'", broken.Witness));

    /// <summary>Reports a thread where it is made. Where only the end of the process follows, it is a suggestion: the runtime waits for the thread.</summary>
    public void Report(Model.Roots.UnjoinedThread unjoined) =>
        _context.ReportDiagnostic(Diagnostic.Create(
            _descriptor, unjoined.Location, unjoined.IsEndOfProgram ? DiagnosticSeverity.Info : _descriptor.DefaultSeverity,
            unjoined.OtherPlaces, unjoined.Properties, unjoined.Work, unjoined.Witness));

    /// <summary>Reports work where the serving code leads to it. One loop with a cheap body is a suggestion: nobody can say that it is too long.</summary>
    public void Report(ServedWork work) =>
        _context.ReportDiagnostic(Diagnostic.Create(
            _descriptor, work.Location, work.IsSuggestion ? DiagnosticSeverity.Info : _descriptor.DefaultSeverity,
            work.OtherPlaces, work.Properties, work.Name, work.Root.Thread, work.Witness));
}
