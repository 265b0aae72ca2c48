using System.Globalization;
using System.Text;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>A project as large as wanted, whose files use each other and start threads as ordinary programs do.</summary>
/// <remarks>
/// Names repeat from file to file (<c>Add</c>, <c>_count</c>, <c>RunAsync</c>), because that is what costs a search by name. Some of the
/// threads race, so that an analysis of the whole has something to say. The text depends on the arguments alone.
/// </remarks>
public static class GeneratedProject
{
    /// <summary>The name of the long file.</summary>
    public const string LargeFile = "Ledger.cs";

    /// <summary>Stands in the long file where a keystroke is worth a diagnostic: a method that a thread runs beside itself.</summary>
    public const string Caret = "/*caret*/";

    /// <summary>So many files, one of them long.</summary>
    /// <param name="files">All of them, at least three.</param>
    /// <param name="lines">The length of the long one, at least 200.</param>
    public static SampleProgram Of(int files, int lines) => new()
    {
        Files =
        [
            new("Contracts.cs", Contracts),
            new(LargeFile, Large(lines)),
            .. Enumerable.Range(0, files - 2).Select(number => new SampleFile($"Desk{Number(number)}.cs", Desk(number, files - 2))),
        ],
    };

    /// <summary>The long file alone.</summary>
    public static string Large(int lines)
    {
        var text = new StringBuilder(LedgerHead);
        var count = LedgerHead.Count(sign => sign == '\n');
        var closing = LedgerEnd.Count(sign => sign == '\n');
        for (var number = 0; ; number++)
        {
            var method = Fill(s_ledgerMethods[number % s_ledgerMethods.Length], number, 0);
            var length = method.Count(sign => sign == '\n');
            if (count + length + closing > lines)
                break;
            text.Append(method);
            count += length;
        }

        for (; count + closing < lines; count++)
            text.Append("    // The ledger's last pages are blank.\n");
        return text.Append(LedgerEnd).ToString();
    }

    private static string Desk(int number, int count) =>
        Fill(number % 4 == 0 ? BusyDesk : number % 4 == 1 ? RacingDesk : QuietDesk, number, (number + 1) % count);

    private static string Fill(string text, int number, int next) =>
        text.Replace("NUMBER", Number(number), StringComparison.Ordinal).Replace("NEXT", Number(next), StringComparison.Ordinal);

    private static string Number(int number) => number.ToString("000", CultureInfo.InvariantCulture);

    private const string Contracts = """
        namespace Shop;

        public interface IDesk
        {
            int Count { get; }

            void Add(int amount);

            Task RunAsync(CancellationToken cancellation);
        }

        public abstract class Desk : IDesk
        {
            protected readonly object Gate = new();

            public abstract int Count { get; }

            public abstract void Add(int amount);

            public virtual Task RunAsync(CancellationToken cancellation) => Task.CompletedTask;
        }

        """;

    // Guarded by one lock on every side: silent.
    private const string BusyDesk = """
        namespace Shop;

        public sealed class DeskNUMBER : Desk, IDisposable
        {
            private readonly List<int> _orders = [];
            private readonly DeskNEXT _next = new();
            private int _count;
            private Thread? _worker;

            public override int Count
            {
                get
                {
                    lock (Gate)
                        return _count;
                }
            }

            public override void Add(int amount)
            {
                lock (Gate)
                {
                    _count += amount;
                    _orders.Add(amount);
                }
            }

            public void Start()
            {
                _worker = new Thread(Work) { IsBackground = true };
                _worker.Start();
            }

            public override async Task RunAsync(CancellationToken cancellation)
            {
                for (var round = 0; round < 10; round++)
                {
                    Add(round);
                    await Task.Delay(10, cancellation);
                    _next.Add(round);
                }
            }

            public void Dispose() => _worker?.Join();

            private void Work()
            {
                lock (Gate)
                    _count++;
            }
        }

        """;

