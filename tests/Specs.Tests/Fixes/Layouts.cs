namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>What a repair writes looks like the file that it is written into, and nothing else in the file changes.</summary>
public sealed class Layouts
{
    private const string Source = "class C\n{\n    private double _sum;\n\n    public void Run() => Parallel.For(0, 9, i =>\n    {\n        _sum += i;\n    });\n}\n";

    private const string Result = "class C\n{\n    private readonly Lock _gate = new();\n    private double _sum;\n\n    public void Run() => Parallel.For(0, 9, i =>\n    {\n        lock (_gate)\n        {\n            _sum += i;\n        }\n    });\n}\n";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task KeepLineBreaks(string lineBreak)
    {
        var project = SampleWorkspace.Open(SampleProgram.Of(Source));
        var id = project.Documents.First().Id;
        project = project.Solution.WithDocumentText(id, Text(Source)).GetProject(project.Id)!;
        var changed = await Fixing.ApplyAsync((await Fixing.ActionsAsync(project))[0]);
        Assert.Equal(Text(Result).ToString(), (await changed.GetDocument(id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString());

        Microsoft.CodeAnalysis.Text.SourceText Text(string text) => Microsoft.CodeAnalysis.Text.SourceText.From(text.Replace("\n", lineBreak, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\t")]
    [InlineData("  ")]
    public Task KeepIndentation(string unit) =>
        Fixing.TurnsAsync(Source.Replace("    ", unit, StringComparison.Ordinal), Result.Replace("    ", unit, StringComparison.Ordinal));

    [Theory]
    [InlineData("indent_style = tab", "\t")]
    [InlineData("indent_size = 2", "  ")]
    [InlineData("indent_size = unset", "    ")]
    public Task FollowTheConfigurationWhereTheFileShowsNothing(string option, string unit) => Fixing.TurnsAsync(
        SampleProgram.Of("double sum = 0;\nParallel.For(0, 9, i =>\n  sum += i);\n") with { Options = [option] },
        $"double sum = 0;\nvar gate = new Lock();\nParallel.For(0, 9, i =>\n{{\n{unit}lock (gate)\n{unit}{{\n{unit}{unit}sum += i;\n{unit}}}\n}});\n",
        Fixing.LockForCaptured);

    [Fact]
    public Task KeepBracesWhereTheyAre() => Fixing.TurnsAsync(
        "class C {\n    private double _sum;\n\n    public void Run() {\n        Parallel.For(0, 9, i => {\n            if (i > 3)\n                _sum += i;\n        });\n    }\n}\n",
        "class C {\n    private readonly Lock _gate = new();\n    private double _sum;\n\n    public void Run() {\n        Parallel.For(0, 9, i => {\n            if (i > 3) {\n                lock (_gate) {\n                    _sum += i;\n                }\n            }\n        });\n    }\n}\n");

    [Fact]
    public Task LeaveOutBracesWhereTheConfigurationDoes() => Fixing.TurnsAsync(
        SampleProgram.Of(Source) with { Options = ["csharp_prefer_braces = when_multiline"] },
        Result.Replace("        {\n            _sum += i;\n        }\n", "            _sum += i;\n", StringComparison.Ordinal));

    /// <summary>Spacing, alignment and blank lines of what moves stay, ugly or not.</summary>
    [Fact]
    public Task ChangeNothingThatMoves() => Fixing.TurnsAsync(
        Source.Replace("        _sum += i;\n", "        _sum   +=i ;  // as is  \n\n        /* both */ _sum-=  i;\n", StringComparison.Ordinal),
        Result.Replace("            _sum += i;\n", "            _sum   +=i ;  // as is  \n\n            /* both */ _sum-=  i;\n", StringComparison.Ordinal));

    [Fact]
    public Task LeaveTextInStringsAlone() => Fixing.TurnsAsync(
        "class C\n{\n    private string _all = \"\";\n\n    public void Run() => Parallel.For(0, 9, i =>\n    {\n        _all += $\"\"\"\n            {i}\n              b\n            \"\"\" + @\"x\n  y\" +\n            \"z\";\n    });\n}\n",
        "class C\n{\n    private readonly Lock _gate = new();\n    private string _all = \"\";\n\n    public void Run() => Parallel.For(0, 9, i =>\n    {\n        lock (_gate)\n        {\n            _all += $\"\"\"\n            {i}\n              b\n            \"\"\" + @\"x\n  y\" +\n                \"z\";\n        }\n    });\n}\n");

    [Theory]
    [InlineData("""
        #if TRACE
                _sum += i; // traced
        #else
                _sum -= i;
        #endif
                _sum *= i;
        """, """
        #if TRACE
                lock (_gate)
                {
                    _sum += i; // traced
                }
        #else
                _sum -= i;
        #endif
                lock (_gate)
                {
                    _sum *= i;
                }
        """)]
    [InlineData("""
                var old = _sum;
        #if TRACE
                Math.Abs(old);
        #endif
                _sum = old + i;
        """, """
                lock (_gate)
                {
                    var old = _sum;
        #if TRACE
                    Math.Abs(old);
        #endif
                    _sum = old + i;
                }
        """)]
    [InlineData("""
                #region Sum
                _sum += i;
                #endregion
        """, """
                #region Sum
                lock (_gate)
                {
                    _sum += i;
                }
                #endregion
        """)]
    [InlineData("""
        #pragma warning disable CS0219
                var unused = 3;
                _sum += i;
        #pragma warning restore
        """, """
        #pragma warning disable CS0219
                var unused = 3;
                lock (_gate)
                {
                    _sum += i;
                }
        #pragma warning restore
        """)]
    public Task KeepDirectivesWhole(string before, string after) => Fixing.TurnsAsync(
        Source.Replace("        _sum += i;", before, StringComparison.Ordinal),
        Result.Replace("        lock (_gate)\n        {\n            _sum += i;\n        }", after, StringComparison.Ordinal));

    [Fact]
    public async Task DoNotTearABranchApart()
    {
        // The read is in one configuration only: braces from there to the write would not match in the other.
        var source = Source.Replace("        _sum += i;", "#if TRACE\n        var old = _sum;\n#else\n        var old = 0.0;\n#endif\n        _sum = old + i;", StringComparison.Ordinal);
        Assert.NotEmpty(await Fixing.FindingsAsync(SampleProgram.Of(source)));
        Assert.Equal("", await Fixing.OffersAsync(SampleProgram.Of(source)));
    }

    [Theory]
    [InlineData("    void Add() => _sum++; // once\n", "    void Add()\n    {\n        lock (_gate)\n        {\n            _sum++; // once\n        }\n    }\n")]
    [InlineData("    void Add() // once\n        => _sum++;\n", "    void Add()\n    {\n        // once\n        lock (_gate)\n        {\n            _sum++;\n        }\n    }\n")]
    [InlineData("    double Add() => /* now */ _sum++;\n", "    double Add()\n    {\n        /* now */\n        lock (_gate)\n        {\n            return _sum++;\n        }\n    }\n")]
    [InlineData("    double Add() =>\n        _sum +=\n            3;\n", "    double Add()\n    {\n        lock (_gate)\n        {\n            return _sum +=\n                    3;\n        }\n    }\n")]
    public Task KeepCommentsAroundArrows(string before, string after) => Fixing.TurnsAsync(
        $"class C\n{{\n    double _sum;\n    void Run() => Parallel.For(0, 9, _ => {{ Add(); }});\n{before}}}\n",
        $"class C\n{{\n    readonly Lock _gate = new();\n    double _sum;\n    void Run() => Parallel.For(0, 9, _ => {{ Add(); }});\n{after}}}\n");
}
