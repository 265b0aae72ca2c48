using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

[assembly: MetadataUpdateHandler(typeof(ConcurrencyAnalyzers.Runtime.FunctionSignature))]

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What the parent knows of a function that workers run: how to name it, and how to write its arguments and read its result.</summary>
internal sealed class FunctionSignature
{
    // Made once for each function and kind of delegate; a program has few of them.
    private static readonly ConcurrentDictionary<(MethodInfo Method, Type Delegate), FunctionSignature> s_known = [];

    // Only ever incremented, by Interlocked.
    private static int s_lastId;

    // Written by the runtime when code was changed under the debugger or dotnet watch; once true it stays true.
    private static volatile bool s_isCodeChanged;

    private FunctionSignature(MethodInfo method, Codec arguments, Codec result, byte[] identity)
    {
        Method = method;
        Arguments = arguments;
        Result = result;
        Identity = identity;
        Id = Interlocked.Increment(ref s_lastId);
    }

    /// <summary>Stands for the function in every frame after the one that defines it.</summary>
    internal int Id { get; }

    internal MethodInfo Method { get; }

    /// <summary>Codec of the tuple of arguments.</summary>
    internal Codec Arguments { get; }

    internal Codec Result { get; }

    /// <summary>What a worker needs to find the function, as <see cref="WorkerFunction.Read"/> reads it.</summary>
    internal byte[] Identity { get; }

    /// <exception cref="WorkerFunctionException">Worker processes cannot run the function.</exception>
    internal static FunctionSignature Of(Delegate function, Type arguments, Type result, bool takesToken)
    {
        if (s_known.TryGetValue((function.Method, function.GetType()), out var known) && !s_isCodeChanged && function.HasSingleTarget)
        {
            if (!known.Method.IsStatic || function.Target is null)
                return known;
        }
        FunctionRules.ThrowIfUnfit(function);
        if (s_isCodeChanged)
            throw new WorkerFunctionException(
                "The program's code was changed while it runs (hot reload). Worker processes would run the old code: restart the program to use " +
                    "them again.");
        return s_known.GetOrAdd((function.Method, function.GetType()), Create(function.Method, arguments, result, takesToken));
    }

    /// <summary>Called by the runtime after a hot reload, which keeps module versions: nothing else would tell old code from new.</summary>
    internal static void UpdateApplication(Type[]? types) => s_isCodeChanged = true;

    private static FunctionSignature Create(MethodInfo method, Type arguments, Type result, bool takesToken)
    {
        var parameters = method.GetParameters();
        var passed = Flatten(arguments);
        var codecs = new Codec[passed.Length];
        for (var i = 0; i < passed.Length; i++)
        {
            var parameter = parameters[i];
            codecs[i] = Find(() => Codecs.For(passed[i], parameter.ParameterType), method, $"parameter '{parameter.Name}'", parameter.ParameterType);
        }
        var declaredResult = ResultOf(method.ReturnType);
        var results = result == typeof(Nothing)
            ? Codecs.For(typeof(Nothing))
            : Find(() => Codecs.For(result, declaredResult), method, "result", declaredResult);

        var writer = new FrameWriter();
        TypeReference.WriteMember(writer, method);
        TypeReference.WriteAll(writer, method.DeclaringType is { IsConstructedGenericType: true } type ? type.GetGenericArguments() : []);
        TypeReference.WriteAll(writer, method.IsGenericMethod ? method.GetGenericArguments() : []);
        writer.Write(takesToken);
        writer.Write(result != typeof(Nothing));
        return new FunctionSignature(method, Codecs.ForTuple(arguments, codecs), results, writer.Written.ToArray());
    }

    /// <summary>What a call of the function ends with: for a task, the task's result.</summary>
    internal static Type ResultOf(Type returned)
    {
        if (returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask))
            return typeof(Nothing);
        if (returned.IsGenericType
            && (returned.GetGenericTypeDefinition() == typeof(Task<>) || returned.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            return returned.GetGenericArguments()[0];
        return returned;
    }

    private static Type[] Flatten(Type tuple)
    {
        if (tuple == typeof(ValueTuple))
            return [];
        var elements = tuple.GetGenericArguments();
        return elements.Length < 8 ? elements : [.. elements[..7], .. Flatten(elements[7])];
    }

    private static Codec Find(Func<Codec> find, MethodInfo method, string what, Type type)
    {
        try
        {
            return find();
        }
        catch (NotSupportedException e)
        {
            throw new WorkerFunctionException(
                $"{FunctionRules.NameOf(method)} cannot run in a worker process: its {what} of type {type} cannot be sent, because {e.Message}.", e);
        }
    }
}
