using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>Updates become the <c>Interlocked</c> call with the same value, where there is one.</summary>
public sealed class AtomicForms
{
    [Theory]
    [InlineData("_x++;", "Interlocked.Increment(ref _x);")]
    [InlineData("--_x;", "Interlocked.Decrement(ref _x);")]
    [InlineData("_x += 1;", "Interlocked.Increment(ref _x);")]
    [InlineData("_x -= 1;", "Interlocked.Decrement(ref _x);")]
    [InlineData("_x += n;", "Interlocked.Add(ref _x, n);")]
    [InlineData("_x+=n;", "Interlocked.Add(ref _x, n);")]
    [InlineData("_x += _step * (n + 2);", "Interlocked.Add(ref _x, _step * (n + 2));")]
    [InlineData("_x += text.Length;", "Interlocked.Add(ref _x, text.Length);")]
    [InlineData("_x += narrow;", "Interlocked.Add(ref _x, narrow);")]
    [InlineData("_x -= 5;", "Interlocked.Add(ref _x, -5);")]
    [InlineData("_x -= n;", "Interlocked.Add(ref _x, -n);")]
    [InlineData("_x -= n + 2;", "Interlocked.Add(ref _x, -(n + 2));")]
    [InlineData("this._x |= n;", "Interlocked.Or(ref this._x, n);")]
    [InlineData("_x &= ~n;", "Interlocked.And(ref _x, ~n);")]
    [InlineData("_x = _x + n;", "Interlocked.Add(ref _x, n);")]
    [InlineData("_x = n + this._x;", "Interlocked.Add(ref _x, n);")]
    [InlineData("_x = 1 + _x;", "Interlocked.Increment(ref _x);")]
    [InlineData("_x = _x - n;", "Interlocked.Add(ref _x, -n);")]
    [InlineData("_x = _x | n;", "Interlocked.Or(ref _x, n);")]
    [InlineData("_x += /* why */ n; // so", "Interlocked.Add(ref _x, /* why */ n); // so")]
    [InlineData("_x +=\n            n;", "Interlocked.Add(ref _x,\n            n);")]
    public Task OfIntegers(string update, string call) => TurnsAsync("int", update, call);

    [Theory]
    [InlineData("Use(_x++);", "Use(Interlocked.Increment(ref _x) - 1);")]
    [InlineData("Use(_x--);", "Use(Interlocked.Decrement(ref _x) + 1);")]
    [InlineData("Use(++_x);", "Use(Interlocked.Increment(ref _x));")]
    [InlineData("var old = _x++;", "var old = Interlocked.Increment(ref _x) - 1;")]
    [InlineData("Use(_x++ * 2);", "Use((Interlocked.Increment(ref _x) - 1) * 2);")]
    [InlineData("Use(-_x++);", "Use(-(Interlocked.Increment(ref _x) - 1));")]
    [InlineData("Use(n - _x++);", "Use(n - (Interlocked.Increment(ref _x) - 1));")]
    [InlineData("Use(_x++.ToString());", "Use((Interlocked.Increment(ref _x) - 1).ToString());")]
    [InlineData("if (_x++ < n) Use(n);", "if (Interlocked.Increment(ref _x) - 1 < n) Use(n);")]
    [InlineData("Use(_x++ is 3);", "Use((Interlocked.Increment(ref _x) - 1) is 3);")]
    [InlineData("Use($\"{_x++:D2}\");", "Use($\"{Interlocked.Increment(ref _x) - 1:D2}\");")]
    [InlineData("Use(_x += n);", "Use(Interlocked.Add(ref _x, n));")]
    [InlineData("Use((_x -= n) * 2);", "Use((Interlocked.Add(ref _x, -n)) * 2);")]
    [InlineData("Use(_x |= n);", "Use(Interlocked.Or(ref _x, n) | n);")]
    [InlineData("Use((_x &= ~n) == 3);", "Use((Interlocked.And(ref _x, ~n) & (~n)) == 3);")]
    [InlineData("_guests[_x++] = n;", "_guests[Interlocked.Increment(ref _x) - 1] = n;")]
    [InlineData("Func<int> next = () => _x++; next();", "Func<int> next = () => Interlocked.Increment(ref _x) - 1; next();")]
    [InlineData("Action next = () => _x++; next();", "Action next = () => Interlocked.Increment(ref _x); next();")]
    [InlineData("for (var k = 0; k < n; k++, _x++) Use(k);", "for (var k = 0; k < n; k++, Interlocked.Increment(ref _x)) Use(k);")]
    public Task KeepTheValue(string update, string call) => TurnsAsync("int", update, call);

    [Theory]
    [InlineData("long", "_x -= n;", "Interlocked.Add(ref _x, -(long)n);")] // -int.MinValue is int.MinValue: it must be a long before
    [InlineData("long", "_x -= wide;", "Interlocked.Add(ref _x, -wide);")]
    [InlineData("long", "_x -= 5;", "Interlocked.Add(ref _x, -5);")]
    [InlineData("long", "_x -= n + 1;", "Interlocked.Add(ref _x, -(long)(n + 1));")]
    [InlineData("uint", "_x++;", "Interlocked.Increment(ref _x);")]
    [InlineData("uint", "_x -= 5;", "Interlocked.Add(ref _x, unchecked(0u - 5));")]
    [InlineData("uint", "_x -= natural;", "Interlocked.Add(ref _x, 0u - natural);")]
    [InlineData("uint", "_x -= natural + 1;", "Interlocked.Add(ref _x, 0u - (natural + 1));")]
    [InlineData("uint", "Use(_x++);", "Use(Interlocked.Increment(ref _x) - 1);")]
    [InlineData("ulong", "_x -= 7;", "Interlocked.Add(ref _x, unchecked(0ul - 7));")]
    [InlineData("ulong", "_x += natural;", "Interlocked.Add(ref _x, natural);")]
    public Task OfEachWidth(string type, string update, string call) => TurnsAsync(type, update, call);

