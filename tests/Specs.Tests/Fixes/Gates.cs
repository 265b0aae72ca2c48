using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>New locks: what they are called, where they stand, what they are, and where there can be none.</summary>
public sealed class Gates
{
    [Theory]
    [InlineData("private double _sum;", "private readonly Lock _gate = new();")]
    [InlineData("private double sum;", "private readonly Lock gate = new();")]
    [InlineData("private double m_sum;", "private readonly Lock m_gate = new();")]
    [InlineData("private static double s_sum;", "private static readonly Lock s_gate = new();")]
    [InlineData("private static double _sum;", "private static readonly Lock _gate = new();")]
    [InlineData("public double Sum;", "private readonly Lock _gate = new();")]
    [InlineData("public static double Sum;", "private static readonly Lock s_gate = new();")]
    [InlineData("double _sum;", "readonly Lock _gate = new();")]
    [InlineData("private double _sum, _gate;", "private readonly Lock _gate2 = new();")]
    [InlineData("private double _sum; void M(int _gate) { }", "private readonly Lock _gate2 = new();")]
    [InlineData("private double _sum; class Inner { int _gate; }", "private readonly Lock _gate2 = new();")]
    public async Task AreNamedLikeTheirNeighbours(string field, string gate)
    {
        var name = field.Split(' ').First(word => word.EndsWith("um;", StringComparison.Ordinal) || word.EndsWith("um,", StringComparison.Ordinal)).TrimEnd(';', ',');
        var lockName = gate.Split(' ').First(word => word.Contains("gate", StringComparison.Ordinal));
        await Fixing.TurnsAsync(
            $"class C\n{{\n    {field}\n    void Run() => Parallel.For(0, 9, i => {{ {name} += i; }});\n}}\n",
            $"class C\n{{\n    {gate}\n    {field}\n    void Run() => Parallel.For(0, 9, i => {{ lock ({lockName}) {{ {name} += i; }} }});\n}}\n");
    }

    [Fact]
    public Task AvoidNamesOfBases() => Fixing.TurnsAsync(
        "class B { protected int _gate; }\nclass C : B\n{\n    double _sum;\n    void Run() => Parallel.For(0, 9, i => { _sum += i; });\n}\n",
        "class B { protected int _gate; }\nclass C : B\n{\n    readonly Lock _gate2 = new();\n    double _sum;\n    void Run() => Parallel.For(0, 9, i => { lock (_gate2) { _sum += i; } });\n}\n");

    [Theory]
    [InlineData(LanguageVersion.CSharp13, "Lock", "new()")]
    [InlineData(LanguageVersion.CSharp12, "object", "new()")]
    [InlineData(LanguageVersion.CSharp8, "object", "new object()")]
    public Task AreWhatTheLanguageLocksBest(LanguageVersion language, string type, string value) => Fixing.TurnsAsync(
        SampleProgram.Of(Field("", "")) with { Language = language }, Field($"    private readonly {type} _gate = {value};\n", "_gate"));

    [Fact]
    public Task AreObjectsWhereTheFrameworkHasNoLock() => Fixing.TurnsAsync(
        SampleProgram.Of(Field("", "")) with { Target = Target.Net472 }, Field("    private readonly object _gate = new();\n", "_gate"));

    [Fact]
    public Task AreObjectsWhereLockIsAStandIn() => Fixing.TurnsAsync(
        SampleProgram.Of(Field("", "") + "namespace System.Threading { public class Lock; }\n") with { Target = Target.NetStandard20 },
        Field("    private readonly object _gate = new();\n", "_gate") + "namespace System.Threading { public class Lock; }\n");

    [Fact]
    public Task AreFullyNamedWhereLockMeansAnother() => Fixing.TurnsAsync(
        Field("", "") + "class Lock;\n", Field("    private readonly System.Threading.Lock _gate = new();\n", "_gate") + "class Lock;\n");

