using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary>Each protection that the program has is taken out alone: which of these bugs the rules would have reported, and why they were silent on the others.</summary>
public sealed class SelfTestTests
{
    private const string Shop =
        """
        class Shop
        {
            private readonly object _gate = new(), _door = new();
            private int _sold, _seen, _steps;
            private volatile bool _open;
            private string _last = "";

            static void Main()
            {
                var shop = new Shop();
                var seller = new Thread(shop.Sell);
                var other = new Thread(shop.Sell);
                seller.Start();
                other.Start();
                shop.Look();
                seller.Join();
                other.Join();
            }

            private void Sell()
            {
                lock (_gate)
                    _sold++;
                lock (_door)
                {
                    lock (_gate)
                    {
                        _seen++;
                    }
                }
                Interlocked
                    .Increment(ref _steps);
                lock (_gate)
                    _last = "sold";
            }

            private void Look()
            {
                lock (_gate) { Alone(); }
                lock (_gate)
                {
                    if (!int.TryParse(_last, out var day))
                        _open = day > 0;
                }
            }

            private static void Alone()
            {
                var mine = 0;
                Array.ForEach([1, 2], _ => Interlocked.Increment(ref mine));
            }
        }

        """;

    [Fact]
    public async Task EachRemovalIsCaughtOrMissedForAReason()
    {
        using var sandbox = new Sandbox().With("Shop.cs", Shop);
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.Equal(
            """
            Shop.cs:5:13: volatile missed: no rule asks for it
            Shop.cs:24:9: lock missed: another lock still guards the update
            Shop.cs:26:13: lock missed: another lock still guards the update
            Shop.cs:33:9: lock missed: too few other accesses hold the lock to say that it guards them
            Shop.cs:39:9: lock missed: it guards no field or property of the program
            Shop.cs:40:9: lock missed: not known: a caller may hold a lock
            Shop.cs:50:36: Interlocked missed: no second thread reaches the update

            .: 4 of 11 removals would have been caught, 4 by a warning
              lock                                                                  1 of      6
              Join                                                                  2 of      2
              Interlocked                                                           1 of      2
              volatile                                                              0 of      1
            4 of the 7 that can be a bug: 57 %
            the 7 missed, by reason
              another lock still guards the update                                  2
              it guards no field or property of the program                         1
              no rule asks for it                                                   1
              no second thread reaches the update                                   1
              not known: a caller may hold a lock                                   1
              too few other accesses hold the lock to say that it guards them       1

            """.ReplaceLineEndings("\n"), outcome.Out);
    }

    [Fact]
    public async Task TheSameSeedChoosesTheSameOnes()
    {
        using var sandbox = new Sandbox().With("Shop.cs", Shop);
        var once = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test", "--sample", "3", "--seed", "7");
        var again = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test", "--sample", "3", "--seed", "7");

        Assert.Contains("by a warning (chosen from 11)\n", once.Out);
        Assert.Equal(once.Out, again.Out);
    }

    [Fact]
    public async Task ARemovalThatDoesNotCompileIsNoTrial()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { long _n; void Add() { Interlocked.Add(ref _n, default); Interlocked.Add(ref _n, 1); } }\n");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test");

        Assert.Contains(".: 1 of 1 removal would have been caught, 0 by a warning (1 more do not compile)\n", outcome.Out);
    }

    [Fact]
    public async Task AProgramWithoutProtectionsSaysSo()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { int _n; void Add() => _n++; }\n");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test");

        Assert.Equal(".: 0 of 0 removals would have been caught, 0 by a warning\n", outcome.Out);
    }

    [Theory]
    [InlineData("Interlocked.Increment(ref _n);")]
    [InlineData("var n = Interlocked.Increment(ref _n);")]
    [InlineData("var n = Interlocked.Increment(ref _n) * 2;")]
    [InlineData("var n = 2 - Interlocked.Add(ref _n, -1);")]
    [InlineData("Action a = () => Interlocked.Decrement(ref _n); a();")]
    [InlineData("Interlocked.Exchange(ref _n, 1);")]
    [InlineData("Console.Write(Interlocked.Read(ref _m).ToString());")]
    [InlineData("lock (_gate) { lock (_gate) Console.Write(1); }")]
    [InlineData("if (_n > 0) lock (_gate) _n++; else _n--;")]
    [InlineData("for (var i = 0; i < 3; i++) Task.Delay(1).Wait();")]
    [InlineData("if (_n > 0) Thread.CurrentThread.Join(); else Task.WaitAll([]);")]
    public async Task WhatIsLeftCompiles(string statement)
    {
        using var sandbox = new Sandbox().With("Hits.cs", $"class Hits {{ int _n; long _m; readonly object _gate = new(); void Do() {{ {statement} }} }}\n");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test");

        Assert.DoesNotContain("not compile", outcome.Out);
        Assert.DoesNotContain("0 removals", outcome.Out);
    }

    [Theory]
    [InlineData("if (Interlocked.Exchange(ref _n, 1) == 0) return;")]
    [InlineData("Console.Write(Interlocked.Or(ref _n, 4).ToString());")]
    public async Task AStepWhoseOldValueIsUsedHasNoPlainForm(string statement)
    {
        using var sandbox = new Sandbox().With("Hits.cs", $"class Hits {{ int _n; void Do() {{ {statement} }} }}\n");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--self-test");

        Assert.Equal(".: 0 of 0 removals would have been caught, 0 by a warning\n", outcome.Out);
    }
}