    /// <summary>Increment and step back wraps as the increment alone did, also at the ends of the range.</summary>
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void WrapAsPlainArithmeticDoes(int start)
    {
        var (plain, atomic) = (start, start);
        unchecked
        {
            Assert.Equal(plain++, Interlocked.Increment(ref atomic) - 1);
            Assert.Equal(plain--, Interlocked.Decrement(ref atomic) + 1);
            Assert.Equal(plain -= start, Interlocked.Add(ref atomic, -start));
        }

        var (wide, natural) = (3L, 3u);
        var (atomicWide, atomicNatural) = (3L, 3u);
        Assert.Equal(wide -= start, Interlocked.Add(ref atomicWide, -(long)start));
        Assert.Equal(natural -= 5, Interlocked.Add(ref atomicNatural, unchecked(0u - 5)));
    }

    [Theory]
    [InlineData("int", "_x += Next();")]                    // runs before the variable is read, where it ran after
    [InlineData("int", "_x += _other;")]                    // another thread may change it meanwhile, and it is no constant
    [InlineData("int", "_x += _x;")]
    [InlineData("int", "_x += n++;")]
    [InlineData("int", "_x *= 2;")]
    [InlineData("int", "_x ^= n;")]
    [InlineData("int", "_x <<= 1;")]
    [InlineData("int", "_x = n - _x;")]
    [InlineData("int", "_x = _x + n + 1;")]
    [InlineData("int", "_x += (int)wide; checked { _x++; }")] // Increment does not throw
    [InlineData("int", "_x = checked(_x + 1);")]
    [InlineData("int", "_x -= int.MinValue;")]
    [InlineData("uint", "_x += (uint)n; _x = (uint)(_x + n);")]
    [InlineData("short", "_x++;")]
    [InlineData("double", "_x += n;")]
    [InlineData("decimal", "_x++;")]
    [InlineData("string", "_x += n;")]
    [InlineData("int", "var old = _x; _x = old + 1;")]
    [InlineData("int", "_x++; _x = 3;")]
    [InlineData("int", "_x++; lock (text) _x++;")]
    public async Task AreNoneWhereTheMeaningDiffers(string type, string update)
    {
        var offers = await Fixing.OffersAsync(SampleProgram.Of(Program(type, update)));
        Assert.StartsWith("CONC0101:preferred: Guard every update of '_x' with a new lock '_gate'", offers, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", offers, StringComparison.Ordinal);
    }

    /// <summary>The compilation's own option: no <c>checked</c> is written anywhere.</summary>
    [Fact]
    public async Task AreNoneInACheckedCompilation()
    {
        var project = SampleWorkspace.Open(SampleProgram.Of(Program("int", "_x += n;")));
        project = project.WithCompilationOptions(((CSharpCompilationOptions)project.CompilationOptions!).WithOverflowChecks(true));
        Assert.StartsWith("CONC0101:preferred: Guard", await Fixing.OffersAsync(project), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int", true)]
    [InlineData("long", true)]
    [InlineData("uint", false)]
    [InlineData("ulong", false)]
    public async Task DependOnTheFramework(string type, bool exists)
    {
        var program = SampleProgram.Of(Program(type, "_x++;")) with { Target = Target.Net472 };
        var offers = await Fixing.OffersAsync(program);
        Assert.StartsWith(exists ? "CONC0101:preferred: Make" : "CONC0101:preferred: Guard", offers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfBitsDependOnTheFramework()
    {
        var program = SampleProgram.Of(Program("int", "_x |= n;")) with { Target = Target.Net472 };
        Assert.StartsWith("CONC0101:preferred: Guard", await Fixing.OffersAsync(program), StringComparison.Ordinal);
    }

    [Fact]
    public Task AreFullyNamedWhereTheNamespaceIsNotImported() => Fixing.TurnsAsync(
        SampleProgram.Of(Program("int", "_x++;", "using System; using System.Threading.Tasks;\n")) with { Language = LanguageVersion.CSharp9 },
        Program("int", "System.Threading.Interlocked.Increment(ref _x);", "using System; using System.Threading.Tasks;\n"));

    [Fact]
    public Task AreFullyNamedWhereTheShortNameMeansAnother() => Fixing.TurnsAsync(
        Program("int", "_x++;") + "static class Interlocked;\n",
        Program("int", "System.Threading.Interlocked.Increment(ref _x);") + "static class Interlocked;\n");

    private static Task TurnsAsync(string type, string update, string call) => Fixing.TurnsAsync(Program(type, update), Program(type, call));

    private static string Program(string type, string statement, string usings = "") => $$"""
        {{usings}}class Program
        {
            private {{type}} _x;
            private int _other = 2;
            private readonly int _step = 3;
            private readonly int[] _guests = new int[9];

            public void Run(int n, short narrow, long wide, uint natural, string text)
            {
                Parallel.For(0, 100, _ =>
                {
                    {{statement}}
                });
            }

            private int Next() => _other++;

            private static void Use(object value) { }
        }

        """.Replace("\r", "", StringComparison.Ordinal);
}
