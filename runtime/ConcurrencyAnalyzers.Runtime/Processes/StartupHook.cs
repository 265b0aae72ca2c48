using ConcurrencyAnalyzers.Runtime;

/// <summary>Found by the runtime by this name, without a namespace, when it is told to run us before a program's <c>Main</c>: see
/// <see cref="WorkerRecipe"/>.</summary>
internal static class StartupHook
{
    /// <summary>Runs the worker and ends the process. Returns only where nobody has asked for a worker: in a process that a worker has started and
    /// that has inherited its environment.</summary>
    public static void Initialize()
    {
        if (WorkerMain.IsWanted)
            Environment.Exit(WorkerMain.Main());
    }
}
