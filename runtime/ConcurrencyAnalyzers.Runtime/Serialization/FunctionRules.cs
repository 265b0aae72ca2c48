using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Which functions a worker process can find and run.</summary>
internal static class FunctionRules
{
    private const BindingFlags AllFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <exception cref="WorkerFunctionException">It is not a static method and not a lambda that captures nothing.</exception>
    internal static void ThrowIfUnfit(Delegate function)
    {
        var method = function.Method;
        if (!function.HasSingleTarget)
            Throw(method, "it is several functions in one delegate; submit each");
        if (method.DeclaringType is null || method.Module.Assembly.IsDynamic)
            Throw(method, "it was made at run time and stands in no file that a worker could load; put it into a project");
        if (method.Module.Assembly.IsCollectible)
            Throw(method, "its assembly was loaded into a context that can be unloaded; reference the assembly instead");

        // What is bundled into a single file has no path either; it is where the program is.
        if (string.IsNullOrEmpty(method.Module.Assembly.Location)
            && AssemblyLoadContext.GetLoadContext(method.Module.Assembly) != AssemblyLoadContext.Default)
            Throw(method, "its assembly was loaded from memory, so that a worker could not load it; put the function into a project");
        if (method.IsStatic)
        {
            if (function.Target is not null)
                Throw(method, "it is bound to its first argument; submit the static method with that argument");
            return;
        }

        var holder = function.Target!.GetType();
        if (!IsCompilerGenerated(holder))
            Throw(method, $"it is an instance method of {holder}, which exists only here; make it static and pass what it needs");
        var captured = holder.GetFields(AllFields);
        if (captured.Length > 0)
            Throw(method, $"it captures {string.Join(", ", captured.Select(Describe))}; make the lambda static and pass them as arguments");
    }

    /// <summary>The function as a reader of the source knows it: lambdas have names that no source shows.</summary>
    internal static string NameOf(MethodInfo method) => $"The function {(method.Name.StartsWith('<') ? "inside " : "")}{PathOf(method)}";

    /// <summary>The type and the method; of a lambda, the method that it stands in.</summary>
    internal static string PathOf(MethodInfo method)
    {
        var type = method.DeclaringType;
        while (type?.DeclaringType is { } outer && IsCompilerGenerated(type))
            type = outer;
        return $"{type}.{(method.Name.StartsWith('<') ? method.Name[1..method.Name.IndexOf('>')] : method.Name)}";
    }

    private static bool IsCompilerGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static string Describe(FieldInfo field) => field.Name.EndsWith("__this", StringComparison.Ordinal) ? "'this'" : $"'{field.Name}'";

    private static void Throw(MethodInfo method, string reason) =>
        throw new WorkerFunctionException($"{NameOf(method)} cannot run in a worker process: {reason}.");
}
