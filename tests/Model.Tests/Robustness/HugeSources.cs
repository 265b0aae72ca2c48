using System.Text;
using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Sources as generators write them. How long they take is measured in <c>tests/Benchmarks</c>; here they have to end, and be right.</summary>
public sealed class HugeSources
{
    [Fact]
    public async Task FiftyThousandLinesOfOneClass()
    {
        var text = GeneratedProject.Large(50_000).Replace(GeneratedProject.Caret, "_ticks++;", StringComparison.Ordinal);
        Assert.Equal(50_000, text.Count(sign => sign == '\n'));

        var finding = Assert.Single((await Survival.OfAsync(SampleProgram.Of(text))).Diagnostics);
        Assert.Contains("'_ticks'", finding.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiftyThousandLinesOfManyClasses()
    {
        const string Small = """
            class TurnstileNUMBER
            {
                private readonly object _gate = new();
                private int _visitors, _days;

                public void Open()
                {
                    Parallel.Invoke(Enter, Enter);
                    _days++;
                }

                private void Enter()
                {
                    lock (_gate)
                        _visitors++;
                    if (_visitors > NUMBER)
                        Leave();
                }

                private void Leave() => _visitors--;
            }


            """;
        var text = string.Concat(Enumerable.Range(0, 50_000 / 22).Select(number => Small.Replace("NUMBER", $"{number}", StringComparison.Ordinal)));

        var findings = (await Survival.OfAsync(SampleProgram.Of(text))).Diagnostics;
        Assert.Equal(2 * (50_000 / 22), findings.Length);
    }

    [Fact]
    public async Task TenThousandStatements()
    {
        var statements = string.Concat(Enumerable.Range(0, 5_000).Select(number => $"        local += {number};\n        if (local > {number}) local--;\n"));
        await ExpectAsync(1, $"        var local = 0;\n{statements}        _n += local;");
    }

    [Fact]
    public async Task AnArrayOfTwentyThousandValues() => await ExpectAsync(1, $"        int[] all = [{Repeat("1, ", 20_000)}];\n        _n += all.Length;");

    [Fact]
    public async Task FiveHundredLambdasInEachOther()
    {
        var value = $"{Repeat("((Func<int>)(() => ", 500)}_n{Repeat("))()", 500)}";
        await ExpectAsync(2, $"        _n++;\n        _n = _n + {value};");
    }

    [Theory]
    [InlineData("(", "", ")")]
    [InlineData("-(", "", ")")]
    [InlineData("Math.Abs(", "", ")")]
    [InlineData("(_n > 0 ? ", "1", " : 2)")]
    [InlineData("new[] { ", "1", " }.Length + new[] { 1 }[0]")]
    public async Task FiveHundredExpressionsInEachOther(string open, string middle, string close)
    {
        var value = Repeat(open, 500) + (middle == "" ? "_n" : middle) + Repeat(close, 500);
        await ExpectAsync(2, $"        _n++;\n        _n = _n + {value};");
    }

    [Theory]
    [InlineData(2, "if (_n > 0) {", "}")]
    [InlineData(2, "lock (_gate) {", "}")]
    [InlineData(202, "try {", "} finally { _n--; }")]
    [InlineData(2, "while (_n > 0) {", "}")]
    [InlineData(2, "foreach (var c in \"ab\") {", "}")]
    public async Task TwoHundredStatementsInEachOther(int findings, string open, string close)
    {
        // A name per level: blocks may not declare one that is in scope.
        var level = 0;
        var opened = string.Concat(Enumerable.Repeat(open, 200).Select(text => text.Replace("var c ", $"var c{level++} ", StringComparison.Ordinal)));
        await ExpectAsync(findings, $"        _n++;\n        {opened} _n++; {Repeat(close, 200)}");
    }

    [Theory]
    [InlineData(1, "_text = \"a\"", " + \"b\"")]
    [InlineData(2, "_text = _text", " + _text")]
    [InlineData(2, "_text = \"a\"", " + _n + _text")]
    [InlineData(2, "_n = 1", " + _n")]
    [InlineData(2, "_n += _n", " - _cells[_n + 1]")]
    public async Task FiveThousandTerms(int findings, string first, string term) =>
        await ExpectAsync(findings, $"        _n++;\n        {first}{Repeat(term, 5_000)};");

    /// <summary>Arguments may be indices, and are read as such: that, too, must not take a stack frame per term.</summary>
    [Theory]
    [InlineData(1, "Open(_n", " + _n", ");")]
    [InlineData(1, "var i = Interlocked.Increment(ref _cells[0])", " + 1", "; Open(i);")]
    public async Task FiveThousandTermsThatMayBeAnIndex(int findings, string first, string term, string end) =>
        await ExpectAsync(findings, $"        _n++;\n        {first}{Repeat(term, 5_000)}{end}");

    /// <summary>Conditions that generators write: read from their first part on, which is nested deepest, and every part once.</summary>
    [Theory]
    [InlineData(1, "_text == \"\"", " && _flag", "if (CONDITION) _text = \"a\";")]
    [InlineData(1, "!_map.ContainsKey(1)", " && _flag", "if (CONDITION) _map[1] = _n;")]
    [InlineData(1, "_map.ContainsKey(1)", " || _flag", "if (CONDITION) _map.TryRemove(1, out _);")]
    [InlineData(2, "_flag", " && _flag", "while (CONDITION) { }")]
    [InlineData(3, "_flag", " && _n > 0 || _flag", "while (true) { if (CONDITION) break; }")]
    public async Task FiveThousandPartsOfACondition(int findings, string first, string part, string use) =>
        await ExpectAsync(findings, $"        _n++;\n        {use.Replace("CONDITION", first + Repeat(part, 5_000), StringComparison.Ordinal)}\n        _flag = true;");

    [Fact]
    public async Task TwoThousandCallsInAChain() =>
        await ExpectAsync(1, $"        _n++;\n        var text = new System.Text.StringBuilder(){Repeat(".Append(_n)", 2_000)}.ToString();");

    [Fact]
    public async Task AThousandElseBranches()
    {
        var branches = string.Concat(Enumerable.Range(0, 1_000).Select(number => $"        else if (_n == {number}) _n--;\n"));
        await ExpectAsync(1_001, $"        if (_n > 1_000) _n++;\n{branches}");
    }

    [Fact]
    public async Task FiveHundredThreads()
    {
        var starts = string.Concat(Enumerable.Range(0, 500).Select(number => $"        var t{number} = new Thread(Work); t{number}.Start();\n"));
        var joins = string.Concat(Enumerable.Range(0, 500).Select(number => $"        t{number}.Join();\n"));
        await ExpectAsync(2, $"        _n++;\n{starts}{joins}        _n++;");
    }

    [Fact]
    public async Task AHundredMethodsThatAllCallEachOther()
    {
        var calls = string.Concat(Enumerable.Range(0, 100).Select(number => $"M{number}(); "));
        var methods = string.Concat(Enumerable.Range(0, 100).Select(number => $"    private void M{number}() {{ _n++; {calls}}}\n"));
        var findings = await Survival.OfAsync(SampleProgram.Of($"class Knot {{ private int _n; public void Open() => Parallel.Invoke(M1, M2);\n{methods}}}"));
        Assert.Equal(100, findings.Diagnostics.Length);
    }

    /// <summary>So many findings in <c>Work</c>, and a program that compiles: what is huge is not taken for broken.</summary>
    private static async Task ExpectAsync(int count, string work)
    {
        var findings = await Survival.OfAsync(SampleProgram.Of(Racing(work)));
        Assert.Empty(findings.CompileErrors);
        Assert.Equal(count, findings.Diagnostics.Length);
    }

    /// <summary>A class whose work runs beside itself.</summary>
    private static string Racing(string body) =>
        $$"""
        class Racing
        {
            private readonly object _gate = new();
            private readonly int[] _cells = new int[9];
            private readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> _map = new();
            private string _text = "";
            private bool _flag;
            private int _n;

            public void Open() => Parallel.Invoke(Work, Work);

            private void Open(int cell) => _cells[cell] = 1;

            private void Work()
            {
        {{body}}
            }
        }
        """;

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
