using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary>A folder of its own, outside the repository so that none of its settings reach in, and the tool run in it.</summary>
internal sealed class Sandbox : IDisposable
{
    public const string Net10 = "<TargetFramework>net10.0</TargetFramework>";

    public static string Project { get; } = ProjectWith(Net10);

    /// <summary>The checkout that these tests are of.</summary>
    public static string Repository { get; } = FindRepository();

    public string Root { get; } = Directory.CreateTempSubdirectory("concurrency-tool-").FullName;

    public static string ProjectWith(string frameworks, string items = "") =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{frameworks}<ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    public Sandbox With(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Runs with the rule that reports <c>x++</c>.</summary>
    public Task<Outcome> RunAsync(params string[] args) => RunAsync([new StepRule()], args);

    public async Task<Outcome> RunAsync(ImmutableArray<DiagnosticAnalyzer> rules, params string[] args)
    {
        // Notes may come from several threads: sources are read in parallel.
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var host = new ToolHost(TextWriter.Synchronized(output), TextWriter.Synchronized(errors), Root, rules, ToolHost.UsualWidth, Color: false);
        var exitCode = await CommandLine.RunAsync(args, host);
        return new(exitCode, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ConcurrencyAnalyzers.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    internal sealed record Outcome(int ExitCode, string Out, string Errors)
    {
        /// <summary>For messages of failed assertions.</summary>
        public override string ToString() => $"exit code {ExitCode}\n--- out\n{Out}--- errors\n{Errors}";
    }
}
