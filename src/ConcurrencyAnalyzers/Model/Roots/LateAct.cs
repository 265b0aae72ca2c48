using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What goes wrong where another thread comes between a check and the act that relies on it.</summary>
internal enum LateActHarm
{
    /// <summary>The key was missing, and what another thread stores under it meanwhile is replaced.</summary>
    Overwrites,

    /// <summary>The key was missing, and adding it throws where another thread has added it meanwhile.</summary>
    AddThrows,

    /// <summary>The key was missing, and nothing is added where another thread has added it meanwhile: what goes on being used is in no collection.</summary>
    NotStored,

    /// <summary>There was none in the collection, and each thread adds one.</summary>
    AddsTwice,

    /// <summary>The key was there, and another thread has removed it.</summary>
    Removed,

    /// <summary>There was something to take, and another thread has taken it.</summary>
    Taken,

    /// <summary>The value was judged, and another one is removed.</summary>
    RemovesOther,

    /// <summary>The new value is computed from an old one.</summary>
    LostUpdate,

    /// <summary>The variable was empty, and each thread makes an object for it.</summary>
    TwoObjects,

    /// <summary>The variable held an object, and another thread has cleared it.</summary>
    Gone,

    /// <summary>The number was within its limit, and another thread has taken the last of it.</summary>
    Exceeds,

    /// <summary>So many were there as room was made for them, and another thread has added or removed one.</summary>
    CopiesOther,

    /// <summary>The new value was better than the old one, and another thread has set a better one.</summary>
    ReplacesBetter,

    /// <summary>Nobody had come before, and another thread has come since.</summary>
    RunsTwice,

    /// <summary>There was no such file, and another thread has made one.</summary>
    FileMade,

    /// <summary>There was the file, and another thread has taken it away.</summary>
    FileGone,
}

/// <summary>An act that relies on a check which another thread can outdate.</summary>
internal sealed class LateAct : IFinding
{
    private readonly LateSuspect _suspect;
    private readonly Race? _race;
    private readonly string _whyTwo;

    public LateAct(LateSuspect suspect, Race race) => (_suspect, _race, _whyTwo) = (suspect, race, race.Witness);

    /// <summary>No second thread is in sight.</summary>
    public LateAct(LateSuspect suspect, string whyTwo) => (_suspect, _whyTwo) = (suspect, whyTwo);

    public LateActHarm Harm => _suspect.Harm;

    /// <summary>What was looked at.</summary>
    public Access Check => _suspect.Check;

    public Access Act => _suspect.Act;

    public string Name => _race?.Name ?? (Act.IsContent ? Act.Path.WithoutLast().Name : Act.Path.Name);

    public Location Location => Act.Location;

    /// <summary>The check, then the other thread's side, then where the threads start.</summary>
    public IEnumerable<Location> OtherPlaces => IsOneStep ? OtherSide : OtherSide.Where(place => place != CheckPlace).Prepend(CheckPlace);

    public ImmutableDictionary<string, string?> Properties =>
        (_race?.Properties ?? ImmutableDictionary<string, string?>.Empty.Add("memory", Act.Memory.Symbol.ToDisplayString())).Add("harm", Harm.ToString());

    public bool IsSuggestion => _race is not { IsSuggestion: false } || _suspect.IsSuggestion;

    /// <summary>Check and act, what comes of them, and both threads, as a message says it.</summary>
    public string Witness => $"{What}: {_whyTwo}";

    /// <summary>Check and act are one operator, as in <c>??=</c> and <c>map[key]++</c>.</summary>
    private bool IsOneStep => Check.Syntax == Act.Syntax || Act.Syntax.Span.Contains(Check.Syntax.Span);

    private IEnumerable<Location> OtherSide => _race?.OtherSide ?? [];

    private Location CheckPlace => Check.Syntax.GetLocation();

    private string Checked => $"{CheckName} ({LineOf(Check)})";

    private string CheckName => _suspect.CheckName is { } name ? $"'{name}'" : "the check";

