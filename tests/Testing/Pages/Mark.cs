namespace ConcurrencyAnalyzers.Testing;

/// <summary>What a mark claims about its line.</summary>
public enum MarkKind
{
    /// <summary><c>// CONC0101: text</c>: a diagnostic starts here, its message contains the text.</summary>
    Expect,

    /// <summary><c>// see CONC0101: text</c>: a diagnostic has an additional location here. The text is part of that diagnostic's message, since locations have none.</summary>
    See,

    /// <summary><c>// misses CONC0101: reason</c>: a diagnostic should be here and is not.</summary>
    Misses,

    /// <summary><c>// noise CONC0101: reason</c>: a diagnostic is here and should not be.</summary>
    Noise,

    /// <summary><c>// error CS1234: text</c>: the compiler refuses this line.</summary>
    CompileError,

    /// <summary><c>// locks {_gate}</c>: held when control reaches this line.</summary>
    Locks,

    /// <summary><c>// roots {main, pool*}</c>: the threads that can be here; an asterisk: several at once.</summary>
    Roots,

    /// <summary><c>// meets {Tick, Bump?}</c>: the code that can use the same memory at the same time, one of both writing; a question mark: the model only suggests it.</summary>
    Meets,

    /// <summary><c>// guard {_gate: 2 of 3}</c>: the lock that guards this memory, and how many accesses hold it.</summary>
    Guard,

    /// <summary><c>// evidence: text</c>: a part of how the model tells that two threads meet here.</summary>
    Evidence,

    /// <summary><c>// owned</c>: what this line accesses is confined to its thread.</summary>
    Owned,

    /// <summary><c>// not owned</c>: it is not.</summary>
    NotOwned,
}

/// <summary>One mark of a block.</summary>
/// <param name="Kind">What it claims.</param>
/// <param name="Id">The diagnostic's id; empty for probes.</param>
/// <param name="Text">The text of a message, the reason, the part of the evidence, or the names between braces.</param>
/// <param name="File">The path of the file that the line is in, as diagnostics have it.</param>
/// <param name="Line">The line of that file, from 0.</param>
/// <param name="PageLine">Where the mark stands on the page, from 1.</param>
/// <param name="PageColumn">Where the mark stands on the page, from 1.</param>
public sealed record Mark(MarkKind Kind, string Id, string Text, string File, int Line, int PageLine, int PageColumn)
{
    /// <summary>The exact columns, from 0, end exclusive, where carets stand under the line.</summary>
    public (int Start, int End)? Columns { get; init; }

    /// <summary><c>// misses meets {Tick}: reason</c>: a probe of what is true and the model does not know; it fails once the model does.</summary>
    public bool IsMissed { get; init; }

    /// <summary>Found by the rules or by the compiler, if all is well.</summary>
    public bool IsFound => Kind is MarkKind.Expect or MarkKind.Noise or MarkKind.CompileError;
}
