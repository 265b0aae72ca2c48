using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>How messages name functions and what they capture: as the source does. Top-level statements are in Publishing/Published.</summary>
public sealed class FunctionNames : IDisposable, FunctionNames.IMake<int>
{
    private interface IMake<T>
    {
        Func<T> Capturing(T value);
    }

    private ProcessPoolExecutor Executor { get; } = new ProcessPoolExecutor(1).Watched();

    public void Dispose() => Executor.Dispose();

    [Fact]
    public void OnlyWhatTheFunctionItselfCapturesIsNamed()
    {
        int factor = 3, summand = 4, asynchronous = 5, nested = 6;
        var text = "";
        Func<string> other = () => text += "x";
        Assert.Equal("'factor'", Captured(() => Executor.SubmitAsync(x => x * factor, 2)));
        Assert.Equal("'summand'", Captured(() => Executor.SubmitAsync(Add, 2)));
        Assert.Equal("'asynchronous'", Captured(() => Executor.SubmitAsync(
            async x =>
            {
                await Task.Yield();
                return x * asynchronous;
            }, 2)));
        Assert.Equal("'nested'", Captured(() => Executor.SubmitAsync(x => Enumerable.Range(0, x).Sum(y => y * nested), 2)));
        Assert.Equal("'this'", Captured(() => Executor.SubmitAsync(x => x + factor - factor + Executor.MaxWorkers, 2)).Split(", ")[^1]);
        for (var block = 0; block < 2; block++)
        {
            var copy = block;
            Assert.Equal("'factor', 'copy'", Captured(() => Executor.SubmitAsync(x => x * factor + copy, 2)));
        }
        Assert.Equal("x", other());

        int Add(int x) => x + summand;
    }

    [Fact]
    public void FunctionsHaveTheNamesOfTheSource()
    {
        var factor = 3;
        var here = $"{typeof(FunctionNames)}.{nameof(FunctionsHaveTheNamesOfTheSource)}";
        Assert.StartsWith($"The function inside {here} cannot", Refused(() => Executor.SubmitAsync(x => x * factor, 2)));
        Assert.StartsWith($"The function {here}.{nameof(Scale)} cannot", Refused(() => Executor.SubmitAsync(Scale, 2)));

        // The name of an explicit implementation has brackets of its own.
        Assert.StartsWith(
            $"The function inside {typeof(FunctionNames)}.{typeof(FunctionNames)}.IMake<System.Int32>.{nameof(IMake<>.Capturing)} cannot",
            Refused(() => Executor.SubmitAsync(((IMake<int>)this).Capturing(2))));

        int Scale(int x) => x * factor;
    }

    Func<int> IMake<int>.Capturing(int value) => () => value;

    private static string Refused(Func<Task> submit) => Assert.Throws<WorkerFunctionException>(() => { _ = submit(); }).Message;

    private static string Captured(Func<Task> submit)
    {
        const string Before = "it captures ";
        var message = Refused(submit);
        var start = message.IndexOf(Before) + Before.Length;
        return message[start..message.IndexOf(';')];
    }
}
