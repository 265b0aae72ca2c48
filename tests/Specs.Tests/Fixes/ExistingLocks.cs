namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>Locks that are there are used before new ones are made.</summary>
public sealed class ExistingLocks
{
    [Fact]
    public Task ThatOtherUsesHoldAreTaken() => Fixing.TurnsAsync(
        Account("lock (_gate) { _sum += i; }", "_sum -= i;"), Account("lock (_gate) { _sum += i; }", "lock (_gate) { _sum -= i; }"));

    [Fact]
    public Task ThatCallersHoldAreTaken() => Fixing.TurnsAsync(
        Account("lock (_gate) { Add(i); }", "_sum -= i;"), Account("lock (_gate) { Add(i); }", "lock (_gate) { _sum -= i; }", "lock (_gate) { _sum += n; }"));

    [Fact]
    public Task ThatNothingIsHeldUpBehindAreTaken() => Fixing.TurnsAsync(
        Account("_sum += i;", "lock (_gate) { _items.Add(i); }"), Account("lock (_gate) { _sum += i; }", "lock (_gate) { _items.Add(i); }"));

    [Theory]
    [InlineData("lock (_gate) { Thread.Sleep(1); }")]
    [InlineData("lock (_gate) { lock (_other) _items.Add(i); }")]
    [InlineData("lock (_gate) { Wait(); }")]
    [InlineData("lock (_gate) { _items.ForEach(one => Wait()); }")]
    public async Task ThatHoldUpOthersAreNot(string other) => Assert.Equal(
        "CONC0101:preferred: Guard every update of '_sum' with a new lock '_gate2'", await Fixing.OffersAsync(SampleProgram.Of(Account("_sum += i;", other))));

    [Theory]
    [InlineData("lock (_gate) { _sum += i; Thread.Sleep(1); }", "_sum -= i;")]
    [InlineData("lock (_gate) { _sum += i; lock (_other) _items.Add(i); }", "_sum -= i;")]
    [InlineData("lock (_gate) { _sum += i; }", "lock (_other) { _sum -= i; }")]
    public async Task SayWhatIsHeldUpBehindThem(string first, string second) => Assert.Equal(
        "CONC0101:preferred: Guard every update of '_sum' with the lock '_gate'; waits for what else runs under '_gate'",
        await Fixing.OffersAsync(SampleProgram.Of(Account(first, second))));

    [Theory]
    [InlineData("lock (this) { _sum += i; }")]
    [InlineData("lock (typeof(Account)) { _sum += i; }")]
    [InlineData("lock (other._gate) { _sum += i; }")]              // another object's
    [InlineData("_slots.Wait(); try { _sum += i; } finally { _slots.Release(); }")]
    public async Task ThatWouldNotDoAreNot(string first)
    {
        var result = await Fixing.ApplyAsync(SampleProgram.Of(Account(first, "_sum -= i;")));
        var text = result.Files[0].Text;
        Assert.Contains("lock (_gate2) { _sum -= i; }", text, StringComparison.Ordinal);
        Assert.Contains("lock (_gate2) { _sum += i; }", text, StringComparison.Ordinal);
    }

    [Fact]
    public Task OfOneInstanceDoNotGuardStatics() => Fixing.TurnsAsync(
        """
        class C
        {
            private readonly object _gate = new();
            private static double s_sum;

            public void Run() => Parallel.For(0, 9, i => { lock (_gate) { s_sum += i; } });
            public static void Other() => Parallel.For(0, 9, i => { s_sum += i; });
        }

        """, """
        class C
        {
            private readonly object _gate = new();
            private static readonly Lock s_gate = new();
            private static double s_sum;

            public void Run() => Parallel.For(0, 9, i => { lock (_gate) { lock (s_gate) { s_sum += i; } } });
            public static void Other() => Parallel.For(0, 9, i => { lock (s_gate) { s_sum += i; } });
        }

        """);

    [Fact]
    public Task OfAnotherTypeAreTaken() => Fixing.TurnsAsync(
        "static class Locks { internal static readonly object Gate = new(); }\nclass C\n{\n    double _a;\n    void Run() => Parallel.For(0, 9, i => { lock (Locks.Gate) { _a++; } _a--; });\n}\n",
        "static class Locks { internal static readonly object Gate = new(); }\nclass C\n{\n    double _a;\n    void Run() => Parallel.For(0, 9, i => { lock (Locks.Gate) { _a++; } lock (Locks.Gate) { _a--; } });\n}\n");