    [Theory]
    [InlineData("class C\n{\n    private readonly int _a;\n\n    /// <summary>Sum.</summary>\n    [Obsolete]\n    private double _sum;\n", "    private readonly int _a;\n\n", "    private readonly Lock _gate = new();\n")]
    [InlineData("class C\n{\n#if TRACE\n    // Sum.\n    private double _sum;\n#endif\n", "#if TRACE\n", "    private readonly Lock _gate = new();\n")]
    [InlineData("class C\n{\n    private int _a; // first\n    private double _sum;\n", "// first\n", "    private readonly Lock _gate = new();\n")]
    [InlineData("class C\n{\n    private static readonly Timer s_timer = new(_ => { });\n    private static double s_sum;\n", "{\n", "    private static readonly Lock s_gate = new();\n")]
    public Task StandBeforeTheirFieldAndItsComments(string start, string before, string gate)
    {
        var (name, sum) = gate.Contains("static", StringComparison.Ordinal) ? ("s_gate", "s_sum") : ("_gate", "_sum");
        var at = start.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return Fixing.TurnsAsync(
            start + $"    void Run() => Parallel.For(0, 9, i => {{ {sum} += i; }});\n}}\n",
            start.Insert(at, gate) + $"    void Run() => Parallel.For(0, 9, i => {{ lock ({name}) {{ {sum} += i; }} }});\n}}\n");
    }

    [Theory]
    [InlineData("    public int Sum { get; set; }\n", "    private readonly Lock _gate = new();\n\n    public int Sum { get; set; }\n")]
    [InlineData("    private readonly int _a; // a\n\n    public int Sum { get; set; }\n", "    private readonly int _a; // a\n    private readonly Lock _gate = new();\n\n    public int Sum { get; set; }\n")]
    [InlineData("    private readonly int _a; public int Sum { get; set; }\n", "    private readonly int _a; private readonly Lock _gate = new(); public int Sum { get; set; }\n")]
    public Task StandAmongTheFieldsForAProperty(string before, string after) => Fixing.TurnsAsync(
        $"class C\n{{\n{before}\n    void Run() => Parallel.For(0, 9, i => {{ Sum += i; }});\n}}\n",
        $"class C\n{{\n{after}\n    void Run() => Parallel.For(0, 9, i => {{ lock (_gate) {{ Sum += i; }} }});\n}}\n");

    [Theory]
    [InlineData("class C(double sum)\n{\n", "class C(double sum)\n{\n    private readonly Lock _gate = new();\n\n", "sum")]
    [InlineData("class C<T>\n{\n    static double s_sum;\n", "class C<T>\n{\n    static readonly Lock s_gate = new();\n    static double s_sum;\n", "s_sum")]
    [InlineData("struct C\n{\n    static double s_sum;\n", "struct C\n{\n    static readonly Lock s_gate = new();\n    static double s_sum;\n", "s_sum")]
    [InlineData("record C\n{\n    static double s_sum;\n", "record C\n{\n    static readonly Lock s_gate = new();\n    static double s_sum;\n", "s_sum")]
    public Task FitTheirType(string before, string after, string name)
    {
        var gate = after.Contains("s_gate", StringComparison.Ordinal) ? "s_gate" : "_gate";
        return Fixing.TurnsAsync(
            $"{before}    public void Run() => Parallel.For(0, 9, i => {{ {name} += i; }});\n}}\n",
            $"{after}    public void Run() => Parallel.For(0, 9, i => {{ lock ({gate}) {{ {name} += i; }} }});\n}}\n");
    }

    [Theory]
    [InlineData("record C { double _sum; public void Run() => Parallel.For(0, 9, i => { _sum += i; }); }")] // equality would compare the lock
    [InlineData("class C { S _s; public void Run() => Parallel.For(0, 9, i => { _s.Sum += i; }); struct S { public double Sum; } }")] // a copy would have another lock
    [InlineData("interface C { static double s_sum; public void Run() => Parallel.For(0, 9, i => { s_sum += i; }); }")]
    public async Task AreNotMadeWhereTheyWouldNotHold(string source)
    {
        Assert.NotEmpty(await Fixing.FindingsAsync(SampleProgram.Of(source)));
        Assert.Equal("", await Fixing.OffersAsync(SampleProgram.Of(source)));
    }

