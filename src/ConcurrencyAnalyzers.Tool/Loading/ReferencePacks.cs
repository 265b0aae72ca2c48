using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>The framework's assemblies on this machine, for sources that come without a project.</summary>
internal static class ReferencePacks
{
    /// <summary>Where the running framework was installed: <c>root/shared/Microsoft.NETCore.App/version</c>, three levels up.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The base framework, and ASP.NET Core where it is installed.</summary>
    public static ImmutableArray<MetadataReference> References() =>
    [
        .. Assemblies("Microsoft.NETCore.App").Concat(Assemblies("Microsoft.AspNetCore.App")).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // A machine with a runtime and no SDK has no packs; then the assemblies that run are the next best thing to compile against.
    private static IEnumerable<string> Assemblies(string framework)
    {
        var pack = Newest(Path.Combine(DotnetRoot, "packs", framework + ".Ref"));
        var reference = pack is null ? null : Directory.EnumerateDirectories(Path.Combine(pack, "ref")).FirstOrDefault();
        var folder = reference ?? Newest(Path.Combine(DotnetRoot, "shared", framework));
        return folder is null ? [] : Directory.EnumerateFiles(folder, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal);
    }

    private static string? Newest(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).MaxBy(VersionOf) : null;

    private static Version VersionOf(string folder) =>
        Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version();

    private static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new System.Reflection.PortableExecutable.PEReader(stream);
        return image.HasMetadata;
    }
}
