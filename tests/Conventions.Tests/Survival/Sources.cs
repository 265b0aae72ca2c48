using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Conventions.Tests.Survival;

/// <summary>Programs as they are while somebody works on them, and as generators make them.</summary>
internal static class Sources
{
    /// <summary>Uses most of the language and every kind of thread start, lock and wait that the tables name first.</summary>
    public const string Rich = """
        using static System.Console;

        var total = 0;
        var started = new Thread(() => total++) { IsBackground = true };
        started.Start();
        started.Join();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async n => { await Task.Yield(); total += n; }));
        WriteLine($"{total} of {Bank.Open}");

        public interface IAccount<in T> where T : struct { void Put(T amount); static abstract int Count { get; } }

        public sealed record Entry(int Amount, string? Text) { public int Count; }

        public partial class Bank : IDisposable
        {
            public static int Open;
            private static readonly Dictionary<string, int> s_sums = [];
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private readonly SemaphoreSlim _turn = new(1, 1);
            private readonly ReaderWriterLockSlim _book = new();
            private readonly Timer _clock;
            private volatile bool _stop;
            private int _count, _other;
            private int[] _slots = new int[8];
            public int Total { get; private set; }
            public int Fielded { get => field; set => field = value < 0 ? throw new ArgumentException(null, nameof(value)) : value; }
            public event EventHandler? Changed;

            public Bank() => _clock = new Timer(_ => { Total++; Changed?.Invoke(this, EventArgs.Empty); }, null, 0, 1000);

            public async Task<int> RunAsync(IEnumerable<int> source, CancellationToken token)
            {
                await _turn.WaitAsync(token);
                try { _count += await Task.Run(() => source.AsParallel().Sum(n => n + _other++), token).ConfigureAwait(false); }
                finally { _turn.Release(); }
                Parallel.For(0, 8, i => _slots[i]++);
                Parallel.ForEach(source, (n, state) => { if (n > 5) state.Break(); Interlocked.Increment(ref _count); });
                ThreadPool.QueueUserWorkItem(static bank => bank.Step(ref bank._other), this, preferLocal: true);
                return _count switch { 0 => 1, > 5 and < 7 => 2, var n when n % 2 == 0 => n, _ => checked(_count++) };
            }

            private void Step(ref int n)
            {
                var (low, high) = (n, 1); high = low + high; _slots[high]++;
                lock (_gate) { lock (_lock) n = n + 1; }
                Monitor.Enter(_gate);
                try { s_sums["a"] = s_sums.GetValueOrDefault("a") + 1; } finally { Monitor.Exit(_gate); }
                using (_lock.EnterScope()) { (_count, _other) = (_other, _count); }
                _book.EnterUpgradeableReadLock();
                for (var i = 0; !_stop && i < 3; i++) { Volatile.Write(ref _stop, i > 1); goto again; again: continue; }
                void Local<T>(T t) where T : notnull { _ = t is string { Length: > 2 } s ? s[^1] : default; }
                Local(new { n });
            }

            public IEnumerable<int> Walk() { foreach (ref var slot in _slots.AsSpan()) slot++; yield break; }
            public static Bank operator +(Bank left, int right) { left.Total += right; return left; }
            ~Bank() => Open--;
            public void Dispose() { _clock.Dispose(); GC.SuppressFinalize(this); }
            public unsafe int Peek() { fixed (int* p = _slots) return (*p)++; }
        }

        """;

    public static TheoryData<string> Empty => ["", " ", "\n\n", "// only a comment", "#if NEVER\nclass C;\n#endif\n", "#nullable enable\n", "using System;", ";"];

