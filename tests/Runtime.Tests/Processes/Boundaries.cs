using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

public sealed record Order(int Id, string Name, double[] Prices, DateTimeOffset When);

public record Shape(int Corners);

public sealed record Square(int Corners, int Side) : Shape(Corners);

public struct Point3
{
    public double X;
    public double Y;
    public double Z;
}

/// <summary>What crosses from process to process, and what is refused, with the reason.</summary>
public sealed class Boundaries(Boundaries.Pool pool) : IClassFixture<Boundaries.Pool>
{
    public sealed class Pool : IAsyncLifetime
    {
        internal ProcessPoolExecutor Executor { get; } = new ProcessPoolExecutor(1).Watched();

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => Executor.DisposeAsync();
    }

    private ProcessPoolExecutor Executor => pool.Executor;

    [Fact]
    public async Task PlainValuesComeBackEqual()
    {
        await Same(true);
        await Same(-1);
        await Same(double.NaN);
        await Same(1.1m);
        await Same('\uD800');
        await Same(DayOfWeek.Friday);
        await Same(Guid.NewGuid());
        await Same(DateTime.UtcNow);
        await Same(DateTimeOffset.Now);
        await Same<int?>(null);
        await Same<int?>(3);
        await Same(new Point3 { X = 1, Y = 2, Z = 3 });
        await Same(System.Numerics.BigInteger.Pow(-7, 300));
        await Same((1, "two", 3.0));
        await Same((1, 2, 3, 4, 5, 6, 7, "eight", 9));
    }

    [Fact]
    public async Task TextComesBackEqualEvenWhereItIsNoText()
    {
        await Same("");
        await Same<string?>(null);
        await Same("grün \uD83D\uDE00");
        await Same("half \uD800 pair");
        await Same(new string('x', 1_000_000));
    }

    [Fact]
    public async Task ArraysOfPlainValuesComeBackEqual()
    {
        await SameSequence<int>([]);
        await SameSequence([1, 2, 3]);
        await SameSequence(Enumerable.Range(0, 2 << 20).ToArray());
        await SameSequence([new Point3 { X = 1 }, new Point3 { Z = 2 }]);
        Assert.Null(await Executor.SubmitAsync(Echo<int[]?>, (int[]?)null));
        var readOnly = await Executor.SubmitAsync(Echo<ReadOnlyMemory<int>>, new ReadOnlyMemory<int>([1, 2]));
        Assert.Equal([1, 2], readOnly.ToArray());
        var memory = await Executor.SubmitAsync(Echo<Memory<int>>, new Memory<int>([1, 2]));
        Assert.Equal([1, 2], memory.ToArray());
    }

    [Fact]
    public async Task ObjectsComeBackEqual()
    {
        var order = new Order(7, "seven", [1.5, 2.5], DateTimeOffset.UnixEpoch);
        var back = await Executor.SubmitAsync(Echo<Order>, order);
        Assert.Equivalent(order, back, strict: true);
        Assert.Equal(["a", "b"], await Executor.SubmitAsync(Echo<List<string>>, new List<string> { "a", "b" }));
        Assert.Equal(2, (await Executor.SubmitAsync(Echo<Dictionary<string, int>>, new Dictionary<string, int> { ["two"] = 2 }))["two"]);
        Assert.Null(await Executor.SubmitAsync(Echo<Order?>, (Order?)null));
    }

    /// <summary>As docs/executors.md says.</summary>
    [Fact]
    public async Task ADerivedRecordPassedAsItsBaseArrivesCutToTheBase()
    {
        Assert.Equal("Shape { Corners = 4 }", await Executor.SubmitAsync(static (Shape shape) => shape.ToString(), (Shape)new Square(4, 2)));
        Assert.Equal(new Square(4, 2), await Executor.SubmitAsync(Echo<Square>, new Square(4, 2)));
    }

    [Fact]
    public async Task AnArgumentMayBeOfATypeThatConvertsToTheDeclaredOne()
    {
        Assert.Equal(6, await Executor.SubmitAsync(Sum, new[] { 1, 2, 3 }));
        Assert.Equal(6, await Executor.SubmitAsync(Sum, new List<int> { 1, 2, 3 }));
    }

