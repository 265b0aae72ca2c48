using System.Diagnostics;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>Makes compilations of what the user's path turned out to be.</summary>
/// <param name="options">How projects are compiled.</param>
/// <param name="host">Gets the notes.</param>
internal sealed class ProgramLoader(SubjectOptions options, ToolHost host)
{
    /// <summary>How many subjects were not loaded.</summary>
    public int NotLoaded { get; private set; }

    /// <param name="subject">What to load.</param>
    /// <param name="isOnlyOne">One project of a solution that does not load must not hide what the others hold: then the failure is printed, and the answer null.</param>
    /// <param name="saveArguments">Where the arguments of the compiler are written, or null.</param>
    public async Task<LoadedProgram?> TryLoadAsync(Subject subject, bool isOnlyOne, string? saveArguments = null)
    {
        try
        {
            return subject switch
            {
                Subject.LooseFiles files => LooseCompilation.Load(files, host),
                Subject.Arguments file => ProjectCompilation.Load(CompilerArguments.Read(file.Path), host),
                Subject.Project project => await LoadAsync(project, saveArguments),
                _ => throw new UnreachableException(),
            };
        }
        catch (ToolFailure failure) when (!isOnlyOne)
        {
            host.Error.WriteLine($"error: {failure.Message}");
            NotLoaded++;
            return null;
        }
    }

    private async Task<LoadedProgram> LoadAsync(Subject.Project project, string? saveArguments)
    {
        var arguments = await new MSBuildProject(project.Path, options, host).ArgumentsAsync();
        if (saveArguments is not null)
            arguments.Save(Path.GetFullPath(saveArguments, host.WorkingDirectory));
        return ProjectCompilation.Load(arguments, host);
    }
}
