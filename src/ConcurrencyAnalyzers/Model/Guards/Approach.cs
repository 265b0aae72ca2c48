namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Who else can be at a variable while one access to it is made.</summary>
internal enum Approach
{
    /// <summary>The object is new there, or at its end, or the step is atomic.</summary>
    Nobody,

    /// <summary>Those who hold the same lock: the access holds one, or all its callers do.</summary>
    LockHolders,

    /// <summary>A caller may hold a lock that has no name here.</summary>
    Unknown,

    /// <summary>No lock is held.</summary>
    Anybody,
}
