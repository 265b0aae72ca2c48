namespace ConcurrencyAnalyzers.Rules.Configuration;

/// <summary>A key in an <c>.editorconfig</c> looks like one of ours and does nothing: its name is misspelt, or its value is none that the option takes.</summary>
/// <remarks>
/// The default is used in its place, and nothing else would say so:
/// <code>
///   [*.cs]
///   dotnet_code_quality.concurrency.confidence = witnes      the user believes that only witnesses are shown
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidOption : OptionsRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0001",
        name: nameof(InvalidOption),
        title: "An option of the analyzers is misspelt or has a value that it does not take",
        message: "'{0} = {1}' {2}");

    /// <summary>Creates the rule; hosts do.</summary>
    public InvalidOption()
        : base(Descriptor)
    {
    }

    private protected override IEnumerable<OptionProblem> ProblemsIn(AnalyzerConfigOptions options) => OptionCatalog.ProblemsIn(options);
}
