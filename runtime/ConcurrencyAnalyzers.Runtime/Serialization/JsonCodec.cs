using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Everything that is not plain memory goes as JSON of its declared type.</summary>
internal sealed class JsonCodec<T> : Codec<T>
{
    private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)JsonRules.Options.GetTypeInfo(typeof(T));

    internal override void Write(FrameWriter writer, T value)
    {
        var start = writer.Length;
        writer.Write(0);
        using (var json = new Utf8JsonWriter(writer, new JsonWriterOptions { SkipValidation = true }))
            JsonSerializer.Serialize(json, value, _type);
        writer.Overwrite(start, writer.Length - start - sizeof(int));
    }

    internal override T Read(FrameReader reader) => JsonSerializer.Deserialize(reader.ReadBytes(reader.Read<int>()), _type)!;
}

/// <summary>What both sides agree on, and the types that JSON would lose without a word.</summary>
internal static class JsonRules
{
    internal static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Why a type cannot go as JSON; null if it can.</summary>
    internal static string? Refuse(Type type)
    {
        JsonTypeInfo info;
        try
        {
            info = Options.GetTypeInfo(type);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            return e.Message;
        }

        if (info.Kind != JsonTypeInfoKind.Object)
            return null;
        if (info.PolymorphismOptions is null && (type.IsInterface || type.IsAbstract))
            return "it is abstract, and without [JsonDerivedType] the receiver cannot know what to create";

        // Kept in fields that JSON does not see: it would arrive empty, and nobody would notice.
        var hasState = AllFields(type).Any();
        if (hasState && !info.Properties.Any(p => p.Set is not null || p.AssociatedParameter is not null))
            return "it has no member that JSON can set; send its parts instead";
        if (info.CreateObject is null && !info.Properties.Any(p => p.AssociatedParameter is not null))
            return "it has no public constructor that JSON can call";
        return null;
    }

    private static IEnumerable<System.Reflection.FieldInfo> AllFields(Type type)
    {
        const System.Reflection.BindingFlags Declared = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly;
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            foreach (var field in t.GetFields(Declared))
                yield return field;
        }
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
