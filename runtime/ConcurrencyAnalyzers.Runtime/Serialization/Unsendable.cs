using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Types whose values no other process can use, each with the reason.</summary>
internal static class Unsendable
{
    private static readonly (Type Kind, string Reason)[] s_refused =
    [
        (typeof(Delegate), "a delegate cannot be run elsewhere: pass the data, and submit the function"),
        (typeof(Task), "a task belongs to this process: await it, and pass its result"),
        (typeof(ValueTask), "a task belongs to this process: await it, and pass its result"),
        (typeof(SharedObject), "what is shared travels as an argument of its own"),
        (typeof(IExecutor), "an executor belongs to this process"),
        (typeof(Stream), "an open stream belongs to this process: pass the path or the bytes"),
        (typeof(System.Runtime.InteropServices.SafeHandle), "a handle belongs to this process"),
        (typeof(WaitHandle), "it synchronizes threads of this process only"),
        (typeof(CancellationTokenSource), "pass its token: a parameter of type CancellationToken is live in the worker"),
        (typeof(Thread), "a thread belongs to this process"),
        (typeof(MemberInfo), "metadata is not sent: pass a name, or make the function generic"),
        (typeof(Exception), "exceptions are not sent as values: throw it, and its text and stack come back"),
    ];

    /// <summary>What only means something in this process, or whose runtime type would have to come from the wire.</summary>
    internal static string? Reason(Type type)
    {
        if (type == typeof(object) || type == typeof(ValueType) || type == typeof(Enum))
            return "its runtime type is not sent: declare the type that you pass";
        if (type.IsPointer || type.IsByRef || type.IsByRefLike || type == typeof(nint) || type == typeof(nuint))
            return "an address means nothing in another process";
        foreach (var (kind, reason) in s_refused)
        {
            if (kind.IsAssignableFrom(type))
                return reason;
        }
        if (type.HasElementType)
            return Reason(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().Select(Reason).FirstOrDefault(static reason => reason is not null) : null;
    }
}
