using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary><c>declare</c> writes what all accesses agree on, and what it writes holds: the rules are silent about it, and speak of the next access that forgets the lock.</summary>
public sealed class DeclareTests
{
    private const string Till =
        """
        // The till of a shop.
        using System.Text;

        namespace Shop;

        public partial class Till
        {
            private static readonly Lock s_gate = new();
            private static long s_all;

            private readonly object _gate = new(), _door = new();
            private readonly ReaderWriterLockSlim _board = new();
            private readonly SemaphoreSlim _turn = new(1, 1);

            /// <summary>In cents.</summary>
            private int _total; // of the day
            private int _guests, _tables;
            private readonly StringBuilder _log = new();
            private readonly Dictionary<string, int> _prices = [];
            private int _turns;
            private int _inside;
            private string _last = "";

            public Till() => _total = 1;

            internal int Paid { get; private set; }

            public void Sell(int amount)
            {
                lock (_gate)
                {
                    _total += amount;
                    _guests++;
                    _tables++;
                    _log.Append(amount);
                    Paid += amount;
                    Note();
                }

                lock (s_gate)
                    s_all += amount;
            }

            private void Note() => _last = _total.ToString();

            public void Enter() { lock (_door) _inside++; }

            public int Inside() { lock (_door) return _inside; }

            public static long All() { lock (s_gate) return s_all; }

            public void SetPrice(string name, int price)
            {
                _board.EnterWriteLock();
                try { _prices[name] = price; }
                finally { _board.ExitWriteLock(); }
            }

            public int Price(string name)
            {
                _board.EnterReadLock();
                try { return _prices[name]; }
                finally { _board.ExitReadLock(); }
            }

            public async Task TurnAsync()
            {
                await _turn.WaitAsync();
                try { _turns++; }
                finally { _turn.Release(); }
            }

            public int Turns()
            {
                _turn.Wait();
                try { return _turns; }
                finally { _turn.Release(); }
            }

            private sealed class Drawer(Till owner)
            {
                private readonly Till _owner = owner;
                private int _coins;

                public void Put() { lock (_owner._gate) _coins++; }

                public int Count() { lock (_owner._gate) return _coins; }
            }
        }

        public record Entry(string Name)
        {
            private readonly object _gate = new();
            private int _uses;

            public int Use() { lock (_gate) return ++_uses; }

            public int Uses() { lock (_gate) return _uses; }
        }

        """;

    private const string Rest =
        """
        namespace Shop;

        public partial class Till
        {
            private int _returned;

            public void Return(int amount) { lock (_gate) { _returned += amount; _total -= amount; } }

            public string Report() { lock (_gate) return $"{_total} {_guests} {_tables} {_log} {Paid} {_last} {_returned}"; }
        }

        """;

    [Fact]
    public async Task WhatAllAccessesAgreeOnIsDeclared()
    {
        using var sandbox = new Sandbox().With("Till.cs", Till).With("Till.Rest.cs", Rest);
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "declare");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.Equal(
            """
            Till.Rest.cs:5:17: _returned: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            Till.cs:9:25: s_all: declared [GuardedBy(nameof(s_gate))], held at 2 of 2
            Till.cs:16:17: _total: declared [GuardedBy(nameof(_gate))], held at 4 of 4
            Till.cs:17:17: _guests: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            Till.cs:17:26: _tables: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            Till.cs:18:36: _log: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            Till.cs:19:46: _prices: declared [GuardedBy(nameof(_board))], held at 2 of 2
            Till.cs:20:17: _turns: declared [GuardedBy(nameof(_turn))], held at 2 of 2
            Till.cs:21:17: _inside: declared [GuardedBy(nameof(_door))], held at 2 of 2
            Till.cs:22:20: _last: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            Till.cs:26:5: Paid: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            Till.cs:83:21: _coins: declared [GuardedBy("_owner._gate")], held at 2 of 2
            Till.cs:94:17: _uses: declared [GuardedBy(nameof(_gate))], held at 2 of 2
            13 declared, in 2 files; 0 not, 
            """, outcome.Out[..(outcome.Out.IndexOf(" not, ", StringComparison.Ordinal) + 6)]);
        Assert.Contains("reference the package ConcurrencyAnalyzers", outcome.Errors);

