using ConcurrencyAnalyzers.Rules.Races;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

public sealed class LooseFolderTests
{
    [Fact]
    public async Task UnresolvedReferencesAreCountedAndTheRestIsAnalysed()
    {
        using var sandbox = new Sandbox()
            .With("a/Hits.cs", "using Missing.Library;\nclass Hits { int _n; Absent _a; void Add(List<int> l) { _n++; Task.Run(() => _a.Go()); } }\n")
            .With("obj/Copy.cs", "class Copy { int _n; void Add() => _n++; }\n");
        var outcome = await sandbox.RunAsync("check");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.Contains("a/Hits.cs:2:57: warning TEST0001:", outcome.Out);
        Assert.Contains(". has 2 compile errors; what they touch is not understood. The first:\n  a/Hits.cs:1:7: CS0246: ", outcome.Out);
        Assert.Contains("1 warning: 1 file, 3 lines, ", outcome.Out);
    }

    [Fact]
    public async Task FilesSeeEachOtherTheFrameworkAndTheUsualUsings()
    {
        using var sandbox = new Sandbox()
            .With("Program.cs", "var hits = new Hits();\nawait Task.Run(hits.Add);\nConsole.WriteLine(hits.Count);\n")
            .With("Hits.cs", "class Hits { public int Count; public void Add() => Interlocked.Increment(ref Count); }\n");
        var outcome = await sandbox.RunAsync("check", ".", "--loose");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.StartsWith("Nothing found: 2 files, 6 lines, ", outcome.Out);
    }

    /// <summary>Without its declaration <c>Absent?</c> may be a reference or a structure, and a scope may be a lock or not.</summary>
    [Fact]
    public async Task WhatIsNotResolvedIsNeitherTornNorALock()
    {
        using var sandbox = new Sandbox()
            .With("Store.cs", "class Store { object _g = new(); Absent? _a; Absent Get() { if (_a != null) return _a; lock (_g) { if (_a == null) _a = Make(); } return _a; } Absent Make() => new Absent(); }\n")
            .With("Once.cs", "class Once { SemaphoreSlim _g = new(1, 1); bool _done; Absent _a; async Task Run() { if (_done) return; await _g.WaitAsync(); "
                + "try { if (_done) return; await using var open = await _a.OpenAsync(); await open.FillAsync(); _done = true; } finally { _g.Release(); } } }\n");
        var outcome = await sandbox.RunAsync([new BrokenDoubleCheckedLocking()], "check");

        Assert.Contains("Nothing found: 2 files", outcome.Out);
    }

    /// <summary>The pages of ASP.NET are at hand for every file, and make no windows of a program.</summary>
    [Theory]
    [InlineData("", "warning CONC0101:")]
    [InlineData("using System.Windows.Forms; ", "Nothing found")]
    public async Task AProgramHasWindowsThatNamesThem(string usings, string found)
    {
        using var sandbox = new Sandbox()
            .With("Loader.cs", usings + "class Loader { int _n; public async Task Run() { await Task.WhenAll(One(), One()); } async Task One() { await Task.Delay(1); _n++; } }\n");
        var outcome = await sandbox.RunAsync([new UnsynchronizedIncrement()], "check");

        Assert.Contains(found, outcome.Out);
    }

    [Fact]
    public async Task AWebProgramSeesAspNetCore()
    {
        using var sandbox = new Sandbox()
            .With("Program.cs", "var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet(\"/\", () => \"up\");\napp.Run();\n");
        var outcome = await sandbox.RunAsync("check", "Program.cs");

        Assert.StartsWith("Nothing found: 1 file", outcome.Out);
    }

    [Fact]
    public async Task EditorConfigDecidesSeverities()
    {
        using var sandbox = new Sandbox()
            .With(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.TEST0001.severity = error\n"
                + "[Quiet.cs]\ndotnet_diagnostic.TEST0001.severity = none\n")
            .With("Loud.cs", "class Loud { int _n; void Add() { _n++; } }\n")
            .With("Quiet.cs", "class Quiet { int _n; void Add() { _n++; } }\n");
        var outcome = await sandbox.RunAsync("check");

        Assert.Equal(ExitCode.Findings, outcome.ExitCode);
        Assert.Contains("Loud.cs:1:35: error TEST0001:", outcome.Out);
        Assert.DoesNotContain("Quiet.cs", outcome.Out);
    }
}
