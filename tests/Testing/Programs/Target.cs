using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>What a program is compiled against: reference assemblies that are on this machine, symbols and implicit usings of the SDK.</summary>
/// <remarks>References are read once per process and shared, so that their symbols are decoded once for all programs.</remarks>
public sealed class Target
{
    private static readonly string[] SdkUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] WebUsings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] NetSymbols =
        ["TRACE", "NET", "NETCOREAPP", "NET10_0", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER")];

    /// <summary>The default: the installed .NET 10 reference pack and this repository's runtime.</summary>
    public static readonly Target Net100 = new("net10.0", SdkUsings, NetSymbols, () => [.. Pack("Microsoft.NETCore.App.Ref"), .. OurRuntime()]);

    /// <summary>Like <see cref="Net100"/> in a project that has no reference to our runtime.</summary>
    public static readonly Target NoRuntime = new("no-runtime", SdkUsings, NetSymbols, () => Pack("Microsoft.NETCore.App.Ref"));

    /// <summary>Like <see cref="NoRuntime"/>, for processes of 32 bits.</summary>
    public static readonly Target X86 = new("x86", SdkUsings, NetSymbols, () => NoRuntime.References) { Platform = Platform.X86 };

    /// <summary>An ASP.NET Core project: <see cref="Net100"/> with the web framework and its usings.</summary>
    public static readonly Target Web = new("web", [.. SdkUsings, .. WebUsings], NetSymbols,
        () => [.. Net100.References, .. Pack("Microsoft.AspNetCore.App.Ref")]);

    /// <summary>A library for every framework; of our runtime only the annotations exist there.</summary>
    public static readonly Target NetStandard20 = new("netstandard2.0", SdkUsings, ["TRACE", "NETSTANDARD", "NETSTANDARD2_0"],
        () => [.. Assemblies(BuiltIn("NetStandard20")), OurAnnotations()]);

    /// <summary>.NET Framework 4.7.2; of our runtime only the annotations exist there.</summary>
    public static readonly Target Net472 = new("net472", [.. SdkUsings.Where(name => name != "System.Net.Http")], ["TRACE", "NETFRAMEWORK", "NET472"],
        () => [.. Assemblies(BuiltIn("NetFramework472")), .. Assemblies(Path.Combine(BuiltIn("NetFramework472"), "Facades")), OurAnnotations()]);

    private static readonly ImmutableArray<Target> All = [Net100, NoRuntime, Web, NetStandard20, Net472, X86];

    private readonly Lazy<ImmutableArray<MetadataReference>> _references;
    private readonly Lazy<CSharpCompilation> _empty;

    private Target(string name, string[] usings, string[] symbols, Func<ImmutableArray<MetadataReference>> references)
    {
        Name = name;
        Symbols = [.. symbols];
        GlobalUsings = string.Concat(usings.Select(name => $"global using global::{name};\n"));
        _references = new(references);
        _empty = new(() => CSharpCompilation.Create("Spec", references: References));
    }

    /// <summary>As pages write it after <c>// target:</c>.</summary>
    public string Name { get; }

    /// <summary>The processors that the program is compiled for.</summary>
    public Platform Platform { get; private init; } = Platform.AnyCpu;

    /// <summary>Preprocessor symbols.</summary>
    public ImmutableArray<string> Symbols { get; }

    /// <summary>The file that the SDK would generate from <c>ImplicitUsings</c>.</summary>
    public string GlobalUsings { get; }

    /// <summary>Everything that a program of this target is compiled against.</summary>
    public ImmutableArray<MetadataReference> References => _references.Value;

    /// <summary>A program without source. Those made of it share what was read of the references, which the compiler forgets where nobody holds it.</summary>
    internal CSharpCompilation Empty => _empty.Value;

    /// <summary>The source generators that every .NET project gets from the reference pack (regular expressions, JSON, native calls).</summary>
    public static IEnumerable<string> GeneratorFiles =>
        Directory.EnumerateFiles(Path.Combine(FolderOf("Microsoft.NETCore.App.Ref"), "analyzers", "dotnet", "cs"), "*.dll").Order(StringComparer.Ordinal);

    /// <summary>All names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(target => target.Name));

    /// <summary>The target of that name, or null.</summary>
    public static Target? Named(string name) => All.FirstOrDefault(target => target.Name == name);

    /// <inheritdoc />
    public override string ToString() => Name;

    private static ImmutableArray<MetadataReference> OurRuntime() => [OurAnnotations(), OneOf("ConcurrencyAnalyzers.Runtime.dll")];

    private static MetadataReference OurAnnotations() => OneOf("ConcurrencyAnalyzers.Annotations.dll");

    private static MetadataReference OneOf(string file) => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, file));

    private static ImmutableArray<MetadataReference> Pack(string pack) => Assemblies(Path.Combine(FolderOf(pack), "ref", "net10.0"));

    private static string FolderOf(string pack)
    {
        var versions = Path.Combine(BuiltIn("TargetingPacks"), pack);
        var newest = !Directory.Exists(versions)
            ? null
            : Directory.EnumerateDirectories(versions, "10.*").MaxBy(folder => Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version());
        return newest ?? throw new InvalidOperationException($"{versions} holds no version 10.*: install the .NET 10 SDK, which brings this reference pack.");
    }

    // The two left out are native code with a managed manifest; the compiler refuses them.
    private static ImmutableArray<MetadataReference> Assemblies(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.dll")
            .Where(path => !Path.GetFileName(path).StartsWith("System.EnterpriseServices.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A path that the build of this project wrote into the assembly.</summary>
    private static string BuiltIn(string key) =>
        typeof(Target).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
