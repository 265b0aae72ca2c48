using System.Reflection;

namespace Articles;

/// <summary>Runs one of the articles' programs: <c>dotnet run --project samples/Articles -- HelloThread</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var programs = typeof(Program).Assembly.GetTypes()
            .Where(type => type.Namespace is null && MainOf(type) is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .ToList();
        if (programs.Find(type => type.Name == args.FirstOrDefault()) is not { } program)
        {
            Console.Error.WriteLine($"Name a program, and its arguments behind it. The programs are:\n  {string.Join("\n  ", programs.Select(type => type.Name))}");
            return 2;
        }

        var main = MainOf(program)!;
        if (main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [args[1..]], null) is Task task)
            await task;
        return 0;
    }

    private static MethodInfo? MainOf(Type type) => type.GetMethod("Main", BindingFlags.Static | BindingFlags.NonPublic);
}
