using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Names a type by assembly, module version and metadata token, with its generic arguments. Goes from parent to worker only.</summary>
internal static class TypeReference
{
    private enum Shape : byte
    {
        Definition,
        Constructed,
        Vector,
        Array,
    }

    internal static void Write(FrameWriter writer, Type type)
    {
        if (type.IsSZArray)
        {
            writer.Write(Shape.Vector);
            Write(writer, type.GetElementType()!);
        }
        else if (type.IsArray)
        {
            writer.Write(Shape.Array);
            writer.Write(type.GetArrayRank());
            Write(writer, type.GetElementType()!);
        }
        else if (type.IsConstructedGenericType)
        {
            writer.Write(Shape.Constructed);
            Write(writer, type.GetGenericTypeDefinition());
            WriteAll(writer, type.GetGenericArguments());
        }
        else
        {
            writer.Write(Shape.Definition);
            WriteMember(writer, type);
        }
    }

    internal static Type Read(FrameReader reader) => reader.Read<Shape>() switch
    {
        Shape.Vector => Read(reader).MakeArrayType(),
        Shape.Array => MakeArray(reader.Read<int>(), Read(reader)),
        Shape.Constructed => Read(reader).MakeGenericType(ReadAll(reader)),
        Shape.Definition => ReadModule(reader).ResolveType(reader.Read<int>()),
        _ => throw new InvalidDataException("A type reference of unknown shape."),
    };

    internal static void WriteAll(FrameWriter writer, Type[] types)
    {
        writer.Write(types.Length);
        foreach (var type in types)
            Write(writer, type);
    }

    internal static Type[] ReadAll(FrameReader reader)
    {
        var types = new Type[reader.Read<int>()];
        for (var i = 0; i < types.Length; i++)
            types[i] = Read(reader);
        return types;
    }

    /// <summary>Writes where the definition of a type or method stands.</summary>
    internal static void WriteMember(FrameWriter writer, MemberInfo member)
    {
        var module = member.Module;
        writer.WriteString(module.Assembly.FullName);
        writer.WriteString(module.Assembly.Location);
        writer.Write(module.ModuleVersionId);
        writer.Write(member.MetadataToken);
    }

    internal static MethodInfo ReadMethod(FrameReader reader) => (MethodInfo)ReadModule(reader).ResolveMethod(reader.Read<int>())!;

    private static Module ReadModule(FrameReader reader)
    {
        var name = reader.ReadString()!;
        var path = reader.ReadString()!;
        var version = reader.Read<Guid>();
        var module = Load(name, path).ManifestModule;
        if (module.ModuleVersionId != version)
            throw new WorkerFunctionException(
                $"The assembly {name} in {module.Assembly.Location} is another build than the one that the parent process has loaded: it was " +
                    $"changed on disk since. Restart the program.");
        return module;
    }

    private static Type MakeArray(int rank, Type element) => element.MakeArrayType(rank);

    private static Assembly Load(string name, string path)
    {
        try
        {
            // Through the deps file of the user's program, which the worker was started with.
            return Assembly.Load(new AssemblyName(name));
        }
        catch (FileNotFoundException) when (path.Length > 0)
        {
            return Assembly.LoadFrom(path);
        }
    }
}
