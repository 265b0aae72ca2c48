using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Rules.Configuration;

/// <summary>A line of a <c>*.concurrency.api</c> file cannot be used: it is not written as such lines are, or its type has no such member.</summary>
/// <remarks>
/// The line is left out, all others hold. A type that the project does not reference is no mistake, since one table serves many projects:
/// <code>
///   M:Shop.AsyncGate.EnterAsync(*) acquires this scope when-awaited
///   M:Shop.AsyncGate.Exit(*) release this                              no verb: the gate is never given back, as far as the rules know
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidApiLine : TableRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0002",
        name: nameof(InvalidApiLine),
        title: "A line of an API table cannot be used",
        message: "{0}");

    /// <summary>Creates the rule; hosts do.</summary>
    public InvalidApiLine()
        : base(Descriptor)
    {
    }

    private protected override IEnumerable<ApiError> ErrorsIn(TableQuestion ask) =>
        ask.Table.Errors.Concat(ask.Resolution.Check(ask.Table, ask.Cancellation));
}