    [Fact]
    public async Task FunctionsOfGenericTypesAreFound()
    {
        Assert.Equal(3, await Executor.SubmitAsync(Box<int>.Through, 3));
        Assert.Equal("x", await Executor.SubmitAsync(Box<string>.Through, "x"));
        Assert.Equal("Int32", await Executor.SubmitAsync(Box<int>.Lambda()));
        Assert.Equal("String", await Executor.SubmitAsync(Box<string>.Lambda()));
    }

    [Fact]
    public void AFunctionThatCapturesIsRefusedByName()
    {
        var factor = 3;
        var error = Refused(() => Executor.SubmitAsync(x => x * factor, 2));
        Assert.Contains("'factor'", error.Message);
        Assert.Contains(nameof(AFunctionThatCapturesIsRefusedByName), error.Message);
        Assert.Contains("instance method", Refused(() => Executor.SubmitAsync(Instance)).Message);
        Assert.Contains("first argument", Refused(() => Executor.SubmitAsync("text".Twice)).Message);
        Func<int> several = Functions.Zero;
        several += Functions.Zero;
        Assert.Contains("several functions", Refused(() => Executor.SubmitAsync(several)).Message);
    }

    [Fact]
    public void AFunctionThatStandsInNoFileIsRefused()
    {
        var made = new System.Reflection.Emit.DynamicMethod("Made", typeof(int), [], typeof(Boundaries).Module);
        var il = made.GetILGenerator();
        il.Emit(System.Reflection.Emit.OpCodes.Ldc_I4_3);
        il.Emit(System.Reflection.Emit.OpCodes.Ret);
        Assert.Contains("made at run time", Refused(() => Executor.SubmitAsync(made.CreateDelegate<Func<int>>())).Message);

        var bytes = File.ReadAllBytes(typeof(Executors).Assembly.Location);
        Assert.Contains("loaded from memory", Refused(() => Executor.SubmitAsync(Zero(System.Reflection.Assembly.Load(bytes)))).Message);
        var context = new System.Runtime.Loader.AssemblyLoadContext("unloadable", isCollectible: true);
        var unloadable = context.LoadFromAssemblyPath(typeof(Executors).Assembly.Location);
        Assert.Contains("can be unloaded", Refused(() => Executor.SubmitAsync(Zero(unloadable))).Message);
        context.Unload();

        static Func<int> Zero(System.Reflection.Assembly assembly) =>
            assembly.GetType(typeof(Functions).FullName!)!.GetMethod(nameof(Functions.Zero))!.CreateDelegate<Func<int>>();
    }

