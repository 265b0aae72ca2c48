using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How much of a container its receiver gets.</summary>
internal enum HandedOutAs
{
    /// <summary>The container: it can also be changed there.</summary>
    Itself,

    /// <summary>An object that shows what the container holds at any time: <c>AsReadOnly()</c>, <c>Keys</c>.</summary>
    View,

    /// <summary>A sequence that reads the container when it is walked over: <c>Where(…)</c>.</summary>
    Query,

    /// <summary>A walk over the container that has begun, and goes on wherever the receiver goes on with it.</summary>
    Enumerator,
}

/// <summary>By what way it leaves the frame.</summary>
internal enum HandedOutBy
{
    /// <summary><c>return</c> or <c>yield return</c>.</summary>
    Result,

    /// <summary>An <c>out</c> or <c>ref</c> parameter.</summary>
    Parameter,

    /// <summary>The argument of a delegate or event that is called.</summary>
    Delegate,
}

/// <summary>A container in a field or property leaves the frame here.</summary>
internal sealed class HandedOut(Frame frame, SyntaxNode syntax, LockSet locks, ExpressionSyntax container, Memory content, MemoryPath path, HandedOutAs form, HandedOutBy way)
    : Site(frame, syntax, locks)
{
    /// <summary>The expression that names the container; it stands inside <see cref="Site.Syntax"/>, unless a local is between.</summary>
    public ExpressionSyntax Container { get; } = container;

    /// <summary>What the container holds.</summary>
    public Memory Content { get; } = content;

    /// <summary>The container.</summary>
    public MemoryPath Path { get; } = path;

    public HandedOutAs Form { get; } = form;

    public HandedOutBy Way { get; } = way;

    /// <summary>The delegate or event that is called with it.</summary>
    public ISymbol? Receiver { get; init; }
}
