using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Puts every use of some memory that can lose or miss an update under one lock.</summary>
/// <remarks>
/// Updates and assignments go under the lock all of them, wherever they are, unless the object is still being made. Reads go with them where they
/// race and stand in a statement; one in a loop condition stays outside, and the title says so, because what it reads may be old or half written.
/// </remarks>
internal sealed class GuardRepair
{
    public const string Name = "lock";

    private readonly SharedMemory _memory;
    private readonly Guard _guard;
    private readonly List<(SyntaxTree Tree, Section Section, string LockText)> _places = [];
    private readonly SortedSet<string> _cautions = new(StringComparer.Ordinal);
    private FixSafety _safety = FixSafety.Safe;

    private GuardRepair(SharedMemory memory, Guard guard) => (_memory, _guard) = (memory, guard);

    /// <returns>Null where some update cannot be put under a lock: half a repair is none.</returns>
    public static Repair? For(SharedMemory memory, FixQuestion ask)
    {
        // A step that is atomic already does not wait for a lock.
        if (memory.Uses.Any(static use => use.Kind == UseKind.Atomic && !use.IsAlone) || GuardChoice.For(memory, ask) is not { } guard)
            return null;

        var repair = new GuardRepair(memory, guard);
        if (guard.Caution is { } wait)
            repair.Warn(FixSafety.ChangesTiming, wait);

        // The read in `x = x + 1` is part of the update.
        var needed = memory.Uses
            .Where(use => !use.IsAlone && !guard.IsHeldAt(use) && (use.IsWrite || (use.Races && !memory.IsInsideUpdate(use))))
            .ToList();
        if (!needed.Where(static use => use.IsWrite).All(use => repair.TryAdd(use, ask)))
            return null;
        var outside = needed.Count(use => !use.IsWrite && !repair.TryAdd(use, ask));
        if (outside > 0)
            repair.Warn(FixSafety.NeedsReview, outside == 1 ? "one read stays outside" : $"{outside} reads stay outside");
        return repair._places.Count == 0 ? null : new Repair(repair.Title, repair._safety, Name, memory.Symbol, repair.Write);
    }

    private string Title =>
        $"Guard every update of '{_memory.Name}' with {(_guard.Gate is null ? "the" : "a new")} lock '{_guard.Name}'"
        + string.Concat(_cautions.Select(static caution => $"; {caution}"));

    private void Write(SolutionEdits edits)
    {
        if (_guard.Gate is { } gate)
            edits.Declare(gate);
        foreach (var (tree, section, lockText) in _places)
            edits.In(tree).Guard(section, lockText);
    }

    private bool TryAdd(MemoryUse use, FixQuestion ask)
    {
        var model = ask.ModelOf(use.Tree);
        if (_guard.TextAt(use, model) is not { } lockText || SectionFor(use, model, ask) is not { IsPossible: true } section
            || Contradicts(use.Tree, section, lockText))
        {
            return false;
        }

        foreach (var call in section.Contents.Select(code => Calls.FirstThatMayWait(code, ask)).OfType<string>())
            Warn(FixSafety.ChangesTiming, $"'{call}' runs inside the lock");
        if (section.Caution is { } caution)
            Warn(FixSafety.NeedsReview, caution);
        _places.Add((use.Tree, section, lockText));
        return true;
    }

    /// <summary>Code that needs the locks of two objects would wait for one while it holds the other.</summary>
    private bool Contradicts(SyntaxTree tree, Section section, string lockText) =>
        _places.Any(place => place.Tree == tree && place.LockText != lockText && place.Section.Span.OverlapsWith(section.Span));

    private Section? SectionFor(MemoryUse use, SemanticModel model, FixQuestion ask)
    {
        var section = Sections.Around(model, use.Node, use.EarlierRead);
        return Amount.Of(use, _memory, ask) is not { } amount ? section : section switch
        {
            BodySection when use.Node.Parent is ArrowExpressionClauseSyntax or LambdaExpressionSyntax =>
                new BodySection(model, (ExpressionSyntax)use.Node, amount),
            StatementsSection when use.Node.Parent is ExpressionStatementSyntax statement => new AmountSection(model, statement, amount),
            _ => section,
        };
    }

    private void Warn(FixSafety safety, string caution)
    {
        _safety = safety > _safety ? safety : _safety;
        _cautions.Add(caution);
    }
}
