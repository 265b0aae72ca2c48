using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Finds the codec of a declared type: plain memory where possible, JSON otherwise, or the reason why it cannot be sent.</summary>
internal static class Codecs
{
    private static readonly Lock s_gate = new();

    // A codec is made once for each type and never forgotten: types of collectible contexts are refused before they come here. A plain dictionary,
    // since a
    // worker needs it before its first answer and a concurrent one is another assembly to load.
    [GuardedBy(nameof(s_gate))] private static readonly Dictionary<Type, Codec> s_codecs = [];

    /// <exception cref="NotSupportedException">Values of the type cannot be sent; the message says why, to be put after the name of the
    /// type.</exception>
    internal static Codec For(Type type)
    {
        lock (s_gate)
        {
            if (s_codecs.TryGetValue(type, out var known))
                return known;
        }

        // Outside the lock: it asks for the codecs of its parts. Two threads may make the same one; either does.
        var codec = Type.GetTypeCode(type) switch
        {
            // Not by reflection, which a worker would have to compile before its first answer.
            TypeCode.Int32 when !type.IsEnum => new BlitCodec<int>(),
            TypeCode.Int64 when !type.IsEnum => new BlitCodec<long>(),
            TypeCode.Double => new BlitCodec<double>(),
            TypeCode.String => new StringCodec(),
            _ when type.IsPrimitive && type != typeof(nint) && type != typeof(nuint) => Make(typeof(BlitCodec<>), [type]),
            _ => Create(type),
        };
        lock (s_gate)
            return s_codecs[type] = codec;
    }

    /// <summary>The codec for values of one type that the other side declares as another.</summary>
    internal static Codec For(Type type, Type declared) =>
        type == declared ? For(type) : (Codec)Activator.CreateInstance(typeof(VariantCodec<,>).MakeGenericType(type, declared), For(declared))!;

    /// <summary>The codec of a tuple whose elements have these codecs.</summary>
    internal static Codec ForTuple(Type tuple, Codec[] elements)
    {
        if (elements.Length == 0)
            return new Tuple0Codec();
        var definition = elements.Length switch
        {
            1 => typeof(Tuple1Codec<>),
            2 => typeof(Tuple2Codec<,>),
            3 => typeof(Tuple3Codec<,,>),
            4 => typeof(Tuple4Codec<,,,>),
            5 => typeof(Tuple5Codec<,,,,>),
            6 => typeof(Tuple6Codec<,,,,,>),
            7 => typeof(Tuple7Codec<,,,,,,>),
            _ => typeof(TupleRestCodec<,,,,,,,>),
        };
        var parts = elements.Length < 8 ? elements : [.. elements[..7], ForTuple(tuple.GetGenericArguments()[7], elements[7..])];
        return Make(definition, tuple.GetGenericArguments(), parts);
    }

    private static Codec Create(Type type)
    {
        if (type == typeof(BigInteger))
            return new BigIntegerCodec();
        if (type == typeof(CancellationToken))
            return new TokenCodec();
        if (type == typeof(Nothing))
            return new NothingCodec();
        if (typeof(SharedObject).IsAssignableFrom(type) && type != typeof(SharedObject))
            return Make(typeof(SharedObjectCodec<>), [type]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SharedArray<>))
            return Make(typeof(SharedArrayCodec<>), type.GetGenericArguments());
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SharedValue<>))
            return Make(typeof(SharedValueCodec<>), type.GetGenericArguments());
        if (Unsendable.Reason(type) is { } reason)
            throw new NotSupportedException(reason);
        if (type.IsValueType && IsPlain(type))
            return Make(typeof(BlitCodec<>), [type]);
        if (type.IsSZArray && type.GetElementType() is { IsValueType: true } element && IsPlain(element))
            return Make(typeof(BlitArrayCodec<>), [element]);
        if (type.IsGenericType && CreateGeneric(type) is { } generic)
            return generic;
        if (JsonRules.Refuse(type) is { } problem)
            throw new NotSupportedException(problem);
        return Make(typeof(JsonCodec<>), [type]);
    }

    private static Codec? CreateGeneric(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GetGenericArguments();
        if (definition == typeof(Memory<>) && IsPlain(arguments[0]))
            return Make(typeof(BlitMemoryCodec<>), arguments);
        if (definition == typeof(ReadOnlyMemory<>) && IsPlain(arguments[0]))
            return Make(typeof(BlitReadOnlyMemoryCodec<>), arguments);
        return typeof(ITuple).IsAssignableFrom(type) && type.IsValueType && arguments.Length < 8 ? ForTuple(type, [.. arguments.Select(For)]) : null;
    }

    /// <summary>No references, and no addresses, in it.</summary>
    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum
        || (!ContainsReferences(type) && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).All(
            static f => f.FieldType != typeof(nint) && f.FieldType != typeof(nuint) && !f.FieldType.IsPointer && !f.FieldType.IsFunctionPointer
                && (f.FieldType == f.DeclaringType || IsPlain(f.FieldType))));

    private static bool ContainsReferences(Type type) =>
        (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static Codec Make(Type definition, Type[] arguments, params object[] parts) =>
        (Codec)Activator.CreateInstance(definition.MakeGenericType(arguments), parts)!;
}
