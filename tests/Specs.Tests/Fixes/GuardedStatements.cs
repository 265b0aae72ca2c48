namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>Statements around a use go under the lock, and mean what they meant.</summary>
public sealed class GuardedStatements
{
    [Theory]
    [InlineData("""
        _sum += n;
        """, """
        lock (_gate)
        {
            _sum += n;
        }
        """)]
    [InlineData("""
        // Why.
        _sum += n; // So.
        Use(n);
        """, """
        // Why.
        lock (_gate)
        {
            _sum += n; // So.
        }
        Use(n);
        """)]
    [InlineData("""
        _sum += n;
        _sum -= 2;

        // Last.
        _sum *= 3;
        """, """
        lock (_gate)
        {
            _sum += n;
            _sum -= 2;

            // Last.
            _sum *= 3;
        }
        """)]
    [InlineData("""
        _sum += n; Use(n); _sum -= n;
        """, """
        lock (_gate) { _sum += n; } Use(n); lock (_gate) { _sum -= n; }
        """)]
    [InlineData("""
        var old = _sum++;
        Use(old);
        """, """
        double old;
        lock (_gate)
        {
            old = _sum++;
        }
        Use(old);
        """)]
    [InlineData("""
        double old = _sum, more = 2;
        _sum = old + more;
        Use(old);
        """, """
        double old, more;
        lock (_gate)
        {
            old = _sum; more = 2;
            _sum = old + more;
        }
        Use(old);
        """)]
    [InlineData("""
        var old = _sum;
        Use(n);
        _sum = old + n;
        """, """
        lock (_gate)
        {
            var old = _sum;
            Use(n);
            _sum = old + n;
        }
        """)]
    [InlineData("""
        var old = _sum;
        if (old < 3)
        {
            _sum = old + n;
        }
        """, """
        lock (_gate)
        {
            var old = _sum;
            if (old < 3)
            {
                _sum = old + n;
            }
        }
        """)]
    [InlineData("""
        if ((_sum += n) > 3)
            Use(n);
        """, """
        bool result;
        lock (_gate)
        {
            result = (_sum += n) > 3;
        }
        if (result)
            Use(n);
        """)]
    [InlineData("""
        if (n > 3)
            if ((_sum += n) > 3)
                Use(n);
        """, """
        if (n > 3)
        {
            bool result;
            lock (_gate)
            {
                result = (_sum += n) > 3;
            }
            if (result)
                Use(n);
        }
        """)]
    [InlineData("""
        switch (_sum++)
        {
            case 3: _sum--; break;
            default:
                _sum--;
                break;
        }
        """, """
        double result;
        lock (_gate)
        {
            result = _sum++;
        }
        switch (result)
        {
            case 3: lock (_gate) { _sum--; } break;
            default:
                lock (_gate)
                {
                    _sum--;
                }
                break;
        }
        """)]
    [InlineData("""
        foreach (var one in Enumerable.Repeat(1, (int)_sum++)) Use(one);
        """, """
        IEnumerable<int> result;
        lock (_gate)
        {
            result = Enumerable.Repeat(1, (int)_sum++);
        }
        foreach (var one in result) Use(one);
        """)]
    [InlineData("""
        if (n > 3)
            _sum++;
        else
            _sum--; // less
        if (n > 4) _sum++; else _sum--;
        """, """
        if (n > 3)
        {
            lock (_gate)
            {
                _sum++;
            }
        }
        else
        {
            lock (_gate)
            {
                _sum--; // less
            }
        }
        if (n > 4) lock (_gate) { _sum++; } else lock (_gate) { _sum--; }
        """)]
    [InlineData("""
        Action later = () => _sum++;
        Func<double> give = () => _sum--;
        later();
        give();
        """, """
        Action later = () =>
        {
            lock (_gate)
            {
                _sum++;
            }
        };
        Func<double> give = () =>
        {
            lock (_gate)
            {
                return _sum--;
            }
        };
        later();
        give();
        """)]
    [InlineData("""
        double Local() => _sum++; // local
        Local();
        """, """
        double Local()
        {
            lock (_gate)
            {
                return _sum++; // local
            }
        }
        Local();
        """)]
    [InlineData("""
        (_sum, n) = (_sum + n, 3);
        _sum++;
        """, """
        lock (_gate)
        {
            (_sum, n) = (_sum + n, 3);
            _sum++;
        }
        """)]
    public Task AreWrapped(string before, string after) => TurnsAsync(before, after);

