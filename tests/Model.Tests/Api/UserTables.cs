using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>Users say what their libraries do, and where the built-in tables are wrong about them.</summary>
public sealed class UserTables
{
    private const string Path = "/app/Mine.concurrency.api";

    [Fact]
    public void SpeakOfTheProgramsOwnMembers()
    {
        var compilation = ReferencePack.Compile("namespace Shop; public class Gate { public System.IDisposable Enter(int n) => null!; public static void Each<T>(T[] all, System.Action<T> visit) { } }");
        var lookup = Lookup("M:Shop.Gate.Enter(*) acquires this scope\nM:Shop.Gate.Each(*) calls visit now many then passes all elements to visit given\nT:Shop.Gate is lock");
        var gate = compilation.GetTypeByMetadataName("Shop.Gate")!;

        Assert.True(Assert.Single(lookup.EffectsOf(gate.GetMembers("Enter").Single())).Has(ApiFlags.Scope));
        Assert.Equal([1, 0], lookup.EffectsOf(gate.GetMembers("Each").Single()).Select(effect => effect.Target.Ordinal));
        Assert.Equal(ApiNature.Lock, lookup.NatureOf(gate));
    }

    [Fact]
    public void SpeakOfExtensionBlocks()
    {
        var compilation = ReferencePack.Compile("static class Waits { extension(System.Threading.Thread thread) { public void Await() { } } }");
        var lookup = Lookup("M:Waits.Await(*) joins this");
        var block = compilation.GetTypeByMetadataName("Waits")!.GetTypeMembers().Single();
        Assert.Equal([ApiVerb.Joins], lookup.EffectsOf(block.GetMembers("Await").Single()).Select(effect => effect.Verb));
    }

    [Fact]
    public void ReplaceABuiltInLineVerbByVerb()
    {
        var add = Member("System.Collections.Generic.List`1", "Add");
        Assert.Equal([ApiVerb.Writes, ApiVerb.Adds], Verbs("", add));
        Assert.Equal([ApiVerb.Reads, ApiVerb.Adds], Verbs("M:System.Collections.Generic.List`1.Add(*) reads this", add));
        Assert.Equal([ApiVerb.Waits, ApiVerb.Writes, ApiVerb.Adds], Verbs("M:System.Collections.Generic.List`1.Add(*) waits this", add));
        Assert.Empty(Verbs("M:System.Collections.Generic.List`1.Add(*) nothing", add));
        Assert.Equal([ApiVerb.Signals], Verbs("M:System.Collections.Generic.List`1.Add(*) signals this then nothing", add));
    }

    [Fact]
    public void PreferTheMoreExactLine()
    {
        var read = Member("System.IO.StringReader", "ReadToEnd");
        Assert.Equal([ApiVerb.Waits], Verbs("M:System.IO.StringReader.ReadToEnd waits this\nM:System.IO.StringReader.ReadToEnd nothing", read));
        Assert.Equal([ApiVerb.Joins], Verbs("M:System.IO.StringReader.* joins this", read));
        Assert.Equal([ApiVerb.Joins, ApiVerb.Waits], Verbs("M:System.IO.StringReader.ReadToEnd joins this\nM:System.IO.StringReader.* waits this then joins this", read));
    }

    [Fact]
    public void HoldInAnyOrderOfFiles()
    {
        var add = Member("System.Collections.Generic.List`1", "Add");
        var one = ("/app/A.concurrency.api", "M:System.Collections.Generic.List`1.Add(*) waits this");
        var two = ("/app/B.concurrency.api", "M:System.Collections.Generic.List`1.Add(*) signals this");
        var there = new ApiLookup(ApiTables.For(Tables.OptionsWith(one, two), Cancel)).EffectsOf(add);
        var back = new ApiLookup(ApiTables.For(Tables.OptionsWith(two, one), Cancel)).EffectsOf(add);
        Assert.Equal([ApiVerb.Waits, ApiVerb.Signals, ApiVerb.Writes, ApiVerb.Adds], there.Select(effect => effect.Verb));
        Assert.Equal(there, back);
    }

    [Fact]
    public void AreKnownByTheirSuffix()
    {
        Assert.Same(ApiTables.BuiltIn, ApiTables.For(Tables.OptionsWith(("/app/notes.txt", "M:A.B.C waits this"), ("/app/x.api", "nonsense")), Cancel));
        Assert.Equal(2, ApiTables.For(Tables.OptionsWith(("/app/X.CONCURRENCY.API", "")), Cancel).Layers.Length);
    }

    [Fact]
    public void AreParsedOncePerText()
    {
        var options = Tables.OptionsWith((Path, "M:A.B.C waits this"));
        var file = options.AdditionalFiles.Single();
        Assert.Same(ApiTables.Read(file, Cancel), ApiTables.Read(file, Cancel));
        Assert.Same(ApiTables.Read(file, Cancel), ApiTables.For(options, Cancel).Layers[0].Tables.Single());
    }

    [Fact]
    public void GoOnBehindABadLine()
    {
        var add = Member("System.Collections.Generic.List`1", "Add");
        Assert.Equal([ApiVerb.Waits], Verbs("nonsense\nM:System.Collections.Generic.List`1.Add(*) waits\nM:System.Collections.Generic.List`1.Add(*) waits this then nothing", add));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ISymbol Member(string type, string member) => ReferencePack.Framework.GetTypeByMetadataName(type)!.GetMembers(member).Single();

    private static ApiLookup Lookup(string text) => new(Tables.Over(ApiTable.Parse(text, Path)));

    private static IEnumerable<ApiVerb> Verbs(string text, ISymbol member) => Lookup(text).EffectsOf(member).Select(effect => effect.Verb);
}
