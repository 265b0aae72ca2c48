using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Suppressors;

/// <summary>Takes back what analyses of one thread say of the second check: that a condition which was tested before the lock "is always true".</summary>
/// <remarks>
/// <code>
///   if (_value is null)
///       lock (_gate)
///           if (_value is null)     CA1508, S2583, S2589: always true. It is not: while we waited for the lock, another thread has set it.
/// </code>
/// Who believes them removes the check that makes the pattern right; <c>CONC0106</c> reports it where it is missing. As everywhere, a warning that the
/// build has made an error is not taken back.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecondCheckSuppressor : DiagnosticSuppressor
{
    private const string Reason = "Another thread may have changed the variable while this one waited for the lock.";

    // Dead conditional code as .NET's own analyzers report it, and as Sonar's do.
    private static readonly ImmutableArray<SuppressionDescriptor> s_taken =
        [new("CONCS001", "CA1508", Reason), new("CONCS002", "S2583", Reason), new("CONCS003", "S2589", Reason)];

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => s_taken;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location is { SourceTree: { } tree, SourceSpan: var span }
                && ConcurrencyModel.For(context.Compilation, context.Options).IsReadAgainUnderLock(tree, span, context.CancellationToken))
            {
                context.ReportSuppression(Suppression.Create(s_taken.First(one => one.SuppressedDiagnosticId == diagnostic.Id), diagnostic));
            }
        }
    }
}
