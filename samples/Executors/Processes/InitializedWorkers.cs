// initializer and initargs, and what a worker keeps for itself.
using ConcurrencyAnalyzers.Runtime;

internal static class InitializedWorkers
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            Initializer = WorkerInitializer.Of(LoadModel, "model.bin"),
        });
        await executor.WarmUpAsync();
        Console.WriteLine(await executor.SubmitAsync(static () => WorkerContext.Current!.State<Model>().Weights));
        await executor.SubmitAsync(static () => ++WorkerContext.Current!.State<Model>().Uses);
        Console.WriteLine($"uses {await executor.SubmitAsync(static () => ++WorkerContext.Current!.State<Model>().Uses)}");
    }

    private static void LoadModel(string path) => WorkerContext.Current!.State<Model>().Weights = $"weights of {path}";

    private sealed class Model
    {
        public string Weights { get; set; } = "";

        public int Uses { get; set; }
    }
}
