namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Which words a verb takes. Parser and error messages read the same entries, so that a message cannot promise what the parser refuses.</summary>
internal sealed class ApiGrammar
{
    private static readonly Dictionary<string, ApiGrammar> s_verbs = new(StringComparer.Ordinal);

    private static readonly ApiGrammar[] s_all =
    [
        new("spawns", ApiVerb.Spawns)
        {
            Target = true, Places = true, Handle = true, After = true, DelayedBy = true, ManyUnless = true, Deferred = true,
            Flags = ApiFlags.Many | ApiFlags.Joined | ApiFlags.Group | ApiFlags.AtStart | ApiFlags.Io,
        },
        new("starts", ApiVerb.Starts) { Target = true, ManyUnless = true },
        new("joins", ApiVerb.Joins) { Target = true, Flags = ApiFlags.IfTrue },
        new("combines", ApiVerb.Combines) { Target = true, Connector = "into" },
        new("passes", ApiVerb.Passes) { Target = true, Connector = "to", Deferred = true },
        new("adds", ApiVerb.Adds) { Target = true, Connector = "to", Flags = ApiFlags.IfTrue },
        new("calls", ApiVerb.Calls) { Target = true, Times = true, Flags = ApiFlags.Many | ApiFlags.Once | ApiFlags.Unlocked },
        new("acquires", ApiVerb.Acquires) { Target = true, Modes = true, IfSet = true, Flags = ApiFlags.Scope | ApiFlags.IfTrue | ApiFlags.WhenAwaited },
        new("releases", ApiVerb.Releases) { Target = true, Modes = true, All = true },
        new("reads", ApiVerb.Reads) { Target = true, Deferred = true, Flags = ApiFlags.Atomically | ApiFlags.Counted },
        new("writes", ApiVerb.Writes) { Target = true, Flags = ApiFlags.Atomically | ApiFlags.WhenAwaited },
        new("updates", ApiVerb.Updates) { Target = true, Flags = ApiFlags.Atomically },
        new("waits", ApiVerb.Waits) { Target = true, Flags = ApiFlags.IfTrue | ApiFlags.WhenAwaited },
        new("signals", ApiVerb.Signals) { Target = true },
        new("raises", ApiVerb.Raises) { Kinds = "E", Places = true, ManyUnless = true, UiIfSet = true, Flags = ApiFlags.Many | ApiFlags.Io },
        new("runs", ApiVerb.Runs) { Places = true, Flags = ApiFlags.Many | ApiFlags.Fresh | ApiFlags.Starting },
        new("serves", ApiVerb.Serves) { Kinds = "T", Places = true, Flags = ApiFlags.Many | ApiFlags.Fresh },
        new("is", ApiVerb.Is) { Kinds = "T", Natures = true },
        new("gives", ApiVerb.Gives) { Natures = true },
        new("computes", ApiVerb.Computes) { Target = true, Flags = ApiFlags.Heavily | ApiFlags.Slightly | ApiFlags.Backtracking },
        new("blocks", ApiVerb.Blocks),
        new("receives", ApiVerb.Receives) { Target = true, Places = true },
        new("confirms", ApiVerb.Confirms),
        new("denies", ApiVerb.Denies),
        new("registers", ApiVerb.Registers) { Lifetimes = true },
        new("mentions", ApiVerb.Mentions),
        new("nothing", ApiVerb.Nothing) { Kinds = "MPET" },
    ];

    static ApiGrammar()
    {
        foreach (var grammar in s_all)
            s_verbs.Add(grammar.Word, grammar);
    }

    private ApiGrammar(string word, ApiVerb verb) => (Word, Verb) = (word, verb);

    /// <summary>The verb as a line writes it.</summary>
    public string Word { get; }

    public ApiVerb Verb { get; }

    /// <summary>Kinds of members that the verb says something about.</summary>
    public string Kinds { get; init; } = "MP";

    public bool Target { get; init; }

    /// <summary>The word between target and second operand, or null where there is none.</summary>
    public string? Connector { get; init; }

    public bool Places { get; init; }

    public bool Times { get; init; }

    public bool Lifetimes { get; init; }

    /// <summary>Takes <c>deferred</c>; without it the time is now.</summary>
    public bool Deferred { get; init; }

    public bool Modes { get; init; }

    /// <summary>Takes the mode <c>all</c>.</summary>
    public bool All { get; init; }

    public bool Natures { get; init; }

    public bool Handle { get; init; }

    public bool After { get; init; }

    public bool DelayedBy { get; init; }

    public bool IfSet { get; init; }

    public bool ManyUnless { get; init; }

    public bool UiIfSet { get; init; }

    public ApiFlags Flags { get; init; }

    public static ApiGrammar? Of(string word) => s_verbs.TryGetValue(word, out var grammar) ? grammar : null;

    /// <summary>The verbs that a line about a member of this kind may use, for messages.</summary>
    public static string VerbsFor(char kind) =>
        ApiWords.List(s_all.Where(grammar => grammar.Kinds.IndexOf(kind) >= 0).Select(grammar => grammar.Word));

    /// <summary>The words that may follow the operands, for messages.</summary>
    public string Options()
    {
        var words = new List<string>();
        if (Modes)
            words.AddRange(All ? ["read", "upgrade", "write", "all"] : ["read", "upgrade", "write"]);
        if (Deferred)
            words.Add("deferred");
        words.AddRange(ApiWords.Flags.Where(word => (Flags & ApiWords.Flag(word)) != 0));
        if (Handle)
            words.Add("handle <operand>");
        if (After)
            words.Add("after <operand>");
        if (DelayedBy)
            words.Add("delayed-by <operand>");
        if (IfSet)
            words.Add("if-set <parameter>");
        if (ManyUnless)
            words.Add("many-unless <parameter> <value>");
        if (UiIfSet)
            words.Add("ui-if-set <property>");
        return words.Count == 0 ? "nothing" : ApiWords.List(words);
    }
}