    [Fact]
    public async Task WhatIsTooLargeForAFrameIsRefusedWhereItIsPassed()
    {
        var error = Refused(() => Executor.SubmitAsync(static (byte[] bytes) => bytes.Length, new byte[256 << 20]));
        Assert.Contains($"{256 << 20}", error.Message);
        Assert.Equal(9, await Executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public void ATypeThatCannotBeSentIsRefusedByParameter()
    {
        var error = Refused(() => Executor.SubmitAsync(static (Stream input) => input.Length, Stream.Null));
        Assert.Contains("'input'", error.Message);
        Assert.Contains("stream", error.Message);
        Refused(() => Executor.SubmitAsync(static (object o) => 1, new object()));
        Refused(() => Executor.SubmitAsync(static (Action a) => 1, static () => { }));
        Refused(() => Executor.SubmitAsync(static (IntPtr p) => 1, IntPtr.Zero));
        Refused(() => Executor.SubmitAsync(static (List<Thread> t) => 1, new List<Thread>()));
        Refused(() => Executor.SubmitAsync(static (Secretive s) => 1, new Secretive(1)));
        Assert.Contains("result", Refused(() => Executor.SubmitAsync(static () => Thread.CurrentThread)).Message);
    }

    [Fact]
    public async Task AnArgumentThatCannotBeWrittenThrowsWhereItIsPassed()
    {
        var error = Refused(() => Executor.SubmitAsync(static (Touchy t) => 1, new Touchy()));
        Assert.Contains("cannot be touched", error.Message);
        Assert.Equal(9, await Executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task AResultThatCannotBeWrittenFailsItsCallOnly()
    {
        var bad = Executor.SubmitAsync(static () => new Touchy());
        var good = Executor.SubmitAsync(Functions.Square, 3);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => bad);
        Assert.Contains("cannot be touched", error.ToString());
        Assert.Equal(9, await good);
    }

    [Fact]
    public async Task AFunctionThatTheWorkerCannotFindFailsItsCallsOnly()
    {
        var assembly = new System.Reflection.Emit.PersistedAssemblyBuilder(new System.Reflection.AssemblyName("Vanishing"), typeof(object).Assembly);
        var method = assembly.DefineDynamicModule("Vanishing").DefineType("T", System.Reflection.TypeAttributes.Public);
        var three = method.DefineMethod("Three", System.Reflection.MethodAttributes.Public | System.Reflection.MethodAttributes.Static, typeof(int),
            []);
        var il = three.GetILGenerator();
        il.Emit(System.Reflection.Emit.OpCodes.Ldc_I4_3);
        il.Emit(System.Reflection.Emit.OpCodes.Ret);
        method.CreateType();
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "Vanishing.dll");
        assembly.Save(path);
        var function = System.Reflection.Assembly.LoadFrom(path).GetType("T")!.GetMethod("Three")!.CreateDelegate<Func<int>>();
        File.Delete(path);

        var error = await Assert.ThrowsAsync<WorkerFunctionException>(() => Executor.SubmitAsync(function));
        Assert.Contains("Vanishing", error.Message);
        Assert.Equal(9, await Executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task AnExceptionKeepsItsInnerOnes()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Executor.SubmitAsync(ThrowNested));
        Assert.Equal("outer", error.Message);
        Assert.IsType<RemoteException>(error.InnerException);
        Assert.IsType<FormatException>(error.InnerException.InnerException);
    }

    [Fact]
    public async Task TheWorkerKnowsWhatItIs()
    {
        Assert.False(WorkerContext.IsWorker);
        Assert.Equal((Executor.Name, Environment.ProcessId),
            await Executor.SubmitAsync(static () => (WorkerContext.Current!.PoolName, WorkerContext.Current.ParentId)));
        Assert.Equal(Environment.CurrentDirectory, await Executor.SubmitAsync(static () => Environment.CurrentDirectory));
        Assert.Null(await Executor.SubmitAsync(static () => Environment.GetEnvironmentVariable("CONCURRENCYANALYZERS_WORKER")));
    }

    private async Task Same<T>(T value) => Assert.Equal(value, await Executor.SubmitAsync(Echo<T>, value));

    private async Task SameSequence<T>(T[] value)
    {
        var back = await Executor.SubmitAsync(Echo<T[]>, value);
        Assert.True(value.AsSpan().SequenceEqual(back));
    }

    private static WorkerFunctionException Refused(Func<Task> submit) => Assert.Throws<WorkerFunctionException>(() => { _ = submit(); });

    private static T Echo<T>(T value) => value;

    private static int Sum(IEnumerable<int> values) => values.Sum();

    private static int ThrowNested() =>
        throw new InvalidOperationException("outer", new OddException2("middle", new FormatException("inner")));

    private int Instance() => pool.GetHashCode();

    private sealed class OddException2(string message, Exception inner) : Exception(message, inner);

    private static class Box<T>
    {
        internal static T Through(T value) => value;

        internal static Func<string> Lambda() => static () => typeof(T).Name;
    }

    public sealed class Secretive(int value)
    {
        public int Squared => value * value;
    }

    public sealed class Touchy
    {
        public int Value
        {
            get => throw new InvalidOperationException("cannot be touched");
            set { }
        }
    }
}

internal static class TextExtensions
{
    internal static int Twice(this string text) => 2 * text.Length;
}
