using ConcurrencyAnalyzers.Tool.Cli;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.Tests;

public sealed class ProjectTests
{
    private const string Hits = "class Hits { int _n; public void Add() { _n++; } }\n";

    [Fact]
    public async Task OfSeveralFrameworksTheNewestIsTakenUnlessOneIsNamed()
    {
        using var sandbox = new Sandbox()
            .With("P.csproj", Sandbox.ProjectWith("<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>"))
            .With("A.cs", "class A\n{\n    int _n;\n#if NET\n    void New() { _n++; }\n#else\n    void Old() { _n++; }\n#endif\n}\n");

        var newest = await sandbox.RunAsync("check", "P.csproj");
        Assert.Contains("note: restoring P.csproj\n", newest.Errors);
        Assert.Contains("A.cs:5:18: warning TEST0001:", newest.Out);
        Assert.Contains("1 warning: 1 file, 10 lines, ", newest.Out);

        var named = await sandbox.RunAsync("check", "P.csproj", "--framework", "netstandard2.0");
        Assert.Contains("A.cs:7:18: warning TEST0001:", named.Out);

        var unknown = await sandbox.RunAsync("check", "P.csproj", "--framework", "net48");
        Assert.Equal("error: P.csproj has no framework 'net48'. It has: netstandard2.0, net10.0.\n", unknown.Errors);
    }

    [Fact]
    public async Task GeneratorsRunAndSavedArgumentsGiveTheSameAnswer()
    {
        // Without the generator of the SDK, the partial method has no body (CS8795).
        using var sandbox = new Sandbox()
            .With("P.csproj", Sandbox.Project)
            .With("A.cs", "using System.Text.RegularExpressions;\npartial class A\n{\n"
                + "    [GeneratedRegex(\"a+\")] private static partial Regex Word();\n}\n" + Hits);

        var project = await sandbox.RunAsync("check", "--save-args", "p.rsp");
        Assert.DoesNotContain("compile error", project.Out);
        Assert.Contains("A.cs:6:42: warning TEST0001:", project.Out);

        var saved = await sandbox.RunAsync("check", "--args", "p.rsp");
        Assert.Equal(WithoutTime(project.Out), WithoutTime(saved.Out));
        Assert.Empty(saved.Errors);
    }

    [Fact]
    public async Task AGeneratorThatDoesNotLoadIsANote()
    {
        using var sandbox = new Sandbox().With("Broken.dll", "no assembly").With("A.cs", Hits)
            .With("p.rsp", "/target:library\n/analyzer:Broken.dll\n/analyzer:Absent.dll\nA.cs\n");
        var outcome = await sandbox.RunAsync("check", "--args", "p.rsp");

        Assert.Contains($"note: p: a generator in '{Path.Combine(sandbox.Root, "Broken.dll")}' did not load", outcome.Errors);
        Assert.Contains($"note: p: the generator '{Path.Combine(sandbox.Root, "Absent.dll")}' is not there", outcome.Errors);
        Assert.Contains("A.cs:1:42: warning TEST0001:", outcome.Out);
    }

    [Fact]
    public async Task ReferencedProjectsAreBuiltWhenTheyAreNot()
    {
        using var sandbox = new Sandbox()
            .With("Lib/Lib.csproj", Sandbox.Project).With("Lib/Lib.cs", "public class Lib { public static int Next; }\n")
            .With("App/App.csproj", Sandbox.ProjectWith(Sandbox.Net10, "<ProjectReference Include=\"../Lib/Lib.csproj\" />"))
            .With("App/App.cs", "class App { void Add() { Lib.Next++; } }\n");
        var outcome = await sandbox.RunAsync("check", "App");

        Assert.Contains("note: building the projects that App/App.csproj references\n", outcome.Errors);
        Assert.DoesNotContain("compile error", outcome.Out);
        Assert.Contains("App/App.cs:1:26: warning TEST0001:", outcome.Out);
    }

    [Fact]
    public async Task OneProjectOfASolutionThatDoesNotLoadDoesNotHideTheOthers()
    {
        using var sandbox = new Sandbox()
            .With("S.slnx", "<Solution><Project Path=\"A/A.csproj\" /><Project Path=\"B/B.csproj\" /></Solution>")
            .With("A/A.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><Broken").With("B/B.csproj", Sandbox.Project).With("B/B.cs", Hits);
        var outcome = await sandbox.RunAsync("check");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("error: A/A.csproj does not load", outcome.Errors);
        Assert.Contains("MSB4025", outcome.Errors);
        Assert.Contains("B/B.cs:1:42: warning TEST0001:", outcome.Out);
        Assert.Contains("1 warning; 1 project not loaded: 1 file", outcome.Out);
    }

    [Theory]
    [InlineData("net10.0", "netstandard2.0", "net10.0", "net9.0")]
    [InlineData("netstandard2.1", "net48", "netstandard2.1", "netstandard2.0")]
    [InlineData("net8.0", "net472", "netcoreapp3.1", "net8.0")]
    [InlineData("net10.0", "net10.0-windows", "net10.0")]
    [InlineData("net481", "net48", "net481", "net35")]
    public void ModernFrameworksCountAsNewer(string newest, params string[] all) => Assert.Equal(newest, TargetFrameworks.Newest(all));

    [Fact]
    public void SolutionsOfBothFormatsNameTheirProjects()
    {
        using var sandbox = new Sandbox()
            .With("S.sln", "Project(\"{FAE04EC0}\") = \"A\", \"src\\A\\A.csproj\", \"{1}\"\nEndProject\n"
                + "Project(\"{2150E333}\") = \"src\", \"src\", \"{2}\"\nEndProject\n")
            .With("S.slnx", "<Solution><Folder Name=\"/src/\"><Project Path=\"src/A/A.csproj\" /></Folder><Project Path=\"B.fsproj\" /></Solution>");

        string[] expected = [Path.Combine(sandbox.Root, "src", "A", "A.csproj")];
        Assert.Equal(expected, SolutionFile.ProjectsOf(Path.Combine(sandbox.Root, "S.sln")));
        Assert.Equal(expected, SolutionFile.ProjectsOf(Path.Combine(sandbox.Root, "S.slnx")));
    }

    private static string WithoutTime(string output) => output[..output.LastIndexOf(", ", StringComparison.Ordinal)];
}
