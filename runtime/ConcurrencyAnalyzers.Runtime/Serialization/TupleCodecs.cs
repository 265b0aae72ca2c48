namespace ConcurrencyAnalyzers.Runtime;

// Tuples: the arguments of every call, and values of their own. Element by element, so that an array in a tuple is as cheap as an array.

internal sealed class Tuple0Codec : Codec<ValueTuple>
{
    internal override void Write(FrameWriter writer, ValueTuple value)
    {
    }

    internal override ValueTuple Read(FrameReader reader) => default;
}

internal sealed class Tuple1Codec<T1>(Codec<T1> c1) : Codec<ValueTuple<T1>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1> value)
    {
        c1.Write(writer, value.Item1);
    }

    internal override ValueTuple<T1> Read(FrameReader reader) => new(c1.Read(reader));
}

internal sealed class Tuple2Codec<T1, T2>(Codec<T1> c1, Codec<T2> c2) : Codec<ValueTuple<T1, T2>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
    }

    internal override ValueTuple<T1, T2> Read(FrameReader reader) => new(c1.Read(reader), c2.Read(reader));
}

internal sealed class Tuple3Codec<T1, T2, T3>(Codec<T1> c1, Codec<T2> c2, Codec<T3> c3) : Codec<ValueTuple<T1, T2, T3>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2, T3> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
        c3.Write(writer, value.Item3);
    }

    internal override ValueTuple<T1, T2, T3> Read(FrameReader reader) => new(c1.Read(reader), c2.Read(reader), c3.Read(reader));
}

internal sealed class Tuple4Codec<T1, T2, T3, T4>(Codec<T1> c1, Codec<T2> c2, Codec<T3> c3, Codec<T4> c4) : Codec<ValueTuple<T1, T2, T3, T4>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2, T3, T4> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
        c3.Write(writer, value.Item3);
        c4.Write(writer, value.Item4);
    }

    internal override ValueTuple<T1, T2, T3, T4> Read(FrameReader reader) => new(c1.Read(reader), c2.Read(reader), c3.Read(reader), c4.Read(reader));
}

internal sealed class Tuple5Codec<T1, T2, T3, T4, T5>(
    Codec<T1> c1, Codec<T2> c2, Codec<T3> c3, Codec<T4> c4, Codec<T5> c5)
    : Codec<ValueTuple<T1, T2, T3, T4, T5>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2, T3, T4, T5> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
        c3.Write(writer, value.Item3);
        c4.Write(writer, value.Item4);
        c5.Write(writer, value.Item5);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5> Read(FrameReader reader) =>
        new(c1.Read(reader), c2.Read(reader), c3.Read(reader), c4.Read(reader), c5.Read(reader));
}

internal sealed class Tuple6Codec<T1, T2, T3, T4, T5, T6>(
    Codec<T1> c1, Codec<T2> c2, Codec<T3> c3, Codec<T4> c4, Codec<T5> c5, Codec<T6> c6)
    : Codec<ValueTuple<T1, T2, T3, T4, T5, T6>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
        c3.Write(writer, value.Item3);
        c4.Write(writer, value.Item4);
        c5.Write(writer, value.Item5);
        c6.Write(writer, value.Item6);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5, T6> Read(FrameReader reader) =>
        new(c1.Read(reader), c2.Read(reader), c3.Read(reader), c4.Read(reader), c5.Read(reader), c6.Read(reader));
}

internal sealed class Tuple7Codec<T1, T2, T3, T4, T5, T6, T7>(
    Codec<T1> c1, Codec<T2> c2, Codec<T3> c3, Codec<T4> c4, Codec<T5> c5, Codec<T6> c6, Codec<T7> c7)
    : Codec<ValueTuple<T1, T2, T3, T4, T5, T6, T7>>
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6, T7> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
        c3.Write(writer, value.Item3);
        c4.Write(writer, value.Item4);
        c5.Write(writer, value.Item5);
        c6.Write(writer, value.Item6);
        c7.Write(writer, value.Item7);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5, T6, T7> Read(FrameReader reader) =>
        new(c1.Read(reader), c2.Read(reader), c3.Read(reader), c4.Read(reader), c5.Read(reader), c6.Read(reader), c7.Read(reader));
}

/// <summary>Eight elements and more: C# nests the rest.</summary>
internal sealed class TupleRestCodec<T1, T2, T3, T4, T5, T6, T7, TRest>(
    Codec<T1> c1, Codec<T2> c2, Codec<T3> c3, Codec<T4> c4, Codec<T5> c5, Codec<T6> c6, Codec<T7> c7, Codec<TRest> rest)
    : Codec<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>
    where TRest : struct
{
    internal override void Write(FrameWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> value)
    {
        c1.Write(writer, value.Item1);
        c2.Write(writer, value.Item2);
        c3.Write(writer, value.Item3);
        c4.Write(writer, value.Item4);
        c5.Write(writer, value.Item5);
        c6.Write(writer, value.Item6);
        c7.Write(writer, value.Item7);
        rest.Write(writer, value.Rest);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> Read(FrameReader reader) =>
        new(c1.Read(reader), c2.Read(reader), c3.Read(reader), c4.Read(reader), c5.Read(reader), c6.Read(reader), c7.Read(reader), rest.Read(reader));
}
