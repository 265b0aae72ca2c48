using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Two accesses to one variable that can happen at the same time, one of them at least a write, and no lock that both hold.</summary>
internal sealed class Race(Access first, Context firstWay, Access second, Context secondWay)
{
    public Access First { get; } = first;

    public Access Second { get; } = second;

    public Context FirstWay { get; } = firstWay;

    public Context SecondWay { get; } = secondWay;

    /// <summary>The declaration that lets any two threads meet here, where the source shows none.</summary>
    public AttributeData? Promise { get; init; }

    /// <summary>Requests meet here: the framework serves several at a time.</summary>
    public bool IsServed { get; init; }

    /// <summary>They meet in an object of which the container has made one for all.</summary>
    public SingletonMeeting? Meeting { get; init; }

    /// <summary>
    /// The second thread is whoever may call a method that the first one calls itself, or that runs by hand what the first one runs. It is then mostly a step of the
    /// first one's own work.
    /// </summary>
    public bool IsSuggestion { get; init; }

    /// <summary>One piece of code that runs beside itself.</summary>
    public bool IsWithItself => First.Syntax == Second.Syntax;

    public Memory Memory => First.Memory;

    /// <summary>The variable as the first access calls it: <c>_stats.Count</c>.</summary>
    public string Name => First.Path.IsUnknown ? Memory.ToString() : First.IsContent ? First.Path.WithoutLast().Name : First.Path.Name;

    /// <summary>The same race as the side tells it that should have held the other's lock, if that side is written in <paramref name="tree"/>.</summary>
    public Race BlamedIn(SyntaxTree tree) =>
        !FirstWay.Locks.IsEmpty && SecondWay.Locks.IsEmpty && Second.Syntax.SyntaxTree == tree ? new Race(Second, SecondWay, First, FirstWay) { Promise = Promise, IsServed = IsServed, Meeting = Meeting?.Turned, IsSuggestion = IsSuggestion } : this;

    /// <summary>The evidence for machines: which memory, which threads.</summary>
    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("memory", Memory.Symbol.ToDisplayString())
        .Add("first", FirstWay.Spawn?.How ?? "")
        .Add("second", SecondWay.Spawn?.How ?? "");

    /// <summary>Both threads, how they start, and what is not held, as a message says it.</summary>
    public string Witness => Roots.Witness.Of(this);

    /// <summary>The other side: where it happens, then where the threads start.</summary>
    public IEnumerable<Location> OtherSide
    {
        get
        {
            if (!IsWithItself)
                yield return Second.Location;
            if (First.EarlierRead is { } read)
                yield return read.GetLocation();
            var starts = new[] { FirstWay, SecondWay }.Select(static way => (SyntaxNode?)way.Spawn?.Syntax ?? way.AsyncCall?.Syntax).OfType<SyntaxNode>().Distinct();
            foreach (var start in starts)
                yield return start.GetLocation();
            if (Promise?.ApplicationSyntaxReference is { } declared)
                yield return Location.Create(declared.SyntaxTree, declared.Span);
            if (Meeting is { Registration.Syntax: var registered })
                yield return registered.GetLocation();
        }
    }
}

/// <summary>What the model knows about a possible race. Only <see cref="Proves"/> leads to a warning.</summary>
internal sealed class RaceAnswer
{
    /// <summary>No second thread, a common lock, or an order.</summary>
    public static readonly RaceAnswer None = new(null, UnknownCause.None);

    private readonly Race? _race;

    private RaceAnswer(Race? race, UnknownCause cause) => (_race, Cause) = (race, cause);

    /// <summary>Why nothing is known, where nothing is.</summary>
    public UnknownCause Cause { get; }

    public bool IsUnknown => Cause != UnknownCause.None;

    public static RaceAnswer Of(Race race) => new(race, UnknownCause.None);

    public static RaceAnswer Unknown(UnknownCause cause) => new(null, cause);

    public bool Proves([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Race? race)
    {
        race = _race;
        return race is not null;
    }
}
