using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>Each mark fails when it is not so, with the place on the page and what was found instead. That they pass when they are so: Marks.md.</summary>
public sealed class MarksFail
{
    /// <summary>A block and the start of the only failure. The block's first line is line 3 of its page.</summary>
    public static TheoryData<string, string> WrongBlocks => new()
    {
        // Expected and absent; found and not expected.
        { "class C { int good; }  // TEST0001", "P.md(3,24): error SPEC001: expected TEST0001, found nothing" },
        { "class C { int bad; }", "P.md(3,15): error SPEC001: expected nothing, found TEST0001: 'bad' is bad beside nothing (columns 15-17)" },
        { "class C\n{\n    int bad;\n    // a comment\n    int bad2;  // TEST0001\n}", "P.md(5,9): error SPEC001: expected nothing, found TEST0001: 'bad'" },
        { "class C { int bad; }  // TEST0004", "P.md(3,23): error SPEC001: expected TEST0004, found TEST0001: 'bad'" },
        { "class C { int bad, bad2; }  // TEST0001", "P.md(3,20): error SPEC001: expected nothing, found TEST0001: 'bad2'" },
        { "class C { int bad; }  // TEST0001 // TEST0001", "P.md(3,35): error SPEC001: expected TEST0001, found nothing" },

        // The message.
        { "class C { int bad; }  // TEST0001: beside 'x'", "P.md(3,23): error SPEC001: expected TEST0001: beside 'x', found TEST0001: 'bad' is bad beside nothing" },
        { "class C { int bad, bad2; }  // TEST0001: 'bad2' is // TEST0001: 'bad2' is", "P.md(3,52): error SPEC001: expected TEST0001: 'bad2' is, found TEST0001: 'bad' is" },

        // The span: too long, too short, shifted, for the second of two, without a mark.
        { "class C { int bad; }  // TEST0001\n//            ^^^^", "P.md(3,23): error SPEC001: expected TEST0001 at columns 15-18, found TEST0001: 'bad' is bad beside nothing (columns 15-17)" },
        { "class C { int bad; }  // TEST0001\n//            ^^", "P.md(3,23): error SPEC001: expected TEST0001 at columns 15-16, found" },
        { "class C { int bad; }  // TEST0001\n//           ^^^", "P.md(3,23): error SPEC001: expected TEST0001 at columns 14-16, found" },
        { "class C { int bad, bad2; }  // TEST0001: 'bad' // TEST0001\n//            ^^^ ^^^^", "P.md(3,48): error SPEC001: expected TEST0001 at columns 19-22, found" },
        { "class C { int good; }\n//            ^^^^", "P.md(4,15): error SPEC001: these carets belong to no mark" },
        { "class C { int bad; }  // TEST0001\n//        ^^^ ^^^", "P.md(4,15): error SPEC001: these carets belong to no mark" },

        // Additional locations: wrong line, wrong text, none, wrong span.
        { "class C\n{\n    int bad;  // TEST0001\n    int car;\n    int dog;  // see TEST0001\n}", "P.md(7,15): error SPEC001: expected an additional location of TEST0001 here, found TEST0001: 'bad' is bad beside 'car' (columns 9-11) with those at Spec.cs3,8" },
        { "class C\n{\n    int bad;  // TEST0001\n    int car;  // see TEST0001: 'dog'\n}", "P.md(6,15): error SPEC001: expected an additional location of TEST0001: 'dog' here" },
        { "class C { int car; }  // see TEST0001", "P.md(3,23): error SPEC001: expected an additional location of TEST0001 here, found no such diagnostic" },
        { "class C\n{\n    int bad;  // TEST0001\n    int car;  // see TEST0001\n    //  ^^^^\n}", "P.md(6,15): error SPEC001: expected an additional location of TEST0001 here" },

        // What is wrong and known has become right.
        { "class C { int bad; }  // misses TEST0001: reason", "P.md(3,15): error SPEC001: expected a miss of TEST0001 (reason), found TEST0001: 'bad' is bad beside nothing (columns 15-17): it is no longer missed" },
        { "class C { int good; }  // noise TEST0001: reason", "P.md(3,24): error SPEC001: expected the false alarm TEST0001 (noise: reason), found nothing: the false alarm is gone" },

        // The compiler.
        { "class C { Missing good; }", "P.md(3,11): error SPEC001: expected nothing, found CS0246" },
        { "class C { int good; }  // error CS0246", "P.md(3,24): error SPEC001: expected CS0246, found nothing" },
        { "class C { Missing good; }  // error CS0246: 'Other'", "P.md(3,28): error SPEC001: expected CS0246: 'Other', found CS0246" },
        { "// language: 7.3\nclass C { object good = new(); }", "P.md(4,25): error SPEC001: expected nothing, found CS8370" },
        { "// target: netstandard2.0\nclass C { System.Threading.Lock good; }", "P.md(4,28): error SPEC001: expected nothing, found CS0234" },

        // Rules that break the law.
        { "class Crash;", "P.md(2,1): error SPEC001: expected an answer, found AD0001: WrongRules threw System.InvalidOperationException: this rule crashes" },
        { "class Stray;  // TEST0006", "P.md(2,1): error SPEC001: expected an answer, found AD0001: WrongRules threw System.ArgumentException: Reported diagnostic 'TEST0006' has a source location" },
        { "// file: A.cs\nclass First;  // TEST0005\n// file: B.cs\nclass Second;", "P.md(2,1): error SPEC001: expected the same findings in every order of files" },

        // Files, tables, options.
        { "// file: A.cs\nclass A { int good; }  // TEST0001\n// file: B.cs\nclass B { int bad; }  // TEST0001", "P.md(4,24): error SPEC001: expected TEST0001, found nothing" },
        { "// api: fine  // TEST0002\nclass C;", "P.md(3,15): error SPEC001: expected TEST0002, found nothing" },
        { "// api: nonsense\nclass C;", "P.md(3,1): error SPEC001: expected nothing, found TEST0002: 'nonsense' is nonsense" },
        { "// options: dotnet_code_quality.TEST0001.allowed = a b\nclass C;", "P.md(2,1): error SPEC001: expected nothing, found TEST0003: 'a b' is no name of a field" },
        { "// options: dotnet_code_quality.TEST0001.allowed = a  // TEST0003\nclass C;", "P.md(3,55): error SPEC001: expected TEST0003, found nothing" },
        { "// options: dotnet_code_quality.TEST0001.allowed = bad\nclass C { int bad; }  // TEST0001", "P.md(4,23): error SPEC001: expected TEST0001, found nothing" },
    };

