namespace ConcurrencyAnalyzers.Model.Paths;

/// <summary>Whom a held lock keeps out.</summary>
internal enum LockMode
{
    /// <summary>Everybody.</summary>
    Exclusive,

    /// <summary>Writers and upgraders, not readers.</summary>
    Upgradeable,

    /// <summary>Writers only.</summary>
    Read,
}

/// <summary>A lock that is held: its name, its mode, and the place that took it.</summary>
/// <remarks>The place is part of the value: a read under one <c>lock (g)</c> and a write under the next are two critical sections.</remarks>
internal sealed class HeldLock(MemoryPath path, LockMode mode, SyntaxNode syntax, ISymbol? symbol, string text)
{
    public MemoryPath Path { get; } = path;

    public LockMode Mode { get; } = mode;

    /// <summary>The statement or call that takes it.</summary>
    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>The field, local or parameter that holds the lock object, where there is one.</summary>
    public ISymbol? Symbol { get; } = symbol;

    /// <summary>As it is written where it is taken.</summary>
    public string Text { get; } = text;

    /// <summary>A flag that lets one in, whoever that hands the work to: unlike a lock it still keeps others out when the frame has returned.</summary>
    public bool IsGate { get; init; }

    public HeldLock At(MemoryPath path) => new(path, Mode, Syntax, Symbol, Text) { IsGate = IsGate };

    public HeldLock AsGate() => new(Path, Mode, Syntax, Symbol, Text) { IsGate = true };

    /// <summary>Whether two threads cannot hold this one and <paramref name="other"/> at once. Errs towards yes: an unknown lock may be the same.</summary>
    public bool MayExclude(HeldLock other)
    {
        if (Mode != LockMode.Exclusive && other.Mode != LockMode.Exclusive && (Mode == LockMode.Read || other.Mode == LockMode.Read))
            return false;

        if (Path.IsUnknown || other.Path.IsUnknown)
            return Symbol is null || other.Symbol is null || SymbolEqualityComparer.Default.Equals(Symbol.OriginalDefinition, other.Symbol.OriginalDefinition);

        var (mine, theirs) = (Path.WithAnyIndex(), other.Path.WithAnyIndex());
        return mine.IsOpen || theirs.IsOpen ? mine.OfAnyConstruction().Equals(theirs.OfAnyConstruction()) : mine.Equals(theirs);
    }
}

/// <summary>The locks held at a place, outermost first.</summary>
internal sealed class LockSet
{
    public static readonly LockSet Empty = new(ImmutableArray<HeldLock>.Empty);

    private LockSet(ImmutableArray<HeldLock> held) => Held = held;

    public ImmutableArray<HeldLock> Held { get; }

    public bool IsEmpty => Held.IsEmpty;

    public static LockSet Of(IEnumerable<HeldLock> held)
    {
        var all = held.ToImmutableArray();
        return all.IsEmpty ? Empty : new LockSet(all);
    }

    public LockSet With(HeldLock more) => new(Held.Add(more));

    public LockSet With(LockSet more) => more.IsEmpty ? this : IsEmpty ? more : new LockSet(Held.AddRange(more.Held));

    /// <summary>The same with the locks of one more frame on the way. A flag that lets one in keeps out whom it keeps out, however often it is asked.</summary>
    public LockSet WithFrame(LockSet more) => IsEmpty || more.IsEmpty ? With(more) : With(Of(more.Held.Where(one => !one.IsGate || !HasGate(one))));

    private bool HasGate(HeldLock gate)
    {
        foreach (var held in Held)
        {
            if (held.IsGate && (held.Path.IsUnknown ? gate.Path.IsUnknown && SymbolEqualityComparer.Default.Equals(held.Symbol, gate.Symbol) : held.Path.Equals(gate.Path)))
                return true;
        }

        return false;
    }

    /// <summary>Those that outlast the frame which took them.</summary>
    public LockSet Gates => IsEmpty ? this : Of(Held.Where(static held => held.IsGate));

    /// <summary>Those that a message can name: a flag that lets one in is no lock, and of what does not compile nobody knows whether it is one.</summary>
    public LockSet Named => IsEmpty ? this : Of(Held.Where(static held => !held.IsGate && (!held.Path.IsUnknown || held.Text.Length > 0)));

    /// <summary>What is held at both places without a gap in between: the same acquisitions, not merely the same locks.</summary>
    public LockSet HeldThroughout(LockSet other) => IsEmpty ? this : Of(Held.Where(one => other.Held.Any(two => one.Syntax == two.Syntax)));

    /// <summary>The locks as another frame names them; one that it cannot share, since each activation has its own, is no protection and left out.</summary>
    public LockSet Select(Func<HeldLock, HeldLock?> seen) => IsEmpty ? this : Of(Held.Select(seen).OfType<HeldLock>());

    public bool MayExclude(LockSet other) => !IsEmpty && Held.Any(one => other.Held.Any(one.MayExclude));

    public override string ToString() => string.Join(", ", Held.Select(static held => held.Path.IsUnknown ? held.Text : held.Path.ToString()).Distinct());
}
