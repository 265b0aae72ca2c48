using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>The same program as a project of an editor, which is what code fixes work on.</summary>
internal static class SampleWorkspace
{
    public static Project Open(SampleProgram program)
    {
        // The host is made anew: its cost is small beside composition, which Roslyn caches, and nothing can leak between programs.
        var workspace = new AdhocWorkspace();
        var project = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, "Spec", "Spec", LanguageNames.CSharp,
            filePath: SampleProgram.Folder + "Spec.csproj",
            compilationOptions: program.OptionsFor(program.Compile().SyntaxTrees),
            parseOptions: program.ParseOptions,
            metadataReferences: program.Target.References));

        foreach (var file in program.Files)
            solution = solution.AddDocument(Document(), file.Name, Text(file.Text), filePath: SampleProgram.Folder + file.Name);

        if (program.Usings is { } usings)
            solution = solution.AddDocument(Document(), Path.GetFileName(SampleProgram.UsingsFile), Text(usings), ["obj"], SampleProgram.UsingsFile);

        if (!program.ApiLines.IsEmpty)
            solution = solution.AddAdditionalDocument(Document(), Path.GetFileName(SampleProgram.ApiFile), Text(program.ApiText), filePath: SampleProgram.ApiFile);

        solution = solution.AddAnalyzerConfigDocument(Document(), ".editorconfig", Text(program.ConfigText), filePath: SampleProgram.ConfigFile);
        return solution.GetProject(project)!;

        DocumentId Document() => DocumentId.CreateNewId(project);

        static SourceText Text(string text) => SourceText.From(text, Encoding.UTF8);
    }

    /// <summary>Reads the program back from a changed project. Only texts come back: what a fix wrote has to stand as text.</summary>
    public static async Task<SampleProgram> ReadAsync(Project changed, SampleProgram original, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<SampleFile>();
        foreach (var document in changed.Documents.Where(document => document.FilePath != SampleProgram.UsingsFile))
        {
            var name = document.FilePath is { } path && path.StartsWith(SampleProgram.Folder, StringComparison.Ordinal)
                ? path[SampleProgram.Folder.Length..]
                : document.Name;
            var text = await document.GetTextAsync(cancellationToken);
            files.Add(new(name, text.ToString().ReplaceLineEndings("\n")));
        }

        return original with { Files = files.ToImmutable() };
    }
}
