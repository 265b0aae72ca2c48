using System.Globalization;
using ConcurrencyAnalyzers.Rules.Blocking;
using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests.Editor;

/// <summary>What <see cref="CpuWorkOnIoThread"/> binds for one keystroke: what the serving code of the open file calls, and no more of the project.</summary>
public sealed class ServedWorkPerKeystroke
{
    /// <summary>The open file has three ticks; each reaches five calls down, through interfaces too.</summary>
    private const int MostBodiesElsewhere = 24;

    private const int MostBodiesInFile = 12;

    private static readonly RulesUnderTest s_rule = RulesUnderTest.Of([new CpuWorkOnIoThread()], []);

    [Theory, InlineData(50), InlineData(200)]
    public async Task IsWhatTheOpenFileCalls(int files)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = EditorSession.Open(Project(files), "Clock.cs", s_rule);
        await editor.CaretAtAsync("/*caret*/", cancellation);
        await editor.AskAsync(null, cancellation);

        foreach (var key in "n += 1;")
        {
            await editor.InsertAsync(key.ToString(), cancellation);
            var answer = await editor.AskAsync(null, cancellation);

            Assert.Equal(1, answer.TreesIndexed);
            Assert.InRange(answer.BodiesElsewhere, 5, MostBodiesElsewhere);
            Assert.InRange(answer.BodiesInFile, 1, MostBodiesInFile);
        }

        Assert.NotEmpty((await editor.AskAsync(null, cancellation)).Diagnostics);
    }

    /// <summary>A file in which nothing serves pays for its names, and binds nothing.</summary>
    [Fact]
    public async Task IsNothingWhereNothingServes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = EditorSession.Open(Project(files: 50), "Desk007.cs", s_rule);
        await editor.AskAsync(null, cancellation);

        await editor.InsertAsync("// A comment.\n", cancellation);
        var answer = await editor.AskAsync(null, cancellation);
        Assert.Equal((1, 0, 0), (answer.TreesIndexed, answer.BodiesInFile, answer.BodiesElsewhere));
    }

    /// <summary>Each desk calls the next one through its interface: without a bound one tick would lead through all of them.</summary>
    private static SampleProgram Project(int files) => new()
    {
        Files =
        [
            new("Clock.cs", Clock),
            .. Enumerable.Range(0, files - 1).Select(number => new SampleFile($"Desk{Number(number)}.cs", Desk
                .Replace("NUMBER", Number(number), StringComparison.Ordinal)
                .Replace("NEXT", Number((number + 1) % (files - 1)), StringComparison.Ordinal))),
        ],
    };

    private static string Number(int number) => number.ToString("000", CultureInfo.InvariantCulture);

    private const string Clock = """
        namespace Shop;

        public sealed class Clock(IDesk000 first, IDesk020 second)
        {
            private Timer? _one, _two, _three;

            public void Start()
            {
                _one = new Timer(_ => first.Count(7), null, 0, 1000);
                _two = new Timer(_ => second.Count(9), null, 0, 1000);
                _three = new Timer(Tick, null, 0, 1000);
            }

            private void Tick(object? state)
            {
                var n = first.Size;
                /*caret*/
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n; j++)
                        n -= i * j;
                }
            }
        }

        """;

    private const string Desk = """
        namespace Shop;

        public interface IDeskNUMBER
        {
            int Size { get; }

            int Count(int n);
        }

        public sealed class DeskNUMBER(IDeskNEXT next) : IDeskNUMBER
        {
            private int _orders;

            public int Size => _orders;

            public int Count(int n)
            {
                _orders = Math.Max(_orders, n);
                return next.Count(n) + Sum(n);
            }

            private static int Sum(int n)
            {
                var sum = 0;
                for (var i = 0; i < n; i++)
                    sum += i;
                return sum;
            }
        }

        """;
}
