namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>A lock belongs to a thread: where a method gives its thread away, by <c>await</c> or <c>yield</c>, no lock is held.</summary>
public sealed class GivenThreads
{
    [Theory]
    [InlineData("""
            private async Task<double> Add()
            {
                _sum += await Task.FromResult(3.0); // awaited
                return 3;
            }
        """, """
            private async Task<double> Add()
            {
                var amount = await Task.FromResult(3.0);
                lock (_gate)
                {
                    _sum += amount; // awaited
                }
                return 3;
            }
        """, "; 'await Task.FromResult(3.0)' is computed first")]
    [InlineData("""
            private async Task<double> Add() => _sum += await Task.FromResult(3.0); // awaited
        """, """
            private async Task<double> Add()
            {
                var amount = await Task.FromResult(3.0);
                lock (_gate)
                {
                    return _sum += amount; // awaited
                }
            }
        """, "; 'await Task.FromResult(3.0)' is computed first")]
    [InlineData("""
            private async Task<double> Add() => _sum++;
        """, """
            private async Task<double> Add()
            {
                lock (_gate)
                {
                    return _sum++;
                }
            }
        """, "")]
    [InlineData("""
            private async Task Add() => _sum++;
        """, """
            private async Task Add()
            {
                lock (_gate)
                {
                    _sum++;
                }
            }
        """, "")]
    [InlineData("""
            private IEnumerable<double> Add()
            {
                yield return _sum++;
            }
        """, """
            private IEnumerable<double> Add()
            {
                double result;
                lock (_gate)
                {
                    result = _sum++;
                }
                yield return result;
            }
        """, "")]
    public async Task HoldNoLock(string before, string after, string caution)
    {
        var usual = before.Contains("IEnumerable", StringComparison.Ordinal) ? "Use(Add().ToList());" : "Use(Add());";
        var program = SampleProgram.Of(Member(before, usual));
        await Fixing.TurnsAsync(program, Member(after, usual, gate: true));
        Assert.Equal($"CONC0101:preferred: Guard every update of '_sum' with a new lock '_gate'{caution}", await Fixing.OffersAsync(program));
    }

    [Theory]
    [InlineData("await Use2(_sum++);")]
    [InlineData("_sum = await Task.FromResult(2.0) + _sum;")]
    public async Task LeaveWhatWouldHoldOne(string statement)
    {
        var program = SampleProgram.Of(Member($"    private async Task Add() {{ {statement} }}\n    private static Task Use2(double value) => Task.Delay(1);", "Use(Add());"));
        Assert.NotEmpty(await Fixing.FindingsAsync(program));
        Assert.Equal("", await Fixing.OffersAsync(program));
    }

    private static string Member(string member, string statement, bool gate = false) => $$"""
        class Program
        {
        {{(gate ? "    private readonly Lock _gate = new();\n" : "")}}    private double _sum;

            public void Run() => Parallel.For(0, 100, n => {{statement.TrimEnd(';')}});

        {{member}}

            private static void Use(object value) { }
        }

        """;
}
