namespace ConcurrencyAnalyzers.Model;

/// <summary>Why a question has no answer. No rule warns on one; <c>check --unknown</c> counts them.</summary>
internal enum UnknownCause
{
    None,

    /// <summary>A reference or pointer to the memory goes to code that is not followed.</summary>
    LeavesByReference,

    /// <summary>Too many members mention the variable.</summary>
    TooManyMentions,

    /// <summary>Which object is meant depends on what a collection, a property or unknown code gives.</summary>
    UnknownObject,

    /// <summary>The code is handed over as a delegate to somebody unknown.</summary>
    UnknownDelegate,

    /// <summary>Too many members mention a method on the way up, or the way is too long.</summary>
    TooManyCallers,

    /// <summary>Somebody unknown may wait for the thread.</summary>
    UnknownJoin,
}