    // Two threads and no lock: found.
    private const string RacingDesk = """
        namespace Shop;

        public sealed class DeskNUMBER : Desk
        {
            private readonly DeskNEXT _next = new();
            private int _count;
            private long _total;

            public override int Count => _count;

            public override void Add(int amount)
            {
                var sum = 0;
                for (var i = 0; i < amount; i++)
                    sum += i;
                _total = sum;
            }

            public void Serve() => Parallel.For(0, 100, guest => Welcome(guest));

            private void Welcome(int guest)
            {
                _count++;
                lock (Gate)
                    _total += guest;
            }
        }

        """;

    // No thread in sight.
    private const string QuietDesk = """
        namespace Shop;

        public sealed class DeskNUMBER : Desk
        {
            private readonly Dictionary<string, int> _prices = [];
            private int _count;

            public override int Count => _count;

            public string Name { get; set; } = "desk NUMBER";

            public int Visits { get; private set; }

            public override void Add(int amount)
            {
                _count += amount;
                Visits++;
            }

            public void Run() => Add(1);

            public int Sum(IEnumerable<int> amounts)
            {
                var total = 0;
                foreach (var amount in amounts)
                    total += amount;
                return total + _prices.Values.Where(price => price > total).Sum();
            }

            public string Describe() => string.Join(", ", _prices.Select(pair => $"{pair.Key}: {pair.Value}")) + Name;
        }

        """;

    private const string LedgerHead = """
        namespace Shop;

        public sealed class Ledger : IDisposable
        {
            private readonly object _gate = new();
            private readonly List<string> _log = [];
            private readonly Dictionary<string, decimal> _accounts = [];
            private readonly int[] _pages = new int[400];
            private readonly Timer _timer;
            private Thread? _writer;
            private int _ticks;
            private int _entries;
            private decimal _balance;
            private volatile bool _closed;

            public Ledger() => _timer = new Timer(_ => Tick(), null, 100, 100);

            public int Ticks => _ticks;

            public void Start()
            {
                _writer = new Thread(Write);
                _writer.Start();
            }

            public void Dispose()
            {
                _closed = true;
                _timer.Dispose();
                _writer?.Join();
            }

            private void Tick()
            {
                if (_closed)
                    return;
                /*caret*/
            }

            private void Write()
            {
                lock (_gate)
                    _entries++;
            }


        """;

    private const string LedgerEnd = "}\n";

    private static readonly string[] s_ledgerMethods =
    [
        """
            public decimal PostNUMBER(string account, decimal amount)
            {
                if (string.IsNullOrEmpty(account))
                    throw new ArgumentException("An account has a name.", nameof(account));
                lock (_gate)
                {
                    _balance += amount;
                    _entries++;
                    _accounts[account] = _accounts.TryGetValue(account, out var old) ? old + amount : amount;
                    _log.Add($"{account}: {amount}");
                    return _balance;
                }
            }


        """,
        """
            public int CountNUMBER(int from, int to)
            {
                var count = 0;
                for (var page = from; page < to; page++)
                {
                    var value = _pages[page % _pages.Length];
                    if (value > 0)
                        count++;
                    else if (value < -10)
                        count += 2;
                }

                return count * NUMBER;
            }


        """,
        """
            public async Task<string> PrintNUMBERAsync(CancellationToken cancellation)
            {
                var lines = new List<string>();
                string[] log;
                lock (_gate)
                    log = _log.ToArray();
                foreach (var line in log.Where(line => line.Length > NUMBER))
                {
                    lines.Add(line.Trim());
                    await Task.Yield();
                    cancellation.ThrowIfCancellationRequested();
                }

                return string.Join(Environment.NewLine, lines);
            }


        """,
        """
            private decimal BalanceNUMBER(IEnumerable<string> accounts)
            {
                var sum = 0m;
                foreach (var account in accounts)
                {
                    if (_accounts.TryGetValue(account, out var amount) && amount > 0)
                        sum += amount;
                }

                return sum > 1000 ? Math.Round(sum, 2) : sum;
            }


        """,
        """
            public void FillNUMBER(int first)
            {
                Parallel.For(first, _pages.Length, page =>
                {
                    var value = page * NUMBER;
                    for (var digit = 0; digit < 10; digit++)
                        value += digit;
                    _pages[page] += value;
                });
                lock (_gate)
                    _entries += _pages.Length;
            }


        """,
    ];
}
