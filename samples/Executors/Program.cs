using System.Reflection;

namespace Executors;

/// <summary>Runs one of the programs of docs/executors.md: <c>dotnet run --project samples/Executors -- Pipe</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var programs = typeof(Program).Assembly.GetTypes()
            .Where(static type => type.Namespace is null && MainOf(type) is not null)
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .ToList();
        if (programs.Find(type => type.Name == args.FirstOrDefault()) is not { } program)
        {
            Console.Error.WriteLine($"Name a program. The programs are:\n  {string.Join("\n  ", programs.Select(static type => type.Name))}");
            return 2;
        }

        if (MainOf(program)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null) is Task task)
            await task;
        return 0;
    }

    private static MethodInfo? MainOf(Type type) => type.GetMethod("Main", BindingFlags.Static | BindingFlags.NonPublic, []);
}
