using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A function as the worker knows it: found, and ready to be called with what a frame holds.</summary>
internal sealed class WorkerFunction
{
    private readonly MethodInvoker _invoker;
    private readonly object? _target;
    private readonly Codec[] _parameters;
    private readonly object?[] _arguments;
    private readonly Codec? _result;
    private readonly bool _isTask;

    private WorkerFunction(MethodInfo method, bool takesToken, bool hasResult)
    {
        _invoker = MethodInvoker.Create(method);

        // A lambda that captures nothing is an instance method of a class without state; nobody has run its constructor, and nobody needs to.
        _target = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
        var parameters = method.GetParameters();
        _parameters = new Codec[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            _parameters[i] = Codecs.For(parameters[i].ParameterType);
        _arguments = new object?[_parameters.Length];
        _isTask = typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType == typeof(ValueTask)
            || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>));
        _result = hasResult ? Codecs.For(FunctionSignature.ResultOf(method.ReturnType)) : null;
        TakesToken = takesToken;
    }

    /// <summary>Whether the call needs a token that can fire.</summary>
    internal bool TakesToken { get; }

    /// <summary>Finds the function that a <see cref="FunctionSignature"/> names.</summary>
    internal static WorkerFunction Read(FrameReader reader)
    {
        var method = TypeReference.ReadMethod(reader);
        var ofType = TypeReference.ReadAll(reader);
        var ofMethod = TypeReference.ReadAll(reader);
        if (ofType.Length > 0)
        {
            var type = method.DeclaringType!.MakeGenericType(ofType);
            method = (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!;
        }
        if (ofMethod.Length > 0)
            method = method.MakeGenericMethod(ofMethod);
        return new WorkerFunction(method, takesToken: reader.Read<bool>(), hasResult: reader.Read<bool>());
    }

    /// <summary>Reads the arguments, runs the function to its end, and writes its result.</summary>
    internal void Call(FrameReader arguments, FrameWriter result)
    {
        for (var i = 0; i < _parameters.Length; i++)
            _arguments[i] = _parameters[i].ReadObject(arguments);

        var returned = _invoker.Invoke(_target, _arguments.AsSpan());
        Array.Clear(_arguments);
        Write(returned, result);
    }

    private void Write(object? returned, FrameWriter result)
    {
        if (!_isTask)
        {
            _result?.WriteObject(result, returned);
            return;
        }
        if (returned is null)
            throw new InvalidOperationException("The asynchronous function returned null instead of a task.");

        // The worker runs one call at a time: it waits here, on the thread that called.
        if (_result is not null)
            _result.WriteResultOf(result, returned);
        else
            (returned is ValueTask valueTask ? valueTask.AsTask() : (Task)returned).GetAwaiter().GetResult();
    }
}