    [Theory, MemberData(nameof(WrongBlocks))]
    public async Task WhenTheyAreNotSo(string code, string failure)
    {
        var failures = await Given.BlockAsync(code);
        Assert.StartsWith(failure, failures, StringComparison.Ordinal);
        Assert.Single(failures.Split("SPEC001"), text => text.EndsWith("error ", StringComparison.Ordinal));
    }

    /// <summary>What was meant as a mark and is none would switch a test off without a word.</summary>
    [Theory]
    [InlineData("class C { int bad; }  // CONC101", "looks like a mark")]
    [InlineData("class C { int bad; }  // conc0101", "looks like a mark")]
    [InlineData("class C { int bad; }  // miss TEST0001: reason", "looks like a mark")]
    [InlineData("class C { int bad; }  // misses TEST0001", "looks like a mark")]
    [InlineData("class C { int bad; }  // noise TEST0001", "looks like a mark")]
    [InlineData("class C { int bad; }  // warning: CONC0101", "looks like a mark")]
    [InlineData("class C { int bad; }  // error TEST0001", "looks like a mark")]
    [InlineData("class C { int bad; }  // locks [_gate]", "looks like a mark")]
    [InlineData("class C { int bad; }  // target: net472", "looks like a mark")]
    [InlineData("// TEST0001\nclass C { int bad; }", "a mark stands at the end of the line")]
    [InlineData("// target: net48\nclass C;", "'net48' is no target: write one of net10.0, no-runtime, web, netstandard2.0, net472")]
    [InlineData("// language: new\nclass C;", "'new' is no version of C#")]
    [InlineData("// options: allowed\nclass C;", "write 'key = value'")]
    [InlineData("// file: A.cs\nclass A;\n// file: A.cs\nclass B;", "a file needs a name of its own")]
    [InlineData("", "the block is empty")]
    public async Task WhenTheyAreMisspelt(string code, string failure) =>
        Assert.Matches($"^P.md.[0-9,]+.: error SPEC001: [^\\n]*{Regex.Escape(failure)}", await Given.BlockAsync(code));

    /// <summary>Two entry points are an error, and a library has none: so a static Main makes a program.</summary>
    [Theory]
    [InlineData("class C { static void Main() { } static void Main(string[] args) { } }", "error SPEC001: expected nothing, found CS0017")]
    [InlineData("class C { void Main() { } static void M() { } }", "")]
    public async Task NotInALibraryWithoutEntryPoint(string code, string failure) =>
        Assert.Contains(failure, await Given.BlockAsync(code), StringComparison.Ordinal);

    [Fact]
    public async Task InStringsAreText() =>
        Assert.Equal("", await Given.BlockAsync("class C { string good = \"// TEST0001\"; string other = $\"{1} // CONC1\"; }"));

    [Fact]
    public async Task TheyKeepAddressesInTheirText() =>
        Assert.StartsWith(
            "P.md(3,24): error SPEC001: expected TEST0001: see https://example.org/a, found nothing",
            await Given.BlockAsync("class C { int good; }  // TEST0001: see https://example.org/a"), StringComparison.Ordinal);

    [Fact]
    public async Task ColumnsCountTheIndentOfTheFence() =>
        Assert.StartsWith("P.md(4,18): error SPEC001", await Given.PageAsync("# Page\n- item\n   ```cs\n   class C { int bad; }\n   ```\n"), StringComparison.Ordinal);
}
