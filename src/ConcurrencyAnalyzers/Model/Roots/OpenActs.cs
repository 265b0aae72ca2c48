using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Says of a check and its act why two threads may meet there, although none is in sight.</summary>
/// <remarks>
/// A collection that is safe by itself is taken for the sake of other threads; and what is static in a library is there for every thread of the program that
/// uses it. So does a lock that is let go between the check and the act and taken once more. None of it shows that two of them come at once, so that what
/// rests on it is a suggestion.
/// </remarks>
internal sealed class OpenActs(Entrances entrances, OpenPlaces places, ContextFinder contexts)
{
    /// <summary>Whether such places may be there where no word of the program starts a thread: only where other programs call it.</summary>
    public bool AreWithoutThreads => entrances.IsLibrary;

    /// <returns>Null where nothing speaks for a second thread, or where a lock may keep it out.</returns>
    public string? WhyTwo(LateSuspect suspect, CancellationToken cancellation)
    {
        var (check, act) = (suspect.Check, suspect.Act);
        if (suspect.IsSuggestion || act.Phase != Phase.Normal)
            return null;
        var isLockedTwice = !check.Locks.IsEmpty && (!act.Locks.IsEmpty || act.LockedAtWrite);
        if (!isLockedTwice && !(check.Locks.IsEmpty && act.Locks.IsEmpty))
            return null;
        if ((isLockedTwice ? LetGoBetween(check, act) : ReasonFor(suspect)) is not { } reason || !places.IsOpen(act, cancellation)
            || (isLockedTwice ? places.KnownUse(act.Memory, cancellation) : places.LocklessUse(act.Memory, cancellation)) is not { } use)
        {
            return null;
        }

        var outdating = use.Accesses.Concat(use.Steps).Where(other => other.Phase == Phase.Normal && suspect.Matters(other)).ToList();

        // Where threads are seen, what they do has been asked, and does no harm.
        return outdating.Count > 0 && !outdating.Append(act).Any(access => contexts.ContextsOf(access, cancellation).HasThread) ? reason : null;
    }

    /// <summary>The same lock, and no other one all the while: whoever takes it expects another thread.</summary>
    private static string? LetGoBetween(Access check, Access act)
    {
        if (check.Locks.Held.Length != 1 || check.Locks.Held[0] is not { Mode: LockMode.Exclusive, Path.IsUnknown: false, IsGate: false } held || !act.Locks.HeldThroughout(check.Locks).IsEmpty)
            return null;

        // Of what computes the new value from the old one, only the locks of both are known.
        return act.Locks.IsEmpty || (act.Locks.Held.Length == 1 && act.Locks.Held[0].Path.Equals(held.Path))
            ? $"no other thread is in sight, but {Places.NameOf(act.Frame)} takes '{held.Symbol?.Name ?? held.Text}' to look, and lets it go before it acts"
            : null;
    }

    private string? ReasonFor(LateSuspect suspect)
    {
        var act = suspect.Act;
        if (act.IsStep)
        {
            return act.Path is { Root: PathRoot.This or PathRoot.Static, Steps.Length: 2 } && TypeOf(act.Memory.Symbol) is { } type
                ? $"no other thread is in sight, but whoever takes a '{type.Name}' expects one, and {Places.NameOf(act.Frame)} holds no lock"
                : null;
        }

        return suspect.Harm == LateActHarm.TwoObjects && entrances.IsLibrary && act.Path is { Root: PathRoot.Static, Steps.Length: 1 }
            ? $"no other thread is in sight, but it is static, and {Places.NameOf(act.Frame)} makes it without a lock for whoever asks first"
            : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
