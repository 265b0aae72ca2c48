using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>What is in the package, and nothing else is.</summary>
public sealed class PackageContents(Workshop workshop)
{
    private static readonly string[] Expected =
    [
        "README.md",
        "analyzers/dotnet/cs/ConcurrencyAnalyzers.CodeFixes.dll",
        "analyzers/dotnet/cs/ConcurrencyAnalyzers.dll",
        "build/ConcurrencyAnalyzers.targets",
        "buildTransitive/ConcurrencyAnalyzers.targets",
        "config/Default.globalconfig",
        "config/None.globalconfig",
        "config/Strict.globalconfig",
        "config/Suggestions.globalconfig",
        "lib/net10.0/ConcurrencyAnalyzers.Annotations.dll",
        "lib/net10.0/ConcurrencyAnalyzers.Annotations.xml",
        "lib/net10.0/ConcurrencyAnalyzers.Runtime.dll",
        "lib/net10.0/ConcurrencyAnalyzers.Runtime.xml",
        "lib/netstandard2.0/ConcurrencyAnalyzers.Annotations.dll",
        "lib/netstandard2.0/ConcurrencyAnalyzers.Annotations.xml",
    ];

    [Fact]
    public async Task AreTheseFiles()
    {
        using var package = await OpenAsync();

        // The rest is NuGet's own envelope.
        var files = package.Entries.Select(entry => entry.FullName)
            .Where(name => name is not "[Content_Types].xml" and not "ConcurrencyAnalyzers.nuspec" && !name.StartsWith("_rels/") && !name.StartsWith("package/"));

        Assert.Equal(Expected, files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DependOnNothing()
    {
        using var package = await OpenAsync();
        using var manifest = package.GetEntry("ConcurrencyAnalyzers.nuspec")!.Open();
        var metadata = XDocument.Load(manifest).Root!.Elements().Single();
        var elements = metadata.Elements().ToLookup(element => element.Name.LocalName, element => element.Value);

        Assert.Empty(elements["dependencies"]);
        // A development dependency is referenced without its compile assets: the runtime could not be called.
        Assert.Empty(elements["developmentDependency"]);
        Assert.Equal(["MIT"], elements["license"]);
        Assert.Equal(["README.md"], elements["readme"]);
    }

    [Fact]
    public async Task AreTheSameBytesEachTimeTheyAreBuilt()
    {
        using var first = await OpenAsync();
        using var second = ZipFile.OpenRead(await workshop.PackAsync("feed-again"));

        foreach (var assembly in Assemblies(first))
        {
            Assert.True(
                Read(assembly).AsSpan().SequenceEqual(Read(second.GetEntry(assembly.FullName)!)),
                $"{assembly.FullName} differs between two builds of the same sources: something in it depends on the time, the order of files or a random number.");
        }
    }

    [Fact]
    public async Task NameNoFolderOfTheMachineThatBuiltThem()
    {
        using var package = await OpenAsync();

        foreach (var assembly in Assemblies(package))
        {
            var sources = SourcesIn(Read(assembly));
            Assert.Contains(sources, source => source.StartsWith("/_/", StringComparison.Ordinal));
            Assert.DoesNotContain(sources, source => source.StartsWith(Machine.RepositoryRoot, StringComparison.Ordinal));
        }
    }

    private async Task<ZipArchive> OpenAsync() => ZipFile.OpenRead(await workshop.PackAsync());

    private static IEnumerable<ZipArchiveEntry> Assemblies(ZipArchive package) =>
        package.Entries.Where(entry => entry.FullName.EndsWith(".dll", StringComparison.Ordinal));

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The source files that the embedded symbols name.</summary>
    private static List<string> SourcesIn(byte[] assembly)
    {
        using var image = new PEReader([.. assembly]);
        var embedded = image.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var reader = symbols.GetMetadataReader();
        return [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }
}