    [Fact]
    public Task OfTheSameObjectAreTaken() => Fixing.TurnsAsync(
        """
        class C
        {
            private readonly object _gate = new();
            private double _sum;

            public void Run(C shared) => Parallel.For(0, 9, i => { shared._sum += i; });
            public void Add() { lock (_gate) { _sum++; } }
        }

        """, """
        class C
        {
            private readonly object _gate = new();
            private double _sum;

            public void Run(C shared) => Parallel.For(0, 9, i => { lock (shared._gate) { shared._sum += i; } });
            public void Add() { lock (_gate) { _sum++; } }
        }

        """);

    /// <summary>The read of the other object's sum would need a second lock inside the first.</summary>
    [Fact]
    public Task OfTwoObjectsAreNotTakenTogether() => Fixing.TurnsAsync(
        """
        class C
        {
            private double _sum;

            public void Run(C one, C two) => Parallel.For(0, 9, i => { two._sum++; one._sum += two._sum; });
        }

        """, """
        class C
        {
            private readonly Lock _gate = new();
            private double _sum;

            public void Run(C one, C two) => Parallel.For(0, 9, i => { lock (two._gate) { two._sum++; } lock (one._gate) { one._sum += two._sum; } });
        }

        """);

    [Fact]
    public Task OfLocalsAreTaken() => Fixing.TurnsAsync(
        "var gate = new object();\nvar sum = 0.0;\nParallel.Invoke(() => { lock (gate) { sum++; } }, () => { sum--; });\n",
        "var gate = new object();\nvar sum = 0.0;\nParallel.Invoke(() => { lock (gate) { sum++; } }, () => { lock (gate) { sum--; } });\n",
        Fixing.PreferredForCaptured);

    [Theory]
    [InlineData("""
        lock (_gate)
        {
            _items.Add(i);
        }

        // And the sum.
        _sum += i; // so
        Wait();
        """, """
        lock (_gate)
        {
            _items.Add(i);

            // And the sum.
            _sum += i; // so
        }
        Wait();
        """)]
    [InlineData("""
        // The sum.
        _sum += i; // so

        // And the item.
        lock (_gate)
        {
            _items.Add(i);
        }
        """, """
        // The sum.
        lock (_gate)
        {
            _sum += i; // so

            // And the item.
            _items.Add(i);
        }
        """)]
    [InlineData("""
        lock (_gate)
            _items.Add(i);
        _sum += i;
        """, """
        lock (_gate)
            _items.Add(i);
        lock (_gate)
        {
            _sum += i;
        }
        """)]
    [InlineData("""
        lock (_gate)
        {
            _items.Add(i);
        } // done
        _sum += i;
        """, """
        lock (_gate)
        {
            _items.Add(i);
        } // done
        lock (_gate)
        {
            _sum += i;
        }
        """)]
    public Task NextToAUseGrowOverIt(string before, string after) => Fixing.TurnsAsync(Account(before, "Wait();"), Account(after, "Wait();"));

    private static string Account(string first, string second, string add = "_sum += n;") => $$"""
        class Account
        {
            private readonly object _gate = new();
            private readonly object _other = new();
            private readonly SemaphoreSlim _slots = new(1, 1);
            private readonly List<int> _items = [];
            private double _sum;

            public void Run(Account other) => Parallel.For(0, 9, i =>{{(first.Contains('\n', StringComparison.Ordinal)
                ? $"\n    {{\n        {first.Replace("\n", "\n        ", StringComparison.Ordinal).Replace("\n        \n", "\n\n", StringComparison.Ordinal)}\n        {second}\n    }}"
                : $" {{ {first} {second} }}")}});

        {{(first.Contains("Add(i); }", StringComparison.Ordinal) && first.Contains("{ Add", StringComparison.Ordinal) ? $"    private void Add(int n) {{ {add} }}\n\n" : "")}}    private static void Wait() => Thread.Sleep(1);
        }

        """;
}