    /// <summary>What takes time runs ahead of the lock, where nobody can tell the difference.</summary>
    [Theory]
    [InlineData("""
        // Why.
        _sum += Price(n); // So.
        """, """
        // Why.
        var amount = Price(n);
        lock (_gate)
        {
            _sum += amount; // So.
        }
        """)]
    [InlineData("""
        _sum = _sum - Price(n);
        _sum += Price(n);
        """, """
        var amount = Price(n);
        lock (_gate)
        {
            _sum = _sum - amount;
        }
        var amount2 = Price(n);
        lock (_gate)
        {
            _sum += amount2;
        }
        """)]
    [InlineData("""
        if (n > 3)
            _sum += Price(n);
        if (n > 4) _sum -= Price(n);
        """, """
        if (n > 3)
        {
            var amount = Price(n);
            lock (_gate)
            {
                _sum += amount;
            }
        }
        if (n > 4) { var amount2 = Price(n); lock (_gate) { _sum -= amount2; } }
        """)]
    [InlineData("""
        _sum +=
            Price(n) +
            Price(2);
        """, """
        var amount = Price(n) +
            Price(2);
        lock (_gate)
        {
            _sum +=
            amount;
        }
        """)]
    [InlineData("""
        Action later = () => _sum += Price(n);
        Func<double> give = () => _sum -= Price(
            n);
        later();
        give();
        """, """
        Action later = () =>
        {
            var amount = Price(n);
            lock (_gate)
            {
                _sum += amount;
            }
        };
        Func<double> give = () =>
        {
            var amount2 = Price(
                n);
            lock (_gate)
            {
                return _sum -= amount2;
            }
        };
        later();
        give();
        """)]
    public Task WaitForTheirAmountOutside(string before, string after) => TurnsAsync(before, after);

    [Theory]
    [InlineData("_sum += n;", "")]
    [InlineData("_sum += Math.Sqrt(n);", "")]
    [InlineData("_sum += Price(n);", "")]
    [InlineData("Use(_sum += n);", "")]                                              // Use does nothing, and that can be seen
    [InlineData("Console.WriteLine(_sum += n);", "; 'WriteLine' runs inside the lock")]
    [InlineData("_sum += Raise(n);", "; 'Raise(n)' is computed first")]              // which is no longer lost
    [InlineData("_sum += Call(() => 2);", "; 'Call(() => 2)' is computed first")]
    [InlineData("_sum = Call(() => _sum) + _sum;", "; 'Call' runs inside the lock")]
    [InlineData("_sum += n; while (_sum > 3) Use(n);", "; one read stays outside")]
    [InlineData("_sum += n; do { } while (_sum > 3 && _sum < 9);", "; 2 reads stay outside")]
    [InlineData("_sum += n; if (n > 3) Use(n); else if (_sum > 3) Use(n);", "; one read stays outside")]
    [InlineData("_sum += n; if (_sum is > 3 and var old) Use(old);", "; one read stays outside")]
    [InlineData("_sum += n; if (n > 3) if (_sum > 3) Use(n);", "")]
    public async Task SayWhatTheyChange(string statement, string caution) => Assert.Equal(
        $"CONC0101:preferred: Guard every update of '_sum' with a new lock '_gate'{caution}",
        await Fixing.OffersAsync(SampleProgram.Of(Program(statement))));

    [Theory]
    [InlineData("while (_sum++ < 3) Use(n);")]
    [InlineData("for (; n < 3; _sum++) n++;")]
    [InlineData("using var all = Dispose(_sum++);")]
    [InlineData("if (n > 3) Use(n); else if (_sum++ > 3) Use(n);")]
    [InlineData("if (_sum++ is var old) Use(old);")]
    [InlineData("Use((from one in new[] { 1, 2 } select _sum++).ToList());")]
    [InlineData("var old = new { Value = _sum++ }; Use(old);")]
    public async Task AreLeftWhereNoLockFits(string statement)
    {
        var program = SampleProgram.Of(Program(statement));
        Assert.NotEmpty(await Fixing.FindingsAsync(program));
        Assert.Equal("", await Fixing.OffersAsync(program));
    }

    private static Task TurnsAsync(string before, string after) => Fixing.TurnsAsync(Program(before), Program(after, gate: true));

    private static string Program(string statements, bool gate = false) => $$"""
        class Program
        {
        {{(gate ? "    private readonly Lock _gate = new();\n" : "")}}    private double _sum;

            public void Run() => Parallel.For(0, 100, n =>
            {
                {{statements.Replace("\n", "\n        ", StringComparison.Ordinal).Replace("\n        \n", "\n\n", StringComparison.Ordinal)}}
            });

            private double Price(int n) => n * 2.0;

        {{(statements.Contains("Raise", StringComparison.Ordinal) ? "    private double Raise(int n) { _sum += 0; return n; }\n\n" : "")}}    private static double Call(Func<double> function) => function();

            private static IDisposable Dispose(double value) => new MemoryStream();

            private static void Use(object value) { }
        }

        """;
}
