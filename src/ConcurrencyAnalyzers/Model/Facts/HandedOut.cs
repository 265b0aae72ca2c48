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
}

/// <summary>A container in a field or property is returned or yielded here.</summary>
internal sealed class HandedOut(Frame frame, SyntaxNode syntax, LockSet locks, ExpressionSyntax container, Memory content, MemoryPath path, HandedOutAs form)
    : Site(frame, syntax, locks)
{
    /// <summary>The part of the returned expression that names the container.</summary>
    public ExpressionSyntax Container { get; } = container;

    /// <summary>What the container holds.</summary>
    public Memory Content { get; } = content;

    /// <summary>The container.</summary>
    public MemoryPath Path { get; } = path;

    public HandedOutAs Form { get; } = form;
}
