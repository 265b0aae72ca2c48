namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>Many repairs at once give one text, whatever the order in which anything arrives.</summary>
public sealed class FixAll
{
    private static readonly SampleProgram s_partial = new()
    {
        Files =
        [
            new("B.cs", """
                partial class Stats
                {
                    private int _count;
                    private double _sum;

                    private void East()
                    {
                        _count++;
                        _sum += _count;
                    }
                }

                """),
            new("A.cs", """
                partial class Stats
                {
                    private double _least;

                    public void Run() => Parallel.Invoke(East, West, West);

                    private void West()
                    {
                        _count += 2;
                        _sum += 2;
                        _least *= _sum;
                    }
                }

                """),
        ],
    };

    private const string EastFixed = """
        partial class Stats
        {
            private int _count;
            private double _sum;

            private void East()
            {
                Interlocked.Increment(ref _count);
                lock (_gate)
                {
                    _sum += Volatile.Read(ref _count);
                }
            }
        }

        """;

    private const string WestFixed = """
        partial class Stats
        {
            private readonly Lock _gate = new();
            private double _least;

            public void Run() => Parallel.Invoke(East, West, West);

            private void West()
            {
                Interlocked.Add(ref _count, 2);
                lock (_gate)
                {
                    _sum += 2;
                    _least *= _sum;
                }
            }
        }

        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task OverTwoDocumentsIsTheSameInAnyOrder(int shuffle)
    {
        var program = shuffle % 2 == 0 ? s_partial : s_partial.Reversed();
        var result = await Fixing.ApplyAllAsync(program, order: found => shuffle switch
        {
            0 => found,
            1 => found.Reverse(),
            2 => found.OrderBy(one => one.Location.SourceSpan.Start % 7).ThenBy(one => one.Location.SourceSpan.Start),
            _ => found.OrderBy(one => one.GetMessage().Length).Concat(found),
        });
        Assert.Equal(EastFixed, result.Files.Single(file => file.Name == "B.cs").Text);
        Assert.Equal(WestFixed, result.Files.Single(file => file.Name == "A.cs").Text);
        Assert.Empty(await Fixing.FindingsAsync(result));
    }

    [Fact]
    public async Task GivesWhatTheSingleRepairsGiveTogether()
    {
        var program = s_partial;
        for (var left = (await Fixing.FindingsAsync(program)).Length; left > 0; left = (await Fixing.FindingsAsync(program)).Length)
            program = await Fixing.ApplyAsync(program);

        // One after the other they find the lock that the first of them made.
        Assert.Contains("lock (_gate)", program.Files[0].Text, StringComparison.Ordinal);
        Assert.Single(program.Files, file => file.Text.Contains("readonly Lock _gate = new();", StringComparison.Ordinal));
    }

    [Fact]
    public Task JoinsWhatNeedsTheSameLock() => Fixing.TurnsAllAsync(
        SampleProgram.Of("class C\n{\n    double _a, _b;\n    void Run() => Parallel.For(0, 9, i =>\n    {\n        _a += _b++;\n        _b--;\n        _a--;\n    });\n}\n"),
        "class C\n{\n    readonly Lock _gate = new();\n    double _a, _b;\n    void Run() => Parallel.For(0, 9, i =>\n    {\n        lock (_gate)\n        {\n            _a += _b++;\n            _b--;\n            _a--;\n        }\n    });\n}\n");

    [Fact]
    public Task CombinesEditsOfNestedUpdates() => Fixing.TurnsAllAsync(
        SampleProgram.Of("class C\n{\n    int _next; readonly int[] _hits = new int[9];\n    void Run() => Parallel.For(0, 9, i => { _hits[_next++ % 9] += 2; });\n}\n"),
        "class C\n{\n    int _next; readonly int[] _hits = new int[9];\n    void Run() => Parallel.For(0, 9, i => { Interlocked.Add(ref _hits[(Interlocked.Increment(ref _next) - 1) % 9], 2); });\n}\n");

    [Theory]
    [InlineData("safe", "_sum += Other(i);")]
    [InlineData("timing", "_sum += Other(i);")]
    [InlineData("review", "var amount = Other(i); lock (_gate) { _sum += amount; }")]
    public Task MakesWhatIsAllowed(string level, string result) => LevelAsync(level, "_sum += Other(i);", result);

    [Theory]
    [InlineData(null, "Console.WriteLine(_sum += i);")]
    [InlineData("nonsense", "Console.WriteLine(_sum += i);")]
    [InlineData("timing", "lock (_gate) { Console.WriteLine(_sum += i); }")]
    [InlineData("review", "lock (_gate) { Console.WriteLine(_sum += i); }")]
    public Task MakesWhatIsAllowedByTiming(string? level, string result) => LevelAsync(level, "Console.WriteLine(_sum += i);", result);

    [Fact]
    public Task WithoutAKeyMakesThePreferredRepairs() => // dotnet format passes none where the first diagnostic has no repair
        LevelAsync(null, "_sum += i;", "lock (_gate) { _sum += i; }", key: null!);

    [Fact]
    public Task WithTheKeyOfAnAlternativeMakesThatEverywhere() => Fixing.TurnsAllAsync(
        SampleProgram.Of("class C\n{\n    int _a; double _b;\n    void Run() => Parallel.For(0, 9, i => { _a++; _b++; });\n}\n"),
        "class C\n{\n    readonly Lock _gate = new();\n    int _a; double _b;\n    void Run() => Parallel.For(0, 9, i => { lock (_gate) { _a++; _b++; } });\n}\n",
        Fixing.Lock);

    [Fact]
    public async Task OfTwoThatContradictMakesTheFirst()
    {
        // Either needs the lock that its other uses hold, and this statement would need both.
        const string source = """
            class C
            {
                private readonly object _one = new();
                private readonly object _two = new();
                private double _a, _b, _c;

                public void Run() => Parallel.For(0, 9, i =>
                {
                    lock (_one) { _a++; }
                    Console.WriteLine();
                    lock (_two) { _b++; }
                    Console.WriteLine();
                    _a += _b++;
                    Console.WriteLine();
                    _c++;
                });
            }

            """;
        var result = await Fixing.ApplyAllAsync(SampleProgram.Of(source) with { Options = ["dotnet_code_quality.concurrency.fix_all = review"] });
        Assert.Equal(
            source.Replace("        _a += _b++;", "        lock (_one)\n        {\n            _a += _b++;\n        }", StringComparison.Ordinal)
                .Replace("        _c++;", "        lock (_gate)\n        {\n            _c++;\n        }", StringComparison.Ordinal)
                .Replace("    private double", "    private readonly Lock _gate = new();\n    private double", StringComparison.Ordinal),
            result.Files[0].Text);
    }

    private static Task LevelAsync(string? level, string statement, string result, string key = Fixing.Preferred)
    {
        var gate = result.Contains("_gate", StringComparison.Ordinal) ? "    private readonly Lock _gate = new();\n" : "";
        var program = SampleProgram.Of(Program(statement, ""));
        return Fixing.TurnsAllAsync(level is null ? program : program with { Options = [$"dotnet_code_quality.concurrency.fix_all = {level}"] }, Program(result, gate), key);
    }

    private static string Program(string statement, string gate) => $$"""
        class C
        {
        {{gate}}    private double _sum;
            public Func<int, double> Price = i => i;

            public void Run() => Parallel.For(0, 9, i => { {{statement}} });

            private double Other(int i) => Price(i);
        }

        """;
}
