namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Tables of one rank, by the names of their members: the built-in ones, or the user's, which outrank them.</summary>
/// <remarks>
/// A compilation asks for some dozens of the built-in names, so that lines are only filed here, and read when their name is asked for: filing all
/// costs a twentieth of reading all.
/// </remarks>
internal sealed class ApiLayer
{
    private const string Step = " updates this atomically";

    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byType = new(StringComparer.Ordinal);
    private readonly HashSet<string> _starts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _serving = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stepping = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _safe = new(StringComparer.Ordinal);
    private readonly HashSet<string> _giving = new(StringComparer.Ordinal);
    private readonly HashSet<string> _beginning = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scoped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acquiring = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sharing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asking = new(StringComparer.Ordinal);
    private readonly HashSet<string> _registering = new(StringComparer.Ordinal);
    private readonly List<string> _windows = [];

    public ApiLayer(IEnumerable<ApiTable> tables)
    {
        Tables = [.. tables];
        foreach (var table in Tables)
        {
            foreach (var line in ApiTable.LinesOf(table.Text))
                File(line);
        }
    }

    public ImmutableArray<ApiTable> Tables { get; }

    /// <summary>The lines about members of this metadata name, of whatever type.</summary>
    public ImmutableArray<ApiMember> Named(string name) => _byName.TryGetValue(name, out var entry) ? entry.Members : [];

    /// <summary>The lines about a type of this name (without arity) as a whole: what it is, and what every member of it does.</summary>
    public ImmutableArray<ApiMember> OfType(string name) => _byType.TryGetValue(name, out var entry) ? entry.Members : [];

    public bool KnowsName(string name) => _byName.ContainsKey(name);

    public bool KnowsType(string name) => _byType.ContainsKey(name);

    /// <summary>Words of source without which no line can start a thread: the members that do, and for constructors and whole types the type.</summary>
    public IReadOnlyCollection<string> Starts => _starts;

    public bool HasStart(string word) => _starts.Contains(word);

    /// <summary>Members that take a delegate or event handler which serves somebody, or that give what a serving loop reads.</summary>
    public bool HasServing(string word) => _serving.Contains(word);

    /// <summary>Members that change the container they are called on, or are given.</summary>
    public bool HasChange(string word) => _changing.Contains(word);

    /// <summary>Members that change the container they are called on in one step, safe by itself.</summary>
    public bool HasStep(string word) => _stepping.Contains(word);

    /// <summary>Members that ask a collection for its count and then copy it; for constructors the type.</summary>
    public bool HasCount(string word) => _counting.Contains(word);

    /// <summary>Types whose objects any thread may use.</summary>
    public bool HasSafe(string word) => _safe.Contains(word);

    /// <summary>Members that give an item of the container they are called on, or are given.</summary>
    public bool HasGift(string word) => _giving.Contains(word);

    /// <summary>Members that go on with it until the task that they give is over.</summary>
    public bool HasBegin(string word) => _beginning.Contains(word);

    /// <summary>Types whose objects belong to a request, and the members that give them.</summary>
    public bool HasScope(string word) => _scoped.Contains(word);

    /// <summary>Members that take a lock.</summary>
    public bool HasAcquire(string word) => _acquiring.Contains(word);

    /// <summary>Members that take a lock which they share with readers.</summary>
    public bool HasSharing(string word) => _sharing.Contains(word);

    /// <summary>Members that tell whether the caller is on the thread of the object.</summary>
    public bool HasAsk(string word) => _asking.Contains(word);

    /// <summary>Members that tell a container of a service.</summary>
    public IReadOnlyCollection<string> Registering => _registering;

    /// <summary>The full names of the types whose code one thread of the program runs, that of its windows.</summary>
    public IReadOnlyCollection<string> Windows => _windows;

    private void File(ApiLine line)
    {
        if (ApiMemberId.KeyOf(line) is not ({ Length: > 0 } key, var isOfType))
            return;

        if (StartsThreads(line))
            _starts.Add(WordOf(line, key));
        if (Serves(line))
            _serving.Add(WordOf(line, key));
        if (Has(line, Step))
            _stepping.Add(WordOf(line, key));
        else if (Has(line, " writes ") || Has(line, " updates "))
            _changing.Add(WordOf(line, key));
        if (Has(line, " counted"))
            _counting.Add(WordOf(line, key));
        if (isOfType && Has(line, " safe"))
            _safe.Add(key);
        if (Has(line, " elements to result"))
            _giving.Add(WordOf(line, key));
        if (Has(line, " writes ") && Has(line, " when-awaited"))
            _beginning.Add(WordOf(line, key));
        if (Has(line, " registers "))
            _registering.Add(WordOf(line, key));
        else if (Has(line, " scoped"))
            _scoped.Add(WordOf(line, key));
        if (Has(line, " acquires "))
            _acquiring.Add(WordOf(line, key));
        if (Has(line, " acquires ") && (Has(line, " read") || Has(line, " upgrade")))
            _sharing.Add(WordOf(line, key));
        if (Has(line, " confirms") || Has(line, " denies"))
            _asking.Add(WordOf(line, key));
        if (isOfType && Has(line, " is ui") && !Has(line, " affine"))
            _windows.Add(FullNameOf(line));

        var entries = isOfType ? _byType : _byName;
        if (!entries.TryGetValue(key, out var entry))
            entries.Add(key, entry = new Entry());
        entry.Add(line);
    }

    /// <summary>
    /// Read as text, since lines are parsed only when asked for. The thread of a user interface is one and never alone at fault, and queries
    /// run in parallel only behind <c>AsParallel</c>, a word that the index knows by itself: the names of queries are in every program.
    /// </summary>
    private static bool StartsThreads(ApiLine line) =>
        (Has(line, " spawns ") && !Has(line, " parallel ") || Has(line, " raises ") || Has(line, " serves ")) && !Has(line, " ui");

    /// <summary>Of an event it is the subscription that shows, whatever its name.</summary>
    private static bool Serves(ApiLine line) =>
        Has(line, " receives ") || Has(line, " spawns ") && (Has(line, " request") || Has(line, " ui") || Has(line, " timer") || Has(line, " io"));

    private static string WordOf(ApiLine line, string key) => key[0] == '.' ? ApiMemberId.TypeOf(line) : key;

    /// <summary>What stands between <c>T:</c> and the verb.</summary>
    private static string FullNameOf(ApiLine line)
    {
        var begin = line.Text.IndexOf(':', line.Start) + 1;
        return line.Text.Substring(begin, line.Text.IndexOf(' ', begin) - begin);
    }

    private static bool Has(ApiLine line, string words) => line.Text.IndexOf(words, line.Start, line.End - line.Start, StringComparison.Ordinal) >= 0;

    /// <summary>The lines under one name: first as text, once asked for as members.</summary>
    private sealed class Entry
    {
        private readonly List<ApiLine> _lines = [];

        // Written whole and once, or by several threads with equal content.
        private volatile object? _members;

        public ImmutableArray<ApiMember> Members
        {
            get
            {
                if (_members is ImmutableArray<ApiMember> known)
                    return known;

                ImmutableArray<ApiMember> members = [.. _lines.Select(line => new ApiLineParser(line).Parse()).OfType<ApiMember>()];
                _members = members;
                return members;
            }
        }

        public void Add(ApiLine line) => _lines.Add(line);
    }
}
