using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>
/// Loads a project's generators, each folder apart from the others, since two packages may bring the same dependency in two versions. The
/// compiler's own assemblies are shared with this tool: a generator must implement this process's interfaces, not a copy of them.
/// </summary>
internal sealed class GeneratorLoader : IAnalyzerAssemblyLoader
{
    private static readonly HashSet<string> s_ownAssemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    private readonly ConcurrentDictionary<string, FolderContext> _contexts = new(StringComparer.Ordinal);

    // A dependency is looked for beside its generator, where NuGet and the SDK put it.
    public void AddDependencyLocation(string fullPath) { }

    public Assembly LoadFromPath(string fullPath) =>
        _contexts.GetOrAdd(Path.GetDirectoryName(fullPath)!, folder => new FolderContext(folder)).LoadFromAssemblyPath(fullPath);

    private sealed class FolderContext(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name)
        {
            if (IsShared(name.Name!))
                return null;

            var beside = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }

        private static bool IsShared(string name) =>
            s_ownAssemblies.Contains(name)
            && (name is "netstandard" or "mscorlib" || name.StartsWith("System") || name.StartsWith("Microsoft.CodeAnalysis"));
    }
}
