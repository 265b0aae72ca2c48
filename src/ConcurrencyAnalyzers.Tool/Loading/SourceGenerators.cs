using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>Runs the source generators of a project, so that the code which they write can be analysed with the rest.</summary>
internal static class SourceGenerators
{
    // Shared by the projects of a solution: the SDK's generators are then loaded once.
    private static readonly GeneratorLoader s_loader = new();

    /// <param name="note">Gets a sentence about each generator that did not load or failed: its code is missing, the rest is analysed.</param>
    public static CSharpCompilation Run(
        CSharpCompilation compilation, CSharpCommandLineArguments arguments, ConfigFiles config, ImmutableArray<AdditionalText> files,
        Action<string> note)
    {
        var generators = arguments.AnalyzerReferences
            .SelectMany(reference => GeneratorsIn(Path.GetFullPath(reference.FilePath, arguments.BaseDirectory!), note))
            .ToImmutableArray();
        if (generators.IsEmpty)
            return compilation;

        // The folder only decides how the generated files are called, which .editorconfig sections may match.
        var options = new GeneratorDriverOptions(baseDirectory: arguments.GeneratedFilesOutputDirectory ?? arguments.OutputDirectory);
        CSharpGeneratorDriver.Create(generators, files, arguments.ParseOptions, config.Options, options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);

        // CS8784 and CS8785: the generator threw, when starting or later. Their other messages are for its users, not for ours.
        foreach (var failure in diagnostics.Where(diagnostic => diagnostic.Id is "CS8784" or "CS8785"))
            note($"{failure.GetMessage()} The code that it would have written is not analysed.");
        return (CSharpCompilation)updated;
    }

    private static IEnumerable<ISourceGenerator> GeneratorsIn(string path, Action<string> note)
    {
        if (!File.Exists(path))
        {
            note($"the generator '{path}' is not there: the code that it would have written is not analysed.");
            return [];
        }

        var reference = new AnalyzerFileReference(path, s_loader);
        reference.AnalyzerLoadFailed += (_, failure) =>
        {
            // An analyzer package without generators is no loss here.
            if (failure.ErrorCode != AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
                note($"a generator in '{path}' did not load ({failure.Message.TrimEnd('.')}): the code that it would have written is not analysed.");
        };
        return reference.GetGenerators(LanguageNames.CSharp);
    }
}
