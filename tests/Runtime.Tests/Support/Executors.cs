using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.Support;

/// <summary>The executors that tests have made, for the report of a hang.</summary>
internal static class Executors
{
    private static readonly ConditionalWeakTable<IExecutor, object?> s_all = [];

    internal static IEnumerable<IExecutor> Alive => s_all.Select(entry => entry.Key);

    internal static T Watched<T>(this T executor) where T : class, IExecutor
    {
        s_all.Add(executor, null);
        return executor;
    }
}
