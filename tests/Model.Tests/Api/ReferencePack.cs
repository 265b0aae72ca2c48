using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>The framework as compilers see it: the reference packs beside the running dotnet.</summary>
internal static class ReferencePack
{
    private static readonly Lazy<CSharpCompilation> s_framework = new(() => Reference("Microsoft.NETCore.App.Ref"));
    private static readonly Lazy<CSharpCompilation> s_web = new(() => Reference("Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"));

    /// <summary>An empty compilation over the base class library.</summary>
    public static CSharpCompilation Framework => s_framework.Value;

    /// <summary>An empty compilation over the base class library and, where its pack is installed, ASP.NET Core.</summary>
    public static CSharpCompilation Web => s_web.Value;

    /// <summary>A compilation of this source that must have no errors.</summary>
    public static CSharpCompilation Compile(string source)
    {
        var compilation = Framework.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)))
            .WithOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private static CSharpCompilation Reference(params string[] packs)
    {
        // …/shared/Microsoft.NETCore.App/10.0.0/ is three levels below the dotnet root.
        var packsFolder = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../packs"));
        var references = packs
            .Select(pack => Path.Combine(packsFolder, pack))
            .Where(Directory.Exists)
            .SelectMany(pack => Directory.GetFiles(Newest(pack), "*.dll"))
            .Select(file => MetadataReference.CreateFromFile(file));
        return CSharpCompilation.Create("Framework", references: references);
    }

    private static string Newest(string pack)
    {
        var version = Directory.GetDirectories(pack, "10.*").OrderBy(folder => Version.Parse(Path.GetFileName(folder))).Last();
        return Path.Combine(version, "ref", "net10.0");
    }
}
