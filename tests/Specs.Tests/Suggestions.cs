using ConcurrencyAnalyzers.Rules.Races;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>What only suggests, where no two threads are seen, and what is silent because nobody knows.</summary>
public sealed class Suggestions
{
    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("public void Run() => System.Threading.Tasks.Parallel.Invoke(Up, Down);", DiagnosticSeverity.Warning)]
    public Task AreUpdatesOfVolatileFieldsWhereNoTwoThreadsAreSeen(string threads, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<NonAtomicVolatile>.VerifyAnalyzerAsync(
            "class C { volatile int n; public void Up() => n++; public void Down() => n--; " + threads + " }",
            CSharpAnalyzerVerifier<NonAtomicVolatile>.Diagnostic().WithSeverity(severity),
            CSharpAnalyzerVerifier<NonAtomicVolatile>.Diagnostic().WithSeverity(severity));

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("public void Run() => System.Threading.Tasks.Parallel.Invoke(Up, Down);", DiagnosticSeverity.Warning)]
    public Task AreUpdatesBesideInterlockedWhereNoTwoThreadsAreSeen(string threads, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<MixedInterlocked>.VerifyAnalyzerAsync(
            "class C { int n; public void Up() => System.Threading.Interlocked.Increment(ref n); public void Down() => n--; " + threads + " }",
            CSharpAnalyzerVerifier<MixedInterlocked>.Diagnostic().WithSeverity(severity));

    [Theory]
    [InlineData("n++;", DiagnosticSeverity.Warning)]
    [InlineData("if (i > n) n = i;", DiagnosticSeverity.Info)]
    public Task AreChangesOfCapturedVariablesThatAreNoUpdates(string change, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<CapturedVariableMutation>.VerifyAnalyzerAsync(
            "class C { int Run() { var n = 0; System.Threading.Tasks.Parallel.For(0, 9, i => { " + change + " }); return n; } }",
            CSharpAnalyzerVerifier<CapturedVariableMutation>.Diagnostic().WithSeverity(severity));

    [Theory]
    [InlineData("Task.FromResult(s.Next(6));", DiagnosticSeverity.Info)]
    [InlineData("Task.WhenAll(new[] { 1, 2 }.Select(_ => Task.Run(() => s.Next(6))));", DiagnosticSeverity.Warning)]
    public Task AreStaticObjectsForOneThreadWhereNoTwoThreadsAreSeen(string use, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<SharedUnsafeObject>.VerifyAnalyzerAsync(
            "using System.Linq; using System.Threading.Tasks; public static class C { static readonly System.Random s = new System.Random(7); public static Task Run() => " + use + " }",
            CSharpAnalyzerVerifier<SharedUnsafeObject>.Diagnostic().WithSeverity(severity));

    [Fact]
    public Task AreObjectsThatAreInUseUntilTheirOwnTaskIsOver() =>
        CSharpAnalyzerVerifier<SharedUnsafeObject>.VerifyAnalyzerAsync(
            """
            class C
            {
                readonly System.IO.StreamWriter f = new System.IO.StreamWriter("f");

                async System.Threading.Tasks.Task Run()
                {
                    var first = f.WriteLineAsync("first");
                    f.WriteLine("second");
                    await first;
                }
            }
            """,
            CSharpAnalyzerVerifier<SharedUnsafeObject>.Diagnostic().WithSeverity(DiagnosticSeverity.Info),
            CSharpAnalyzerVerifier<SharedUnsafeObject>.Diagnostic().WithSeverity(DiagnosticSeverity.Info));

    /// <summary>One piece of code that a method runs itself or leaves to a thread: two calls that choose for themselves show that both happen.</summary>
    [Theory]
    [InlineData("public void Left(bool away) => Draw(away); public void Right(bool away) => Draw(away);", DiagnosticSeverity.Info)]
    [InlineData("public void Run() { Draw(true); Draw(false); }", DiagnosticSeverity.Warning)]
    public Task AreUpdatesOfWhatIsRunHereOrThere(string calls, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "public class C { int n; void Up() => n++; void Draw(bool away) { if (away) System.Threading.Tasks.Task.Run(Up); else Up(); } " + calls + " }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>A test sends to its own server one request after the other; a program's server gets them from anybody.</summary>
    [Theory]
    [InlineData("[Test] public void Serves() { }", DiagnosticSeverity.Info)]
    [InlineData("public void Serves() { }", DiagnosticSeverity.Warning)]
    public Task AreUpdatesOfWhatATestServes(string member, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "public class TestAttribute : System.Attribute { } public class C { int n; public void Listen(System.Net.Sockets.Socket s) => s.BeginAccept(_ => { s.BeginAccept(_ => n++, null); n++; }, null); "
            + member + " }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity),
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>Nor does what one request of the test begins once meet itself; what it begins in a loop does.</summary>
    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("for (var i = 0; i < 9; i++) ", DiagnosticSeverity.Warning)]
    public Task AreUpdatesOfWorkThatARequestOfATestBegins(string loop, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "using System.Net; using System.Threading.Tasks; public class TestAttribute : System.Attribute { } public class C { int n; public void Listen(HttpListener s) { while (s.IsListening) s.BeginGetContext(_ => { "
            + loop + "Task.Run(() => n++); }, null); } [Test] public void Serves() { } }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>A private class of one class of tests is never given to the tests of another one.</summary>
    [Theory]
    [InlineData("Load")]
    [InlineData("Load : Tests", 1)]
    public Task AreSilentAboutWhatOtherTestsMakeForThemselves(string load, int found = 0) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "public class TestAttribute : System.Attribute { } public interface IClock { int Now(); } public class Meter { readonly IClock c; public Meter(IClock c) => this.c = c; public int Read() => c.Now(); } "
            + "public class Tests { [Test] public void Once() => new Meter(new Fake()).Read(); class Fake : IClock { int n; public int Now() => n++; } } "
            + "public class " + load + " { [Test] public void Often(Meter m) => System.Threading.Tasks.Parallel.For(0, 9, _ => m.Read()); }",
            [.. Enumerable.Repeat(CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(DiagnosticSeverity.Warning), found)]);

    /// <summary>A copy that a library makes is as good the second time; what the program makes may be meant to be one.</summary>
    [Theory]
    [InlineData("all.ToList()", DiagnosticSeverity.Info)]
    [InlineData("Make()", DiagnosticSeverity.Warning)]
    [InlineData("new()", DiagnosticSeverity.Warning)]
    public Task AreCopiesThatAreMadeOnceMore(string value, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<BrokenDoubleCheckedLocking>.VerifyAnalyzerAsync(
            "using System.Linq; using System.Collections.Generic; public class C { readonly HashSet<int> all = new(); List<int> copy; List<int> Make() => new(); "
            + "public List<int> Copy() { if (copy == null) { lock (all) { copy = " + value + "; } } return copy; } }",
            CSharpAnalyzerVerifier<BrokenDoubleCheckedLocking>.Diagnostic().WithSeverity(severity));

    /// <summary>One of many objects: a method or a field of the program's own says which, or arithmetic and chance do.</summary>
    [Theory]
    [InlineData("shards[ShardOf(i)].Count++;", DiagnosticSeverity.Info)]
    [InlineData("shards[at].Count++;", DiagnosticSeverity.Info)]
    [InlineData("shards[i % 3].Count++;", DiagnosticSeverity.Warning)]
    [InlineData("shards[random.Next(3)].Count++;", DiagnosticSeverity.Warning)]
    [InlineData("Up(i % 3);", DiagnosticSeverity.Warning)]
    [InlineData("shards[0].Count++;", DiagnosticSeverity.Warning)]
    [InlineData("counts[i % 3]++;", DiagnosticSeverity.Warning)]
    public Task AreUpdatesOfOneOfManyObjects(string update, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            """
            class Shard { public int Count; }

            class C
            {
                static readonly System.Random random = System.Random.Shared;
                readonly Shard[] shards = new Shard[3];
                readonly int[] counts = new int[3];
                int at;

                void Up(int place) => shards[place].Count++;

                static int ShardOf(int i) => i.GetHashCode() % 3;

                public void Run() => System.Threading.Tasks.Parallel.For(0, 9, i =>
                {

            """
            + update
            + " }); }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>A method that others might call, and that the program leaves to a thread of its own wherever it calls it.</summary>
    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("public void Hurry() => Second();", DiagnosticSeverity.Warning)]
    public Task AreUpdatesBesideWhatTheProgramLeavesToItsThreads(string more, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "using System.Threading.Tasks; public class C { int n; public void Second() => n++; void First() => n += 0 + 2; " + more + " public void Start(bool b) { if (b) Task.Run(First); else Task.Run(Second); } }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity),
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>What is made once for the whole program, by one place, and never taken away.</summary>
    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("public static void Stop() => s = null;", DiagnosticSeverity.Warning)]
    public Task AreStaticObjectsThatOnePlaceMakesForGood(string stop, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<CheckThenAct>.VerifyAnalyzerAsync(
            "public static class C { static System.IO.FileStream s; " + stop
            + " public static void Run() => System.Threading.Tasks.Parallel.For(0, 9, i => { if (s == null) s = new System.IO.FileStream(\"f\", System.IO.FileMode.Open); }); }",
            CSharpAnalyzerVerifier<CheckThenAct>.Diagnostic().WithSeverity(severity));

    /// <summary>An object that puts itself there, as a test's own does, takes none away.</summary>
    [Theory]
    [InlineData("s = this;", DiagnosticSeverity.Info)]
    [InlineData("s = null;", DiagnosticSeverity.Warning)]
    public Task AreStaticObjectsThatAnotherOneReplaces(string set, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<CheckThenAct>.VerifyAnalyzerAsync(
            "using System.IO; public class C : FileStream { static FileStream s; C() : base(\"f\", FileMode.Open) { } public void Set() { " + set + " } "
            + "public static void Run() => System.Threading.Tasks.Parallel.For(0, 9, i => { if (s == null) s = new FileStream(\"f\", FileMode.Open); }); }",
            CSharpAnalyzerVerifier<CheckThenAct>.Diagnostic().WithSeverity(severity));

    /// <summary>A method that is visible and that the program calls itself is mostly a step of the thread's own work.</summary>
    [Theory]
    [InlineData("void Work() { while (true) Add(); }", DiagnosticSeverity.Info, 1)]
    [InlineData("void Work() { while (true) n--; }", DiagnosticSeverity.Warning, 2)]
    public Task AreRacesWithWhoeverElseMayCallAStepOfTheThread(string work, DiagnosticSeverity severity, int places) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "public class C { int n; public void Start() { new System.Threading.Thread(Work).Start(); } " + work + " public void Add() { n++; } }",
            [.. Enumerable.Repeat(CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity), places)]);

    /// <summary>Who runs by hand what the thread runs is told of by what it asked before: <c>if (!socket.AcceptAsync(e)) OnAccepted();</c></summary>
    [Theory]
    [InlineData("OnAccepted(null, null);", DiagnosticSeverity.Info)]
    [InlineData("Count();", DiagnosticSeverity.Warning)]
    public Task AreHandlersThatAreRunByHand(string begin, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "public class C { int n; readonly System.Net.Sockets.SocketAsyncEventArgs e = new(); public C() { e.Completed += OnAccepted; } "
            + "public void Start(System.Net.Sockets.Socket s) { if (!s.AcceptAsync(e)) " + begin + " } "
            + "void OnAccepted(object o, System.Net.Sockets.SocketAsyncEventArgs a) { Count(); } void Count() { n++; } }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>Two classes keep the contract, and the method is given an object of either, of which one may be a fake; or of one that is made in sight.</summary>
    [Theory]
    [InlineData("using Xunit; ", "void Run(IStore store)", "", DiagnosticSeverity.Info)]
    [InlineData("", "void Run(IStore store)", "", DiagnosticSeverity.Warning)]
    [InlineData("using Xunit; ", "void Run()", "IStore store = new Memory();", DiagnosticSeverity.Warning)]
    [InlineData("class Many { [Fact] void Works() { } } ", "void Run(IStore store)", "", DiagnosticSeverity.Info)]
    [InlineData("class Many { void Works() { Fact(); } void Fact() { } } ", "void Run(IStore store)", "", DiagnosticSeverity.Warning)]
    [InlineData("class BenchmarkAttribute : System.Attribute { } class Many { [Benchmark] void Works() { } } ", "void Run(IStore store)", "", DiagnosticSeverity.Warning)]
    public Task AreRacesInOneOfSeveralClassesThatKeepAContract(string usings, string method, string made, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            usings + "public interface IStore { void Put(); } class Memory : IStore { int n; public void Put() => n++; } class Disk : IStore { public void Put() { } } "
            + "public class C { public " + method + " { " + made + " System.Threading.Tasks.Parallel.For(0, 9, _ => store.Put()); } }"
            + (usings.StartsWith("using") ? " namespace Xunit { public class FactAttribute : System.Attribute { } }" : "") + (usings.Contains("[Fact]") ? " class FactAttribute : System.Attribute { }" : ""),
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>Which of two classes runs its own step is up to the object, and that has its name further out; the class itself is each of the two.</summary>
    [Theory]
    [InlineData("using Xunit; ", "public class C { readonly Job job; public C(Job given) => job = given; public void Run() => System.Threading.Tasks.Parallel.For(0, 9, _ => job.Go()); }", DiagnosticSeverity.Info)]
    [InlineData("", "public class C { readonly Job job; public C(Job given) => job = given; public void Run() => System.Threading.Tasks.Parallel.For(0, 9, _ => job.Go()); }", DiagnosticSeverity.Warning)]
    [InlineData("using Xunit; ", "public abstract class Own : Job { public void Run() => System.Threading.Tasks.Parallel.For(0, 9, _ => Go()); } class Third : Own { int n; protected override void Step() => n++; }", DiagnosticSeverity.Warning)]
    public Task AreRacesInStepsOfAnObjectOfOneOfTwoClasses(string usings, string user, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            usings + "public abstract class Job { public void Go() => Step(); protected abstract void Step(); } class Import : Job { " + (user.Contains("Own") ? "" : "int n; ")
            + "protected override void Step() " + (user.Contains("Own") ? "{ }" : "=> n++;") + " } class Export : Job { protected override void Step() { } } " + user
            + (usings.Length > 0 ? " namespace Xunit { public class FactAttribute : System.Attribute { } }" : ""),
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>A contract that more classes keep than are named one by one is kept by several.</summary>
    [Theory]
    [InlineData(0, DiagnosticSeverity.Warning)]
    [InlineData(20, DiagnosticSeverity.Info)]
    public Task AreRacesInOneOfManyClassesThatKeepAContract(int others, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "using Xunit; public interface IStore { void Put(); } class Memory : IStore { int n; public void Put() => n++; } "
            + string.Concat(Enumerable.Range(0, others).Select(static number => $"class Disk{number} : IStore {{ public void Put() {{ }} }} "))
            + "public class C { public void Run(IStore store) => System.Threading.Tasks.Parallel.For(0, 9, _ => store.Put()); } namespace Xunit { public class FactAttribute : System.Attribute { } }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>What only the initializer of a class calls is over before anybody else gets there, though others may call it.</summary>
    [Theory]
    [InlineData("static C() => Register();", DiagnosticSeverity.Info)]
    [InlineData("public static void Begin() => Register();", DiagnosticSeverity.Warning)]
    public Task AreRacesWithWhatTheInitializerOfAClassCalls(string caller, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<SharedCollectionMutation>.VerifyAnalyzerAsync(
            "using System.Threading.Tasks; public class C { static readonly System.Collections.Generic.List<int> all = new(); " + caller
            + " public static void Register() => all.Add(1); public static void Run() => Task.Run(() => all.Contains(1)); }",
            CSharpAnalyzerVerifier<SharedCollectionMutation>.Diagnostic().WithSeverity(severity));

    /// <summary>A thread that gives its object to a library may be called back by it, on the same thread.</summary>
    [Theory]
    [InlineData("new List<int> { 2, 1 }.Sort(this);", DiagnosticSeverity.Info)]
    [InlineData("new List<int> { 2, 1 }.Sort();", DiagnosticSeverity.Warning)]
    [InlineData("Sorted(this);", DiagnosticSeverity.Warning)]
    public Task AreRacesWithMethodsThatALibraryCallsBack(string sort, DiagnosticSeverity severity) =>
        CSharpAnalyzerVerifier<UnsynchronizedIncrement>.VerifyAnalyzerAsync(
            "using System.Collections.Generic; public class C : IComparer<int> { int n; public int Compare(int a, int b) { n++; return a - b; } "
            + "public void Start() => System.Threading.Tasks.Task.Run(Work); void Work() { n -= 1; " + sort + " } static void Sorted(C c) { } }",
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity),
            CSharpAnalyzerVerifier<UnsynchronizedIncrement>.Diagnostic().WithSeverity(severity));

    /// <summary>More members than are looked at mention the name: who calls the method, and under which lock, nobody knows.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(210)]
    public Task AreNotMadeOfASearchThatEndsAtItsBound(int others) =>
        CSharpAnalyzerVerifier<InconsistentLocking>.VerifyAnalyzerAsync(
            $$"""
            internal sealed class Store
            {
                public object Gate { get; } = new();
                private int _count;

                public void Create() => _count = 1;
                public void Add() { lock (Gate) _count += 1; }
                public void Remove() { lock (Gate) _count -= 1; }
            }

            public class User
            {
                private readonly Store _store = new();
                public void Begin() { lock (_store.Gate) _store.Create(); }
            }

            {{string.Join("\n", Enumerable.Range(0, others).Select(number => $"class Other{number} {{ void Create() {{ }} void Use() => Create(); }}"))}}
            """);
}