        // Nothing else is touched.
        var text = sandbox.Read("Till.cs");
        Assert.StartsWith("// The till of a shop.\nusing System.Text;\nusing ConcurrencyAnalyzers.Annotations;\n\nnamespace Shop;\n", text);
        Assert.Contains("    /// <summary>In cents.</summary>\n    [GuardedBy(nameof(_gate))] private int _total; // of the day\n", text);
        Assert.Equal(Till, System.Text.RegularExpressions.Regex.Replace(text, @"using Conc.*\n|\[GuardedBy\(.*?\)\] (?=private|internal)", ""));

        // It compiles, no rule has anything to say of it, and there is nothing left to do.
        var check = await sandbox.RunAsync(OurAnalyzers.All, "check");
        Assert.StartsWith("Nothing found: 2 files", check.Out);
        Assert.StartsWith("0 declared, in 0 files; 0 not, ", (await sandbox.RunAsync(OurAnalyzers.All, "declare")).Out);
    }

    [Theory]
    [InlineData("_total", "int")]
    [InlineData("s_all", "long")]
    [InlineData("_turns", "int")]
    [InlineData("_prices.Count", "int")]
    [InlineData("_log.Length", "int")]
    [InlineData("Paid", "int")]
    public async Task WhatIsDeclaredIsCheckedFromThenOn(string variable, string type)
    {
        using var sandbox = new Sandbox().With("Till.cs", Till).With("Till.Rest.cs", Rest);
        await sandbox.RunAsync(OurAnalyzers.All, "declare");

        sandbox.With("Late.cs", $$"""
            namespace Shop;
            public partial class Till { public {{type}} Late() => {{variable}}; }
            """);
        var check = await sandbox.RunAsync(OurAnalyzers.All, "check", "--id", "CONC0103");
        Assert.Contains($"Late.cs:2:{47 + type.Length}: warning CONC0103:", check.Out);
    }

    [Fact]
    public async Task WhatIsNotUnanimousIsNamedWithTheAccess()
    {
        using var sandbox = new Sandbox().With("Shelf.cs", """
            public class Shelf
            {
                private readonly object _gate = new(), _other = new();
                private int _count;
                private int _mine, _yours;
                public int Shown { get; private set; }
                private int _maybe;
                private readonly List<Shelf> _all = [];

                public void Put() { lock (_gate) { _count++; _mine++; Shown++; _maybe++; } lock (_other) _yours++; }
                public void Take() { lock (_gate) { _count--; _mine--; Shown--; _maybe--; } lock (_other) _yours--; }
                public int Count() { return _count; }
                public int Sum(Func<Shelf> any) { var one = any(); return one._maybe; }
            }

            """);
        var before = sandbox.Read("Shelf.cs");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "declare");

        Assert.StartsWith(
            """
            Shelf.cs:4:17: _count: not declared, '_gate' is held at 2 of 3, see Shelf.cs:12:33
            Shelf.cs:5:17: _mine: not declared, its declaration has 2 variables, and not all of them are held with '_gate' alone. Give it a declaration of its own
            Shelf.cs:5:24: _yours: not declared, its declaration has 2 variables, and not all of them are held with '_other' alone. Give it a declaration of its own
            Shelf.cs:6:5: Shown: not declared, '_gate' is held at 2 of 2, and other projects can use it without
            Shelf.cs:7:17: _maybe: not declared, '_gate' is held at 2 of 3; of the rest it is not known, see Shelf.cs:13:63
            0 declared, in 0 files; 5 not, 
            """, outcome.Out);
        Assert.Equal(before, sandbox.Read("Shelf.cs"));
    }

    [Fact]
    public async Task APatchIsPrintedAndNothingIsWritten()
    {
        using var sandbox = new Sandbox().With("src/Entry.cs",
            "class Entry\r\n{\r\n    readonly object _gate = new();\r\n    int _uses;\r\n    public int Use() { lock (_gate) return ++_uses; }\r\n    public int Uses() { lock (_gate) return _uses; }\r\n}\r\n");
        var before = sandbox.Read("src/Entry.cs");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "declare", "--diff");

        Assert.Equal(
            """
            --- a/src/Entry.cs
            +++ b/src/Entry.cs
            @@ -1,7 +1,9 @@
            +using ConcurrencyAnalyzers.Annotations;
            +
             class Entry
             {
                 readonly object _gate = new();
            -    int _uses;
            +    [GuardedBy(nameof(_gate))] int _uses;
                 public int Use() { lock (_gate) return ++_uses; }
                 public int Uses() { lock (_gate) return _uses; }
             }

            """.ReplaceLineEndings("\n"), outcome.Out);
        Assert.Contains("\n1 to declare, in 1 file; 0 not, ", "\n" + outcome.Errors);
        Assert.Equal(before, sandbox.Read("src/Entry.cs"));
    }

    [Fact]
    public async Task AnAttributeOfTheSameNameIsNotMeant()
    {
        using var sandbox = new Sandbox().With("Entry.cs", """
            using Own;

            namespace Own
            {
                class GuardedByAttribute(string name) : Attribute { public string Name => name; }
            }

            namespace Work
            {
                class Entry
                {
                    readonly object _gate = new();
                    int _uses;
                    public int Use() { lock (_gate) return ++_uses; }
                    public int Uses() { lock (_gate) return _uses; }
                }
            }

            """);
        await sandbox.RunAsync(OurAnalyzers.All, "declare");

        Assert.Contains("        [ConcurrencyAnalyzers.Annotations.GuardedBy(nameof(_gate))] int _uses;\n", sandbox.Read("Entry.cs"));
        Assert.DoesNotContain("compile error", (await sandbox.RunAsync(OurAnalyzers.All, "check")).Out);
    }

    [Fact]
    public async Task AFileThatWouldNotBearTheUsingGetsTheWholeName()
    {
        using var sandbox = new Sandbox().With("Entry.cs", """
            using Own;

            [ThreadSafe]
            class Entry
            {
                readonly object _gate = new();
                int _uses;
                public int Use() { lock (_gate) return ++_uses; }
                public int Uses() { lock (_gate) return _uses; }
            }

            namespace Own
            {
                class ThreadSafeAttribute : Attribute;
            }

            """);
        await sandbox.RunAsync(OurAnalyzers.All, "declare");

        Assert.Contains("    [ConcurrencyAnalyzers.Annotations.GuardedBy(nameof(_gate))] int _uses;\n", sandbox.Read("Entry.cs"));
        Assert.DoesNotContain("compile error", (await sandbox.RunAsync(OurAnalyzers.All, "check")).Out);
    }

    [Fact]
    public async Task WhatWouldGiveAFindingIsTakenBack()
    {
        using var sandbox = new Sandbox().With("Till.cs", Till).With("Till.Rest.cs", Rest);
        var outcome = await sandbox.RunAsync([new AttributeRule()], "declare");

        Assert.Contains("Till.cs:16:17: _total: not declared, with it there would be TEST0003, \"no attribute\"\n", outcome.Out);
        Assert.Contains("\n0 declared, in 0 files; 13 not, ", outcome.Out);
        Assert.Equal(Till, sandbox.Read("Till.cs"));
    }

    [Fact]
    public async Task AProgramWithoutTheAnnotationsIsToldWhatToAdd()
    {
        using var sandbox = new Sandbox().With("A.cs", "class A;\n").With("p.rsp", "/target:library\nA.cs\n");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "declare", "--args", "p.rsp");

        Assert.Equal(
            (ExitCode.Failed, "error: p does not see [GuardedBy]. Add the package that has it, ConcurrencyAnalyzers.\n"), (outcome.ExitCode, outcome.Errors));
    }
}
