using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>A line about a base or an interface holds for what fulfils it, as far as nobody can read what that does.</summary>
public sealed class Inheritance
{
    [Theory]
    [InlineData("System.Threading.Mutex", "System.Threading.WaitHandle", "WaitOne", "Acquires, Waits")]
    [InlineData("System.IO.FileStream", "System.IO.FileStream", "BeginRead", "Spawns")]
    [InlineData("System.Collections.ObjectModel.ReadOnlyDictionary`2", "System.Collections.ObjectModel.ReadOnlyDictionary`2", "ContainsKey", "Reads")]
    [InlineData("System.Net.Sockets.NetworkStream", "System.Net.Sockets.NetworkStream", "BeginWrite", "Spawns")]
    [InlineData("System.Threading.Tasks.Dataflow.BufferBlock`1", "System.Threading.Tasks.Dataflow.BufferBlock`1", "TryReceive", "Calls, Waits")]
    public void OfMembersOfTheFramework(string type, string declaredIn, string member, string verbs)
    {
        var symbol = ReferencePack.Framework.GetTypeByMetadataName(type)!;
        var method = Hierarchy(symbol).SelectMany(level => level.GetMembers(member)).First();
        Assert.Equal(ReferencePack.Framework.GetTypeByMetadataName(declaredIn), method.ContainingType, SymbolEqualityComparer.Default);
        Assert.Equal(verbs, string.Join(", ", new ApiLookup(ApiTables.BuiltIn).EffectsOf(method).Select(effect => effect.Verb).Distinct()));
    }

    [Fact]
    public void StopsAtCodeThatCanBeRead()
    {
        var type = ReferencePack.Compile("""
            class Turn : System.Threading.WaitHandle { public override bool WaitOne(int millisecondsTimeout) => true; }
            class Board : System.Collections.Generic.List<int> { public new void Add(int n) { } }
            class Job : System.Threading.IThreadPoolWorkItem { public void Execute() { } }
            class Task : System.Threading.IThreadPoolWorkItem { void System.Threading.IThreadPoolWorkItem.Execute() { } }
            """);
        var lookup = new ApiLookup(ApiTables.BuiltIn);
        Assert.Empty(lookup.EffectsOf(Member(type, "Turn", "WaitOne")));
        Assert.Empty(lookup.EffectsOf(Member(type, "Board", "Add")));
        Assert.Equal(ApiPlace.Pool, Assert.Single(lookup.EffectsOf(Member(type, "Job", "Execute"))).Place);
        Assert.Equal(ApiPlace.Pool, Assert.Single(lookup.EffectsOf(Member(type, "Task", "System.Threading.IThreadPoolWorkItem.Execute"))).Place);
    }

    [Fact]
    public void OfEventsReachesDerivedTypesOfTheFramework()
    {
        var table = ApiTable.Parse("E:System.Diagnostics.Process.* raises pool\nE:System.ComponentModel.Component.* raises ui\n", "T.concurrency.api");
        var lookup = new ApiLookup(Tables.Over(table));
        var watcher = ReferencePack.Framework.GetTypeByMetadataName("System.IO.FileSystemWatcher")!;
        var source = ReferencePack.Compile("class Own : System.ComponentModel.Component { public event System.Action? Done; void M() => Done?.Invoke(); }");

        // The built-in line is exact, the user's is not, and yet the user's holds.
        Assert.Equal([ApiPlace.Ui], lookup.EffectsOf(watcher.GetMembers("Changed").Single()).Select(effect => effect.Place));
        Assert.Empty(lookup.EffectsOf(Member(source, "Own", "Done")));
    }

    [Fact]
    public void OfNatureTakesTheNearestLine()
    {
        var lookup = new ApiLookup(ApiTables.BuiltIn);
        Assert.Equal(ApiNature.Lock | ApiNature.Reentrant | ApiNature.Affine | ApiNature.Safe, NatureOf("System.Threading.Mutex"));
        Assert.Equal(ApiNature.Signal | ApiNature.Safe, NatureOf("System.Threading.AutoResetEvent"));
        Assert.Equal(ApiNature.Unsafe, NatureOf("System.IO.StreamWriter"));
        Assert.Equal(ApiNature.Feed, NatureOf("System.Net.Sockets.NetworkStream"));
        Assert.Equal(ApiNature.Handle | ApiNature.Safe, NatureOf("System.Threading.Tasks.Task`1"));
        Assert.Equal(ApiNature.Immutable, NatureOf("System.Action"));
        Assert.Equal(ApiNature.None, lookup.NatureOf(ReferencePack.Framework.CreateArrayTypeSymbol(ReferencePack.Framework.GetSpecialType(SpecialType.System_Int32))));

        ApiNature NatureOf(string type) => lookup.NatureOf(ReferencePack.Framework.GetTypeByMetadataName(type)!);
    }

    [Fact]
    public void OfServicesReachesClassesOfTheProgram()
    {
        var compilation = ReferencePack.Compile("class Greeter : System.IO.MemoryStream;");
        var lookup = new ApiLookup(Tables.Over(ApiTable.Parse("T:System.IO.Stream serves request many fresh", "T.concurrency.api")));
        var service = lookup.ServiceOf(compilation.GetTypeByMetadataName("Greeter")!);
        Assert.Equal((ApiPlace.Request, ApiFlags.Many | ApiFlags.Fresh), (service?.Place, service?.Flags));
        Assert.Null(lookup.ServiceOf(compilation.GetSpecialType(SpecialType.System_Object)));
    }

    private static ISymbol Member(Compilation compilation, string type, string member) => compilation.GetTypeByMetadataName(type)!.GetMembers(member).Single();

    private static IEnumerable<INamedTypeSymbol> Hierarchy(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
            yield return level;
    }
}
