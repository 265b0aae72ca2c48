using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Package.Tests;

[assembly: AssemblyFixture(typeof(Workshop))]
// The steps below use all cores themselves, and two builds of one project would write the same files.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>
/// A folder outside the repository in which the package is packed and tried. Each step is done when the first test asks for it, and once:
/// a build costs seconds, a look at its output nothing.
/// </summary>
/// <remarks>
/// <code>
///   feed/        the package, as `dotnet pack` leaves it
///   packages/    what the cases restored, and nothing else
///   cases/       a copy of Cases/, which its nuget.config cuts off from the machine's own feeds
///   repaired/    another copy, for the steps that change sources
/// </code>
/// </remarks>
public sealed class Workshop : IDisposable
{
    /// <summary>The cases ask for this version, so that no released package can be taken for the one under test.</summary>
    internal const string PackageVersion = "0.0.0-packagetests";

    // Packing is mostly the compiler, which is compiled ahead: to compile its methods again while it runs costs a fifth more processor time.
    private static readonly IReadOnlyDictionary<string, string> RepositoryPackages =
        new Dictionary<string, string> { ["NUGET_PACKAGES"] = Machine.RestoredPackages, ["DOTNET_TieredCompilation"] = "0" };

    private static readonly IReadOnlyDictionary<string, string> CasePackages =
        new Dictionary<string, string> { ["RESTORED_PACKAGES"] = Machine.RestoredPackages };

    private readonly string _root = Directory.CreateTempSubdirectory("concurrency-package-").FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<Step>>> _steps = new();

    /// <summary>The folder of a case project, for its output files.</summary>
    internal string FolderOf(string project) => Path.Combine(_root, "cases", project);

    /// <summary>Packs for release, as CI does, in a folder of its own: the tests' own build goes on undisturbed.</summary>
    internal async Task<string> PackAsync(string feed = "feed")
    {
        var artifacts = Path.Combine(_root, "artifacts");
        await OnceAsync($"pack {feed}", async () =>
        {
            // Nothing is left for a second packing to copy: it compiles everything again, in the same place.
            if (Directory.Exists(artifacts))
                Directory.Delete(artifacts, recursive: true);

            // Analyzers change no byte of what is packed, and have run where the tests themselves were built.
            var step = await Command.RunAsync(
                Command.Dotnet, Machine.RepositoryRoot, RepositoryPackages,
                "pack", "src/ConcurrencyAnalyzers.Package", "--configuration", "Release", "--artifacts-path", artifacts, "--output", Path.Combine(_root, feed),
                $"-p:Version={PackageVersion}", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false", "-nodeReuse:false", "--disable-build-servers");
            return step.Succeeds();
        });
        return Path.Combine(_root, feed, $"ConcurrencyAnalyzers.{PackageVersion}.nupkg");
    }

    /// <summary>Builds a case with the package; the properties are part of the command line.</summary>
    internal Task<Step> BuildAsync(string project, params string[] properties) =>
        OnceAsync($"build {project} {string.Join(' ', properties)}", async () =>
        {
            await RestoreAsync();
            // Not incremental: an earlier step of the same project may have left its output.
            return await CaseAsync("cases", ["build", project, "--no-restore", "--no-incremental", "-p:UseSharedCompilation=false", "-nodeReuse:false", .. properties]);
        });

    /// <summary>A command in the folder of the cases whose sources it may change; the name is its place in the order of such commands.</summary>
    internal Task<Step> RepairAsync(string name, string[] command) =>
        OnceAsync($"repair: {name}", async () =>
        {
            await RestoreAsync();
            return await CaseAsync("repaired", command);
        });

    internal string ReadRepaired(string file) => File.ReadAllText(Path.Combine(_root, "repaired", file));

    internal string ReadOriginal(string file) => File.ReadAllText(Path.Combine(_root, "cases", file));

    private Task<Step> RestoreAsync() =>
        OnceAsync("restore", async () =>
        {
            await PackAsync();
            CopyCases("cases");
            CopyCases("repaired");
            (await CaseAsync("repaired", "restore", "Program")).Succeeds();
            (await CaseAsync("repaired", "restore", "Reviewed")).Succeeds();
            return (await CaseAsync("cases", "restore", "Cases.slnx")).Succeeds();
        });

    private Task<Step> CaseAsync(string folder, params string[] command) => Command.RunAsync(Command.Dotnet, Path.Combine(_root, folder), CasePackages, command);

    private Task<Step> OnceAsync(string name, Func<Task<Step>> step) => _steps.GetOrAdd(name, _ => new Lazy<Task<Step>>(step)).Value;

    private void CopyCases(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Machine.Cases, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_root, folder, Path.GetRelativePath(Machine.Cases, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Leaves nothing behind.</summary>
    public void Dispose() => Directory.Delete(_root, recursive: true);
}