    [Theory]
    [InlineData("        double sum = 0;\n        Parallel.For(0, 9, i => { sum += i; });\n", "        double sum = 0;\n        var gate = new Lock();\n        Parallel.For(0, 9, i => { lock (gate) { sum += i; } });\n")]
    [InlineData("        int gate = 3; double sum = 0;\n        Parallel.For(0, gate, i => { sum += i; });\n", "        int gate = 3; double sum = 0; var gate2 = new Lock();\n        Parallel.For(0, gate, i => { lock (gate2) { sum += i; } });\n")]
    [InlineData("        Parallel.For(0, 9, i => { start += i; });\n", "        var gate = new Lock();\n        Parallel.For(0, 9, i => { lock (gate) { start += i; } });\n")]
    [InlineData("        // Parse.\n        if (!double.TryParse(\"3\", out var sum)) return;\n        Parallel.For(0, 9, i => { sum += i; });\n", "        // Parse.\n        var gate = new Lock();\n        if (!double.TryParse(\"3\", out var sum)) return;\n        Parallel.For(0, 9, i => { lock (gate) { sum += i; } });\n")]
    [InlineData("        foreach (var one in new[] { 1 })\n        {\n            double sum = one;\n            Parallel.For(0, 9, i => { sum += i; });\n        }\n", "        foreach (var one in new[] { 1 })\n        {\n            double sum = one;\n            var gate = new Lock();\n            Parallel.For(0, 9, i => { lock (gate) { sum += i; } });\n        }\n")]
    public Task AreLocalForLocalVariables(string before, string after) => Fixing.TurnsAsync(
        $"class C\n{{\n    public void Run(double start)\n    {{\n{before}    }}\n}}\n", $"class C\n{{\n    public void Run(double start)\n    {{\n{after}    }}\n}}\n",
        Fixing.LockForCaptured);

    [Fact]
    public Task AreLocalInTopLevelPrograms() => Fixing.TurnsAsync(
        "double sum = 0; // the sum\nParallel.For(0, 9, i => sum += i);\nConsole.WriteLine(sum);\n",
        "double sum = 0; // the sum\nvar gate = new Lock();\nParallel.For(0, 9, i =>\n{\n    lock (gate)\n    {\n        sum += i;\n    }\n});\nConsole.WriteLine(sum);\n",
        Fixing.LockForCaptured);

    [Fact]
    public async Task AreAsVisibleAsTheirUsesNeed()
    {
        var program = new SampleProgram
        {
            Files =
            [
                new("A.cs", "class Stats\n{\n    internal static double Sum;\n    internal double Own;\n}\n"),
                new("B.cs", "class User\n{\n    void Run(Stats stats) => Parallel.For(0, 9, i => { Stats.Sum += i; stats.Own += i; });\n}\n"),
            ],
        };
        var result = await Fixing.ApplyAllAsync(program);
        Assert.Equal("class Stats\n{\n    internal static readonly Lock s_gate = new();\n    internal static double Sum;\n    internal readonly Lock _gate = new();\n    internal double Own;\n}\n", result.Files[0].Text);
        Assert.Equal("class User\n{\n    void Run(Stats stats) => Parallel.For(0, 9, i => { lock (Stats.s_gate) { Stats.Sum += i; } lock (stats._gate) { stats.Own += i; } });\n}\n", result.Files[1].Text);
    }

    [Fact]
    public Task AreOneForEachConstructionOfAGenericType() => Fixing.TurnsAsync(
        "class C<T>\n{\n    static double s_a;\n    void Run() => Parallel.For(0, 9, i => { s_a++; C<int>.s_a++; });\n}\n",
        "class C<T>\n{\n    static readonly Lock s_gate = new();\n    static double s_a;\n    void Run() => Parallel.For(0, 9, i => { lock (s_gate) { s_a++; } lock (C<int>.s_gate) { C<int>.s_a++; } });\n}\n");

    private static string Field(string gate, string name)
    {
        var update = name.Length == 0 ? "_sum += i;" : $"lock ({name}) {{ _sum += i; }}";
        return $"using System.Threading; using System.Threading.Tasks;\nclass C\n{{\n{gate}    private double _sum;\n    void Run() => Parallel.For(0, 9, i => {{ {update} }});\n}}\n";
    }
}