    public static TheoryData<string> Broken =>
    [
        "class", "class C {", "}", "class C { void M( }", "class C { int x = ; void M() { x++ } }", "x++;", "++", "lock (", "class C { void M() { lock () { } } }",
        "class C : C { int n; void M() => Parallel.For(0, 1, _ => n++); }", "class C<T> : T { T n; void M() => Task.Run(() => n++); }",
        "class C { int n; int n; void M() => Task.Run(() => n++); void M() => Task.Run(() => n++); }", "class C { static int n; static C() => new Thread(n++).Start(; }",
        "class C { dynamic n; void M(dynamic d) { Task.Run(() => n++); d.Run(() => n++); new Thread(d).Start(); } }", "class C { void M() { await foreach (var x in ) { } } }",
        "interface I { int N { get; set; } void M() => Parallel.Invoke(() => N++, () => N++); }", "class C { int this[int i] { get => i; set { } } void M() => Task.Run(() => this[0]++); }",
        "class C { void M() { Missing.Run(() => missing++); new Thread(Missing).Start(); missing.field += 1; } }", "struct S { int n; void M() { var t = this; Task.Run(() => t.n++); } }",
        "class C { void M() { int n = 0; Task.Run(() => { n++; return Task.Run(() => { n++; return Task.Run(() => n++); }); }); } }", "\"unterminated", "$\"{n++", "/* unterminated", "\0\u200b\ufeff",
        "class C { int n; ref int R() => ref n; void M() { R()++; ref var r = ref R(); r += 1; Parallel.Invoke(() => R()++); } }", "enum E { A = B++, B }",
        "class C { int[] a = []; void M() { var i = i + 1; int j = k + 1, k = j + 1; N(i, j); Task.Run(() => a[i]++); Task.Run(() => a[j]++); } void N(int i, int j) => a[i]++; }", "record R(int N) { void M() => Parallel.Invoke(() => N++); }",
    ];

    /// <summary>Expressions and blocks nested as deep as generators and enthusiasts write them, each around memory that threads share.</summary>
    public static TheoryData<string> Deep =>
    [
        $"class C {{ int[] a = []; int n; void M(int i) => Task.Run(() => a[{Repeated("i + ", 1000)}i] += {Repeated("n + ", 1000)}n); }}",
        $"class C {{ string s = \"\"; void M(string t) => Parallel.Invoke(() => s += {Repeated("t + ", 1000)}t, () => s += t); }}",
        $"class C {{ int n; void M() => {Repeated("new Thread(() => ", 40)}n++{Repeated(").Start()", 40)}; }}",
        $"class C {{ int n; object g = new(); void M() {{ Task.Run(() => {{ {Repeated("lock (g) { if (n > 0) { ", 100)} n++; {Repeated("} }", 100)} }}); }} }}",
        $"class C {{ int n; int M(int i) {{ Task.Run(() => n++); return {Repeated("i == 0 ? n++ : ", 300)}0; }} }}",
        $"class C {{ C c; int n; void M() {{ Task.Run(() => {Repeated("c.", 500)}n++); var d = c; {Repeated("d = d.c; ", 500)} Task.Run(() => d.n++); }} }}",
        $"class C {{ int n; void M0() => n++; {string.Concat(Enumerable.Range(1, 500).Select(i => $"void M{i}() => M{i - 1}(); "))} void Run() => Parallel.Invoke(M500, M499); }}",
    ];

    /// <summary>The text up to each place where a token ends, at most <paramref name="most"/> of them: what an editor has while somebody types.</summary>
    public static IEnumerable<string> HalfTyped(string text, int most) => AtTokens(text, most, token => text[..token.Span.End]);

    /// <summary>The text without one token: what an editor has while somebody edits.</summary>
    public static IEnumerable<string> HalfEdited(string text, int most) => AtTokens(text, most, token => text.Remove(token.SpanStart, token.Span.Length));

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static IEnumerable<string> AtTokens(string text, int most, Func<SyntaxToken, string> cut)
    {
        var tokens = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        var step = Math.Max(1, (tokens.Count + most - 1) / most);
        return tokens.Where((_, index) => index % step == 0).Select(cut);
    }
}
