using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Which functions a worker process can find and run.</summary>
internal static class FunctionRules
{
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
        if (FunctionCaptures.Describe(method, holder) is { } captured)
            Throw(method, $"it captures {captured}; make it static and pass what it needs as arguments");
    }

    /// <summary>The function as a reader of the source knows it: lambdas have names that no source shows.</summary>
    internal static string NameOf(MethodInfo method) => $"The function {(IsLambda(method) ? "inside " : "")}{PathOf(method)}";

    /// <summary>The type and the method; of a lambda, the method that it stands in; of a local function, that method and its own name.</summary>
    internal static string PathOf(MethodInfo method)
    {
        var type = method.DeclaringType;
        while (type?.DeclaringType is { } outer && IsCompilerGenerated(type))
            type = outer;
        if (!method.Name.StartsWith('<'))
            return $"{type}.{method.Name}";

        // <Method>b__1_0, <Method>g__Local|1_0; <<Main>$>b__0_1 in top-level statements.
        var end = EndOfOuterName(method.Name);
        var around = method.Name[1..end];
        var isTopLevel = around == "<Main>$";
        if (IsLambda(method))
            return $"{type}.{(isTopLevel ? "Main" : around)}";
        var local = method.Name[(end + 4)..];
        local = local[..(local.IndexOf('|') is > 0 and var bar ? bar : local.Length)];
        return isTopLevel ? $"{type}.{local}" : $"{type}.{around}.{local}";
    }

    private static bool IsLambda(MethodInfo method) =>
        method.Name.StartsWith('<') && !method.Name.AsSpan(EndOfOuterName(method.Name) + 1).StartsWith("g__");

    /// <summary>Where the bracket closes that the name begins with: names of methods have brackets too.</summary>
    private static int EndOfOuterName(string name)
    {
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }
        return name.Length;
    }

    private static bool IsCompilerGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static void Throw(MethodInfo method, string reason) =>
        throw new WorkerFunctionException($"{NameOf(method)} cannot run in a worker process: {reason}.");
}
