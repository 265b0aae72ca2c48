namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>A page about a fix fails when the fix does something else, when it is no repair, and when its Fix All is unstable.</summary>
public sealed class FixesFail
{
    private const string Bad = "class C { int bad; }  // TEST0001";
    private const string Two = "// file: A.cs\npartial class C { int bad1; }  // TEST0001\n// file: B.cs\npartial class C { int bad2; }  // TEST0001";

    [Fact]
    public async Task WithTheDifferenceWhenTheTextIsAnother() =>
        Assert.Equal(
            """
            P.md(6,1): error SPEC001: expected another text of Spec.cs, found (- expected, + found)
                - class C { int  good; }
                + class C { int good; }
            """,
            await Given.PageAsync(Page(Bad, "Fixed", "class C { int  good; }")));

    /// <summary>A heading, what the block under it shows, and the start of what is wrong.</summary>
    public static TheoryData<string, string, string, string> WrongFixes => new()
    {
        // Which fix.
        { Bad, "Fixed: Make it perfect", "class C { int good; }", "P.md(6,1): error SPEC001: expected a fix 'Make it perfect', found 'Make it good', 'Add a comment'" },
        { "class C { int badForever; }  // TEST0001", "Fixed", "class C { int good; }", "P.md(6,1): error SPEC001: expected a fix, found none" },
        { "class C { int good; }", "Fixed", "class C { int good; }", "P.md(6,1): error SPEC001: expected a fix, found none" },
        { Bad, "Fixed: Forget the key", "class C { int good; }", "P.md(6,1): error SPEC001: expected an equivalence key on 'Forget the key', found none" },
        { "class C { int badForever; }  // TEST0001", "Fixed all", "class C { int good; }", "P.md(6,1): error SPEC001: expected a fix, found none" },

        // No repair: the block is what the fix writes, and its marks are true.
        { Bad, "Fixed: Break the program", "class C { int good good; }", "P.md(7,20): error SPEC001: expected nothing, found CS1002" },
        { Bad, "Fixed: Break the program", "class C { int good good; }  // error CS1002 // error CS1519 // error CS1519", "P.md(6,1): error SPEC001: expected a result that compiles, found /spec/Spec.cs(1,20): error CS1002" },
        { Bad, "Fixed: Add a comment", "class C { int bad /* bad */; }", "P.md(7,15): error SPEC001: expected nothing, found TEST0001" },
        { Bad, "Fixed: Add a comment", "class C { int bad /* bad */; }  // TEST0001", "P.md(6,1): error SPEC001: expected at most 0 of TEST0001 after the fix, found 1" },
        { Bad, "Fixed: Make it worse", "class C { int bad, badder; }  // TEST0001 // TEST0001", "P.md(6,1): error SPEC001: expected at most 0 of TEST0001 after the fix, found 2" },

        // Files.
        { Two, "Fixed", "// file: A.cs\npartial class C { int good1; }\n// file: C.cs\nclass D;", "P.md(9,1): error SPEC001: expected a file C.cs, found only A.cs, B.cs" },
        { Two, "Fixed", "// file: B.cs\npartial class C { int bad2; }  // TEST0001", "P.md(9,1): error SPEC001: expected another text of A.cs, found" },
        { Two, "Fixed all", "// file: A.cs\npartial class C { int good1; }", "P.md(9,1): error SPEC001: expected another text of B.cs, found" },

        // Fix All.
        { Bad, "Fixed all: Add a comment", "class C { int bad /* bad */; }  // TEST0001", "P.md(6,1): error SPEC001: expected at most 0 of TEST0001 after the fix, found 1" },
        { Two, "Fixed all: Number it", "// file: A.cs\npartial class C { int good01; }\n// file: B.cs\npartial class C { int good12; }", "P.md(9,1): error SPEC001: Fix All with the files in the opposite order: expected another text of " },
    };

    [Theory, MemberData(nameof(WrongFixes))]
    public async Task WhenTheFixIsAnother(string before, string heading, string after, string failure) =>
        Assert.StartsWith(failure, await Given.PageAsync(Page(before, heading, after)), StringComparison.Ordinal);

    [Fact]
    public async Task WhenFixAllTwiceIsMoreThanOnce() =>
        Assert.Contains("error SPEC001: Fix All a second time: expected another text of Spec.cs",
            await Given.PageAsync(Page("class C { int bad; }  // TEST0001", "Fixed all: Add a comment", "class C { int bad /* bad */; }  // TEST0001")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Not fixed", Bad, "expected no fix, found 'Make it good', 'Add a comment'")]
    [InlineData("Not fixed: Add a comment", Bad, "expected no fix 'Add a comment', found 'Add a comment'")]
    [InlineData("Not fixed", "class C { int good; }", "expected a diagnostic without a fix, found no diagnostic")]
    public async Task WhenWhatIsNotOfferedIs(string heading, string code, string failure) =>
        Assert.StartsWith($"P.md(3,1): error SPEC001: {failure}", await Given.PageAsync($"# Page\n### {heading}\n```cs\n{code}\n```\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("# Page\n### Fixed\n```cs\nclass C;\n```\n", "P.md(3,1): error SPEC001: '### Fixed' shows what a fix makes of the block before, and there is none")]
    [InlineData("# Page\n```cs\nclass C;\n```\n### Fixed\n## Next\n", "P.md(5,1): error SPEC001: no C# block follows '### Fixed'")]
    [InlineData("# Page\n```cs\nclass C;\n```\n### Fixed\n", "P.md(5,1): error SPEC001: no C# block follows '### Fixed'")]
    [InlineData("# Page\n```cs\nclass C;\n```\n### Fixed\n```cs\nclass C;\n```\n```cs\nclass C;\n```\n", "P.md(9,1): error SPEC001: only one block may stand under '### Fixed'")]
    [InlineData("# Page\n```cs\nclass C;\n", "P.md(2,1): error SPEC001: this fence is never closed")]
    public async Task WhenThePageIsIncomplete(string page, string failure) =>
        Assert.StartsWith(failure, await Given.PageAsync(page), StringComparison.Ordinal);

    /// <summary>Most pages are about one rule: what another one says in the block before is not what the fix is for.</summary>
    [Fact]
    public async Task NotForTheDiagnosticsOfOtherPages() =>
        Assert.StartsWith("P.md(6,1): error SPEC001: expected a fix, found none",
            await Given.PageAsync(Page("class Quiet { int bad; }  // TEST0004 // TEST0001", "Fixed", "class Quiet { int good; }  // TEST0004").Replace("# Page", "# TEST0004: Quiet")),
            StringComparison.Ordinal);

    private static string Page(string before, string heading, string after) => $"# Page\n```cs\n{before}\n```\n### {heading}\n```cs\n{after}\n```\n";
}
