using System.Text.Json;
using ConcurrencyAnalyzers.Tool.Cli;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>
/// Asks MSBuild what it would tell the compiler about one project. It runs all targets up to the compiler and not the compiler: so generated
/// sources and packages are what a build has, whatever the SDK, and no MSBuild library has to match the installed one.
/// </summary>
internal sealed class MSBuildProject(string path, SubjectOptions options, ToolHost host)
{
    private readonly string _directory = Path.GetDirectoryName(path)!;

    private string Shown => host.Display(path);

    public async Task<CompilerArguments> ArgumentsAsync()
    {
        var project = await EvaluateAsync();
        var framework = FrameworkOf(project);
        await RestoreIfNeededAsync(project);

        var words = await CompilerWordsAsync(framework);
        if (MissingReferences(words).Any())
        {
            host.Note($"building the projects that {Shown} references");
            await RunAsync(Build(framework, "-t:ResolveReferences"));
            words = await CompilerWordsAsync(framework);
            if (MissingReferences(words).FirstOrDefault() is { } missing)
                throw new ToolFailure($"{Shown} references '{host.Display(missing)}', which is not there. Run `dotnet build {Shown}` first.");
        }

        return new(Path.GetFileNameWithoutExtension(path), _directory, words);
    }

    private async Task<IReadOnlyDictionary<string, string>> EvaluateAsync()
    {
        var json = await RunAsync([
            "msbuild", path, "-nologo", .. CommonProperties,
            "-getProperty:TargetFramework,TargetFrameworks,UsingMicrosoftNETSdk,ProjectAssetsFile,MSBuildProjectExtensionsPath"]);
        return JsonDocument.Parse(json).RootElement.GetProperty("Properties").Deserialize<Dictionary<string, string>>()!;
    }

    // A project with one framework gets no -p:TargetFramework: given globally, it would also reach the projects that it references.
    private string? FrameworkOf(IReadOnlyDictionary<string, string> project)
    {
        var several = project["TargetFrameworks"].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] all = several.Length > 0 ? several : [project["TargetFramework"]];
        if (options.Framework is { } wanted && !all.Contains(wanted, StringComparer.OrdinalIgnoreCase))
            throw new ToolFailure($"{Shown} has no framework '{wanted}'. It has: {string.Join(", ", all)}.");

        return several.Length == 0 ? null : options.Framework ?? TargetFrameworks.Newest(several);
    }

    private async Task RestoreIfNeededAsync(IReadOnlyDictionary<string, string> project)
    {
        // A project of several frameworks knows its assets file only inside one of them; it is the same one, at the usual place.
        var assets = project["ProjectAssetsFile"] is { Length: > 0 } named
            ? named
            : Path.Combine(project["MSBuildProjectExtensionsPath"], "project.assets.json");
        if (project["UsingMicrosoftNETSdk"] != "true" || File.Exists(Path.GetFullPath(assets, _directory)))
            return;

        host.Note($"restoring {Shown}");
        await RunAsync(["restore", path, .. CommonProperties]);
    }

    private async Task<ImmutableArray<string>> CompilerWordsAsync(string? framework)
    {
        var json = await RunAsync([
            .. Build(framework, "-t:Compile"),
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true",
            "-getItem:CscCommandLineArgs"]);
        ImmutableArray<string> words =
        [
            .. JsonDocument.Parse(json).RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!),
        ];
        return words.IsEmpty
            ? throw new ToolFailure($"{Shown} compiles no C#: MSBuild has no compiler arguments for it. Name a C# project, or use --loose.")
            : words;
    }

    private IEnumerable<string> MissingReferences(ImmutableArray<string> words) =>
        CSharpCommandLineParser.Default.Parse(words, _directory, sdkDirectory: null).MetadataReferences
            .Select(reference => Path.GetFullPath(reference.Reference, _directory))
            .Where(file => !File.Exists(file));

    private string[] Build(string? framework, string target) =>
        ["msbuild", path, "-nologo", "-v:q", target, .. framework is null ? [] : new[] { $"-p:TargetFramework={framework}" }, .. CommonProperties];

    private IEnumerable<string> CommonProperties =>
        options.Properties.Prepend(options.Configuration is null ? null : $"Configuration={options.Configuration}")
            .OfType<string>().Select(property => $"-p:{property}");

    private async Task<string> RunAsync(string[] args)
    {
        var (exitCode, output, errors) = await DotnetCommand.RunAsync(_directory, args);
        if (exitCode == 0)
            return output;

        var lines = (output + "\n" + errors).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var reason = lines.FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "it says nothing";
        throw new ToolFailure($"{Shown} does not load (`dotnet {args[0]}` exited with {exitCode}): {reason} Make `dotnet build {Shown}` work first.");
    }
}
