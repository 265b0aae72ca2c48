using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>A rule about the options that hold for some file, asked once for each different key and value.</summary>
public abstract class OptionsRule : Rule
{
    private protected OptionsRule(DiagnosticDescriptor descriptor)
        : base(descriptor)
    {
    }

    private protected abstract IEnumerable<OptionProblem> ProblemsIn(AnalyzerConfigOptions options);

    /// <remarks>Options come with files, so that a tree action sees them all; an action at the end of a compilation would show nothing while one types.</remarks>
    private protected sealed override void Register(AnalysisContext context) => context.RegisterCompilationStartAction(start =>
    {
        var reported = new ConcurrentDictionary<(string, string), bool>();
        start.RegisterSyntaxTreeAction(tree =>
        {
            foreach (var problem in ProblemsIn(tree.Options.AnalyzerConfigOptionsProvider.GetOptions(tree.Tree)))
            {
                if (reported.TryAdd((problem.Key, problem.Value), true))
                    tree.ReportDiagnostic(Diagnostic.Create(Reported, PlaceOf(problem, tree.Options, tree.CancellationToken), problem.Key, problem.Value, problem.What));
            }
        });
    });

    /// <summary>The compiler does not say where an option stands; where the build also lists its configuration as an additional file, the line is found.</summary>
    private static Location PlaceOf(OptionProblem problem, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        foreach (var file in options.AdditionalFiles.Where(IsConfiguration).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (file.GetText(cancellationToken) is { } text && LineOf(problem, text) is { } line)
                return Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
        }

        return Location.None;
    }

    private static bool IsConfiguration(AdditionalText file) =>
        file.Path.EndsWith(".editorconfig", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".globalconfig", StringComparison.OrdinalIgnoreCase);

    private static TextLine? LineOf(OptionProblem problem, SourceText text)
    {
        foreach (var line in text.Lines)
        {
            var words = line.ToString().Split(['=', ':'], 2);
            if (words.Length == 2 && string.Equals(words[0].Trim(), problem.Key, StringComparison.OrdinalIgnoreCase)
                && string.Equals(words[1].Trim(), problem.Value.Trim(), StringComparison.OrdinalIgnoreCase))
                return line;
        }

        return null;
    }
}