    private string What => Harm switch
    {
        LateActHarm.Overwrites => $"{Checked} found no such key, and this replaces what another thread has stored since",
        LateActHarm.AddThrows => $"{Checked} found no such key, and this throws where another thread has added it since",
        LateActHarm.NotStored => $"{Checked} found no such key, and this adds nothing where another thread has added it since: the value that goes on being used is not the one in there",
        LateActHarm.AddsTwice => $"{Checked} found none, and this adds one more where another thread has added one since",
        LateActHarm.Removed => $"{Checked} found the key, and this throws where another thread has removed it since",
        LateActHarm.Taken => $"{Checked} saw something in it, and this finds nothing where another thread has taken it since",
        LateActHarm.RemovesOther => $"the value that {Checked} gave was judged, and this removes what another thread has stored since",
        LateActHarm.LostUpdate when IsOneStep => "reads the old value and stores the new one in two steps, and what another thread stores in between is lost",
        LateActHarm.LostUpdate => $"the old value was read in {LineOf(Check)}, and what another thread has stored since is lost",
        LateActHarm.TwoObjects when IsOneStep => "looks first and sets afterwards, so that two threads make an object each and one is lost",
        LateActHarm.TwoObjects => $"{Checked} lets on two threads that come at once, each makes an object, and one is lost",
        LateActHarm.CopiesOther => "asks how much it holds and then copies, and this throws, or leaves places empty, where another thread has added or removed one in between",
        LateActHarm.ReplacesBetter => $"{Checked} found this value the better one, and this replaces what another thread has set since, which may be better still",
        LateActHarm.Exceeds => $"{Checked} found it within its limit, and this goes beyond where another thread has come first",
        LateActHarm.FileMade => $"{Checked} found no such file, and this replaces what another thread has written since, or meets it while it writes",
        LateActHarm.FileGone => $"{Checked} found the file, and this throws where another thread has taken it away since",
        LateActHarm.RunsTwice => $"{Checked} lets on two threads that come at once, and what is meant for the first alone is done twice",
        _ => $"{Checked} saw an object, and another thread can have cleared it since",
    };

    private static string LineOf(Access place) => Places.LineOf(place.Syntax, place.Syntax);
}

/// <summary>A check and an act that relies on it: wrong if another thread does what <paramref name="Matters"/> in between.</summary>
/// <param name="Harm">What goes wrong then.</param>
/// <param name="Check">What was looked at.</param>
/// <param name="Act">What relies on it.</param>
/// <param name="Matters">Which accesses outdate the check; asked of the act as well, which may run on both threads.</param>
internal sealed record LateSuspect(LateActHarm Harm, Access Check, Access Act, Func<Access, bool> Matters)
{
    /// <summary>What one would call the check: <c>ContainsKey</c>.</summary>
    public string? CheckName { get; init; }

    /// <summary>A check above an act that is its own.</summary>
    public Access? Above { get; init; }

    /// <summary>It may do no harm.</summary>
    public bool IsSuggestion { get; init; }

    /// <summary>Where two threads are seen, another rule tells of them.</summary>
    public bool IsWithoutThreads { get; init; }

    /// <summary>The act with the locks that are held from the check on: what another thread needs none of may come in between.</summary>
    public Access Gap { get; } = new(Act.Frame, Act.Syntax, Act.Target, Act.Memory, Act.Path, Act.Kind, Check.Syntax == Act.Syntax ? Act.Locks : Act.Locks.HeldThroughout(Check.Locks))
    {
        IsAtomic = Act.IsAtomic,
        IsContent = Act.IsContent,
        IsFile = Act.IsFile,
        Key = Act.Key,
        Storing = Act.Storing,
        Value = Act.Value,
        EarlierRead = Act.Syntax.Span.Contains(Check.Syntax.Span) ? null : Check.Syntax,
        LockedAtWrite = !Act.Locks.IsEmpty,
        SpansAwait = Act.Frame.Awaits.Any(place => place.SpanStart >= Check.Syntax.SpanStart && place.SpanStart < Act.Syntax.Span.End && !IsAwaitedAfter(Act.Syntax, place)),
    };

    /// <summary><c>await _client.SendAsync()</c>: whoever looks at <c>_client</c> has done so before it waits.</summary>
    private static bool IsAwaitedAfter(SyntaxNode act, SyntaxNode place) => place is AwaitExpressionSyntax { Expression: var awaited } && awaited.Span.Contains(act.Span);
}
