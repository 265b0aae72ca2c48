using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Runtime.Tests.Publishing;

/// <summary>Programs in the shapes in which users ship them have workers, or say in one exception why not.</summary>
public sealed class PublishedPrograms : IDisposable
{
    private static readonly string[] s_everything =
    [
        "sum 328350", "elsewhere True", "worker True", "hooks none", "child False", "crashed 3",
        "The function inside Program.Main cannot run in a worker process: it captures 'factor'",
        "The function Program.Scale cannot run in a worker process: it captures 'factor'",
        "2 m",
    ];

    private static readonly string s_frameworkFolder = RuntimeEnvironment.GetRuntimeDirectory();
    private static readonly string s_dotnetRoot = Path.GetFullPath(Path.Combine(s_frameworkFolder, "..", "..", ".."));

    private readonly string _folder = Directory.CreateTempSubdirectory("published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ASingleFileHasWorkers()
    {
        var published = await PublishAsync("-p:PublishSingleFile=true");
        Assert.Equal(["Published"], Directory.GetFiles(published).Select(Path.GetFileName).Where(f => !f!.EndsWith(".pdb") && !f.EndsWith(".xml")));
        Assert.Equal(s_everything, await RunAsync(published));

        // What a trimmed program says of itself; the switch is in its configuration, and the environment may not override it.
        var refused = await PublishAsync("-p:PublishSingleFile=true", "-p:StartupHookSupport=false");
        Assert.Contains("ExecutorException", await FailAsync(refused));
    }

    [Fact]
    public async Task AProgramThatCarriesItsRuntimeHasWorkers()
    {
        var published = await PublishAsync();
        CarryRuntime(published);
        var lines = await RunAsync(published, withDotnet: false);
        Assert.Equal(s_everything, lines);
    }

    [Fact]
    public async Task AProgramCompiledAheadOfTimeSaysWhatToDo()
    {
        var published = await PublishAsync("-p:DynamicCodeSupport=false");
        var words = await FailAsync(published);
        Assert.Contains("ExecutorException", words);
        Assert.Contains("PublishAot", words);
        Assert.Contains("ThreadPoolExecutor", words);
    }

    /// <summary>The host of <c>dotnet test</c> is another program than the tests, and so is whatever it was started from.</summary>
    [Fact]
    public async Task TestsUnderATestHostHaveWorkers()
    {
        var output = Path.Combine(_folder, "output");
        var dotnet = Path.Combine(s_dotnetRoot, "dotnet");
        var (code, words) = await RunAsync(new ProcessStartInfo(dotnet,
        [
            "build", CopySource("Hosted"), "-o", output, "--source", _folder, "-v", "q", "--nologo", $"-p:RuntimeFolder={AppContext.BaseDirectory}",
        ]));
        Assert.True(code == 0, words);
        (code, words) = await RunAsync(new ProcessStartInfo(
            dotnet, ["vstest", Path.Combine(output, "Hosted.TestAdapter.dll"), $"--TestAdapterPath:{output}"])
        {
            WorkingDirectory = _folder,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        });
        Assert.True(code == 0, words);
        Assert.Contains("Passed:     1", words);
    }

    private string CopySource(string name)
    {
        var source = Path.Combine(_folder, "source");
        if (!Directory.Exists(source))
        {
            Directory.CreateDirectory(source);
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, name)))
                File.Copy(file, Path.Combine(source, Path.GetFileName(file)));
        }
        return source;
    }

    /// <summary>Publishes the program for this machine, framework-dependent, and returns the folder.</summary>
    private async Task<string> PublishAsync(params string[] properties)
    {
        var source = CopySource("Published");
        var output = Path.Combine(_folder, $"output {Directory.GetDirectories(_folder).Length}");
        var (code, words) = await RunAsync(new ProcessStartInfo(Path.Combine(s_dotnetRoot, "dotnet"),
        [
            "publish", source, "-o", output, "-r", RuntimeInformation.RuntimeIdentifier, "--source", _folder, "-v", "q", "--nologo",
            $"-p:RuntimeFolder={AppContext.BaseDirectory}", .. properties,
        ]));
        Assert.True(code == 0, words);
        return output;
    }

    /// <summary>Puts the shared framework beside the program, as a self-contained publish does with the runtime of its package.</summary>
    private static void CarryRuntime(string folder)
    {
        foreach (var file in Directory.GetFiles(s_frameworkFolder))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        var version = Path.GetFileName(Path.TrimEndingDirectorySeparator(s_frameworkFolder));

        // These ask where they are, and would find the shared framework, with a dotnet above it.
        string[] files = ["libhostpolicy.so", "libcoreclr.so", "System.Private.CoreLib.dll"];
        foreach (var part in files.Select(static file => Path.Combine(s_frameworkFolder, file))
            .Append(Path.Combine(s_dotnetRoot, "host", "fxr", version, "libhostfxr.so")))
            File.Copy(part, Replace(Path.Combine(folder, Path.GetFileName(part))));

        var config = Path.Combine(folder, "Published.runtimeconfig.json");
        var options = JsonNode.Parse(File.ReadAllText(config))!;
        options["runtimeOptions"]!.AsObject().Remove("framework");
        options["runtimeOptions"]!["includedFrameworks"] = new JsonArray(new JsonObject { ["name"] = "Microsoft.NETCore.App", ["version"] = version });
        File.WriteAllText(config, options.ToJsonString());

        var frameworkDeps = JsonNode.Parse(File.ReadAllText(Path.Combine(s_frameworkFolder, "Microsoft.NETCore.App.deps.json")))!;
        var own = Path.Combine(folder, "Published.deps.json");
        var deps = JsonNode.Parse(File.ReadAllText(own))!;
        var target = deps["targets"]![deps["runtimeTarget"]!["name"]!.GetValue<string>()]!;
        foreach (var (name, library) in frameworkDeps["targets"]!.AsObject().Last().Value!.AsObject())
        {
            target[$"runtimepack.{name}"] = library!.DeepClone();
            deps["libraries"]![$"runtimepack.{name}"] = new JsonObject { ["type"] = "runtimepack", ["serviceable"] = false, ["sha512"] = "" };
        }
        File.WriteAllText(own, deps.ToJsonString());

        static string Replace(string file)
        {
            File.Delete(file);
            return file;
        }
    }

    private static async Task<string[]> RunAsync(string published, bool withDotnet = true)
    {
        var (code, words) = await RunAsync(StartOf(published, withDotnet));
        Assert.True(code == 0, words);
        return words.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> FailAsync(string published)
    {
        var (code, words) = await RunAsync(StartOf(published, withDotnet: true));
        Assert.NotEqual(0, code);
        return words;
    }

    private static ProcessStartInfo StartOf(string published, bool withDotnet)
    {
        var start = new ProcessStartInfo(Path.Combine(published, "Published"));
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        start.Environment["DOTNET_ROOT"] = withDotnet ? s_dotnetRoot : "/nowhere";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    private static async Task<(int Code, string Words)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
