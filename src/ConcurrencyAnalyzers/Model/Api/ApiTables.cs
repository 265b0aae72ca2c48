using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>All tables that hold for a compilation: the user's <c>*.concurrency.api</c> files over the built-in ones.</summary>
internal sealed class ApiTables
{
    /// <summary>How the name of a user's table ends.</summary>
    public const string UserSuffix = ".concurrency.api";

    private const string BuiltInSuffix = ".api";

    // Strings only: no symbol and no compilation can be kept alive by it.
    private static readonly Lazy<ApiLayer> s_builtIn = new(() => new ApiLayer(ReadResources()));

    private static readonly ConditionalWeakTable<SourceText, ApiTable> s_parsed = new();

    private ApiTables(ImmutableArray<ApiLayer> layers) => Layers = layers;

    /// <summary>The tables that come with the package.</summary>
    public static ApiTables BuiltIn { get; } = new([s_builtIn.Value]);

    /// <summary>The higher rank first.</summary>
    public ImmutableArray<ApiLayer> Layers { get; }

    /// <summary>The built-in tables and those among the additional files.</summary>
    public static ApiTables For(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        // By path, so that the order of files on the command line changes nothing.
        var users = options.AdditionalFiles
            .Where(IsTable)
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => Read(file, cancellationToken))
            .ToImmutableArray();
        return users.IsEmpty ? BuiltIn : new ApiTables([new ApiLayer(users), s_builtIn.Value]);
    }

    /// <summary>True where the file is a user's table.</summary>
    public static bool IsTable(AdditionalText file) => file.Path.EndsWith(UserSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The table in a file, parsed once per text; an unreadable file is an empty table (the compiler reports it).</summary>
    public static ApiTable Read(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is { } text
            ? s_parsed.GetValue(text, content => ApiTable.Parse(content.ToString(), file.Path))
            : ApiTable.Parse("", file.Path);

    /// <summary>True where some line may speak of a member of this name; most names end here.</summary>
    public bool KnowName(string name) => Any(name, static (layer, word) => layer.KnowsName(word));

    /// <summary>True where some line may speak of a whole type of this name.</summary>
    public bool KnowType(string name) => Any(name, static (layer, word) => layer.KnowsType(word));

    /// <summary>True where source that says <paramref name="word"/> may start a thread.</summary>
    public bool Start(string word) => Any(word, static (layer, word) => layer.HasStart(word));

    /// <summary>True where source that says <paramref name="word"/> may hand over a delegate that serves, or be a loop that does.</summary>
    public bool Serve(string word) => Any(word, static (layer, word) => layer.HasServing(word));

    /// <summary>True where source that says <paramref name="word"/> may take a lock.</summary>
    public bool Acquire(string word) => Any(word, static (layer, word) => layer.HasAcquire(word));

    /// <summary>True where source that says <paramref name="word"/> may change the content of a container.</summary>
    public bool Change(string word) => Any(word, static (layer, word) => layer.HasChange(word));

    /// <summary>True where source that says <paramref name="word"/> may name an object that a container keeps.</summary>
    public bool Give(string word) => Any(word, static (layer, word) => layer.HasGift(word));

    /// <summary>True where source that says <paramref name="word"/> may take a lock that it shares with readers.</summary>
    public bool Share(string word) => Any(word, static (layer, word) => layer.HasSharing(word));

    /// <summary>True where source that says <paramref name="word"/> may change, in one step, a container that any thread may use.</summary>
    public bool Step(string word) => Any(word, static (layer, word) => layer.HasStep(word));

    /// <summary>True where source that says <paramref name="word"/> may copy a collection by its count.</summary>
    public bool Count(string word) => Any(word, static (layer, word) => layer.HasCount(word));

    /// <summary>True where a type of this name may be one that any thread may use.</summary>
    public bool Safe(string name) => Any(name, static (layer, word) => layer.HasSafe(word));

    /// <summary>True where source that says <paramref name="word"/> may leave an object in use until a task is over.</summary>
    public bool Begin(string word) => Any(word, static (layer, word) => layer.HasBegin(word));

    /// <summary>True where source that says <paramref name="word"/> may use what belongs to a request.</summary>
    public bool Scope(string word) => Any(word, static (layer, word) => layer.HasScope(word));

    /// <summary>True where source that says <paramref name="word"/> may ask which thread it is on.</summary>
    public bool Ask(string word) => Any(word, static (layer, word) => layer.HasAsk(word));

    private bool Any(string asked, Func<ApiLayer, string, bool> has)
    {
        foreach (var layer in Layers)
        {
            if (has(layer, asked))
                return true;
        }

        return false;
    }

    /// <summary>The words that start threads because the user says so.</summary>
    public IEnumerable<string> UsersStarts => Layers.Where(static layer => layer != s_builtIn.Value).SelectMany(static layer => layer.Starts);

    /// <summary>The words by which source tells a container of services.</summary>
    public IEnumerable<string> Registering => Layers.SelectMany(static layer => layer.Registering);

    /// <summary>The full names of the types whose code the thread of a program's windows runs.</summary>
    public IEnumerable<string> Windows => Layers.SelectMany(static layer => layer.Windows);

    private static IEnumerable<ApiTable> ReadResources()
    {
        var assembly = typeof(ApiTables).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().OrderBy(name => name, StringComparer.Ordinal))
        {
            if (!name.EndsWith(BuiltInSuffix, StringComparison.Ordinal))
                continue;

            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return ApiTable.Parse(reader.ReadToEnd(), name);
        }
    }
}
