using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Which variables a lambda takes along, by their names in the source. Only for the message that refuses it.</summary>
/// <remarks>
/// The compiler puts what all lambdas of a block capture into one object, whose fields say nothing about one of them. So the lambda's code is
/// searched for the fields that it uses; and the code of its nested lambdas, and of the state machine that runs it if it is asynchronous. Five bytes
/// that only look like such an instruction would have to name a field of the same object as well.
/// </remarks>
internal static class FunctionCaptures
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What the message says after "it captures"; null if the lambda captures nothing.</summary>
    internal static string? Describe(MethodInfo lambda, Type holder)
    {
        var all = holder.GetFields(All & ~BindingFlags.Static);
        if (all.Length == 0)
            return null;
        var used = Join(UsedBy(lambda));
        return used.Length > 0 ? used : Join(all) is { Length: > 0 } any ? $"one or more of {any}" : "variables";
    }

    private static string Join(IEnumerable<FieldInfo> fields) =>
        string.Join(", ", fields.Select(NameOf).OfType<string>().Distinct());

    /// <summary>Null for what the compiler has added: delegates that it keeps, and the way to the object of the block around.</summary>
    private static string? NameOf(FieldInfo field) =>
        field.Name.EndsWith("__this", StringComparison.Ordinal) ? "'this'" : field.Name.Contains("<>") ? null : $"'{field.Name}'";

    private static List<FieldInfo> UsedBy(MethodInfo lambda)
    {
        List<FieldInfo> used = [];
        HashSet<MethodBase> seen = [lambda];
        var left = new Queue<MethodBase>(seen);
        while (left.TryDequeue(out var method))
        {
            foreach (var member in MembersIn(method))
            {
                // Fields of other types, and of a state machine, are the function's own affair.
                if (member is FieldInfo field && IsHolder(field.DeclaringType!))
                    used.Add(field);
                else if (member is MethodBase inner && IsMade(inner) && seen.Add(inner))
                    left.Enqueue(inner);
            }
            if (method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType.GetMethod("MoveNext", All) is { } next && seen.Add(next))
                left.Enqueue(next);
        }
        return used;
    }

    private static IEnumerable<MemberInfo> MembersIn(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i + 5 <= code.Length; i++)
        {
            // ldfld, ldflda, stfld; call, the second byte of ldftn.
            if (code[i] is (>= 0x7B and <= 0x7D) or 0x28 or 0x06
                && Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i + 1))) is { } member)
                yield return member;
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        // Definitions of fields and methods, references to them, and instances of generic methods.
        if ((token >>> 24) is not (0x04 or 0x06 or 0x0A or 0x2B))
            return null;
        try
        {
            return method.Module.ResolveMember(
                token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException or TypeLoadException or MissingMemberException or IOException)
        {
            return null;
        }
    }

    private static bool IsHolder(Type type) => type.Name.StartsWith("<>c__DisplayClass", StringComparison.Ordinal);

    private static bool IsMade(MethodBase method) =>
        method.Name.StartsWith('<') || (method.DeclaringType is { } type && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));
}
