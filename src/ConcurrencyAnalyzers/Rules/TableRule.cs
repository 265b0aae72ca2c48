using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>A rule about the lines of a user's table of API facts, reported where they stand.</summary>
public abstract class TableRule : Rule
{
    private protected TableRule(DiagnosticDescriptor descriptor)
        : base(descriptor)
    {
    }

    private protected abstract IEnumerable<ApiError> ErrorsIn(TableQuestion ask);

    private protected sealed override void Register(AnalysisContext context) => context.RegisterAdditionalFileAction(file =>
    {
        if (!ApiTables.IsTable(file.AdditionalFile))
            return;

        var ask = new TableQuestion(ApiTables.Read(file.AdditionalFile, file.CancellationToken), new ApiResolution(file.Compilation), file.CancellationToken);
        foreach (var error in ErrorsIn(ask).OrderBy(error => error.Span.Text.Start))
            file.ReportDiagnostic(Diagnostic.Create(Reported, error.Span.In(file.AdditionalFile.Path), error.Message));
    });
}

/// <summary>One table, and the assemblies that it speaks of.</summary>
internal sealed record TableQuestion(ApiTable Table, ApiResolution Resolution, CancellationToken Cancellation);
