namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A function reads a variable of a loop after the loop has gone on: every round has the same variable.</summary>
/// <remarks>
/// A function captures the variable, not its value. The smallest failing interleaving:
/// <code>
///   loop                       task of round 0     i
///   starts the task                                0
///   i++                                            1
///                              reads 1             1       the work of round 0 is never done, that of round 1 twice
/// </code>
/// The variable of a <c>foreach</c> is new in each round, that of <c>for</c> and <c>while</c> is not.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedLoopVariable : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0113",
        name: nameof(CapturedLoopVariable),
        title: "A function that outlasts its round of a loop reads the variable of the loop",
        message: "'{0}' is read too late: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public CapturedLoopVariable()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var capture in ask.Model.LoopCapturesIn(ask.File, ask.Cancellation))
            ask.Report(capture);
    }
}
