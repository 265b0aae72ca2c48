namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>Probes of the model compare with what the model says about their line, and never pass unasked.</summary>
public sealed class ProbesFail
{
    private const string Program = "class C\n{\n    int good;\n    void M() => good++;  // ";

    [Theory]
    [InlineData("locks {_gate, other}", "roots {main, pool*}", "owned")]
    [InlineData("locks {other,_gate}", "roots {pool*, main}", "owned")]
    public async Task NotWhenTheModelAgrees(string locks, string roots, string owned) =>
        Assert.Equal("", await Given.BlockAsync($"{Program}{locks} // {roots} // {owned}\n}}", new Model(["_gate", "other"], ["main", "pool*"], IsOwned: true)));

    [Theory]
    [InlineData("locks {_gate}", "P.md(6,26): error SPEC001: expected locks {_gate}, found locks {_gate, other}")]
    [InlineData("locks {_gate, other, third}", "P.md(6,26): error SPEC001: expected locks {_gate, other, third}, found")]
    [InlineData("locks {}", "P.md(6,26): error SPEC001: expected locks {}, found")]
    [InlineData("roots {main, pool}", "P.md(6,26): error SPEC001: expected roots {main, pool}, found roots {main, pool*}")]
    [InlineData("not owned", "P.md(6,26): error SPEC001: expected not owned, found owned")]
    public async Task WhenTheModelSaysOtherwise(string mark, string failure) =>
        Assert.StartsWith(failure, await Given.BlockAsync($"{Program}{mark}\n}}", new Model(["_gate", "other"], ["main", "pool*"], IsOwned: true)), StringComparison.Ordinal);

    [Fact]
    public async Task WhenWhatIsOwnedIsNot() =>
        Assert.StartsWith("P.md(6,26): error SPEC001: expected owned, found not owned",
            await Given.BlockAsync($"{Program}owned\n}}", new Model([], [], IsOwned: false)), StringComparison.Ordinal);

    [Theory]
    [InlineData("meets {Tick, Bump?}")]
    [InlineData("guard {_gate: 2 of 3}")]
    [InlineData("evidence: Tick (a timer) and Bump")]
    [InlineData("misses meets {Other}: nobody says so")]
    public async Task NotWhenTheModelTellsTheSame(string mark) => Assert.Equal("", await Given.BlockAsync($"{Program}{mark}\n}}", Telling));

    [Theory]
    [InlineData("meets {Tick, Bump}", "P.md(6,26): error SPEC001: expected meets {Tick, Bump}, found meets {Bump?, Tick}")]
    [InlineData("meets {}", "P.md(6,26): error SPEC001: expected meets {}, found meets {Bump?, Tick}")]
    [InlineData("guard {_gate: 3 of 3}", "P.md(6,26): error SPEC001: expected guard {_gate: 3 of 3}, found guard {_gate: 2 of 3}")]
    [InlineData("evidence: Tick (a thread)", "P.md(6,26): error SPEC001: expected evidence 'Tick (a thread)', found 'Tick (a timer) and Bump run at once'")]
    [InlineData("misses meets {Tick, Bump?}: no", "P.md(6,26): error SPEC001: expected a miss, found that the model knows it")]
    [InlineData("misses meets {Other}", "P.md(6,")]
    [InlineData("guards {_gate}", "P.md(6,")]
    [InlineData("evidence:", "P.md(6,")]
    public async Task WhenTheModelTellsAnother(string mark, string failure) =>
        Assert.StartsWith(failure, await Given.BlockAsync($"{Program}{mark}\n}}", Telling), StringComparison.Ordinal);

    [Fact]
    public async Task WhereThereIsNoModel() =>
        Assert.StartsWith("P.md(6,26): error SPEC001: probes of the model work on pages of Model.Tests", await Given.BlockAsync($"{Program}owned\n}}"), StringComparison.Ordinal);

    private static Model Telling =>
        new([], [], IsOwned: false) { Meets = ["Bump?", "Tick"], Guards = ["_gate: 2 of 3"], Evidence = ["Tick (a timer) and Bump run at once"] };

    private sealed record Model(string[] Locks, string[] Roots, bool IsOwned) : ILineProbe
    {
        public string[] Meets { get; init; } = [];

        public string[] Guards { get; init; } = [];

        public string[] Evidence { get; init; } = [];

        public LineFacts At(Compilation compilation, AnalyzerOptions options, SyntaxTree tree, int line, CancellationToken cancellationToken)
        {
            Assert.Equal("    void M() => good++;", tree.GetText(cancellationToken).Lines[line].ToString());
            return new(Locks, Roots, IsOwned) { Meets = Meets, Guards = Guards, Evidence = Evidence };
        }
    }
}
