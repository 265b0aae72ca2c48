using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Where the task or thread that an expression gives can be found afterwards.</summary>
internal sealed class Handle
{
    /// <summary>Dropped: nobody can wait for it.</summary>
    public static readonly Handle None = new();

    /// <summary>Went where we cannot follow, so that somebody may wait for it.</summary>
    public static readonly Handle Escaped = new() { Escapes = true };

    /// <summary>A loop walks over the sequence and makes one at a time.</summary>
    public static readonly Handle OneByOne = new() { IsEnumerated = true };

    public ImmutableArray<MemoryPath> Paths { get; init; } = ImmutableArray<MemoryPath>.Empty;

    /// <summary>The frame returns it to its caller.</summary>
    public bool Returned { get; init; }

    /// <summary>Waited for on the spot, by <c>await</c>.</summary>
    public bool Awaited { get; init; }

    /// <summary>Waited for on the spot, blocking.</summary>
    public bool Joined { get; init; }

    /// <summary>Joined as every element of a collection.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Joined for a limited time, and nobody looks whether that was enough.</summary>
    public bool MayGiveUp { get; init; }

    /// <summary>Started on the spot: <c>new Thread(…).Start()</c>.</summary>
    public SyntaxNode? Started { get; init; }

    /// <summary>Where it is waited for on the spot together with others: the <c>await</c> or the waiting call.</summary>
    public SyntaxNode? Over { get; init; }

    public bool Escapes { get; init; }

    /// <summary>Combined with others into one: <c>Task.WhenAll(Add(), Add())</c>.</summary>
    public bool IsOneOfMany { get; init; }

    public bool IsEnumerated { get; init; }

    public bool IsOverHere => Awaited || Joined;

    public Handle WithoutPlace() => new() { Paths = Paths, Returned = Returned, Awaited = Awaited, Joined = Joined, IsWhole = IsWhole, MayGiveUp = MayGiveUp, Started = Started, Escapes = Escapes, IsOneOfMany = IsOneOfMany, IsEnumerated = IsEnumerated };

    public Handle Or(Handle other) => new()
    {
        Paths = Paths.Union(other.Paths).ToImmutableArray(),
        Returned = Returned || other.Returned,
        Awaited = Awaited || other.Awaited,
        Joined = Joined || other.Joined,
        IsWhole = IsWhole || other.IsWhole,
        MayGiveUp = MayGiveUp || other.MayGiveUp,
        Over = Over ?? other.Over,
        Started = Started ?? other.Started,
        Escapes = Escapes || other.Escapes,
        IsOneOfMany = IsOneOfMany || other.IsOneOfMany,
    };
}

/// <summary>The handle that one path holds is also found elsewhere: added to a list, stored in a field, returned.</summary>
internal sealed class HandleAlias(SyntaxNode syntax, MemoryPath path, Handle also)
{
    public SyntaxNode Syntax { get; } = syntax;

    public MemoryPath Path { get; } = path;

    public Handle Also { get; } = also;
}
