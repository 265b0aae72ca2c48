using ConcurrencyAnalyzers.Model.Guards;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tool.Declaring;

/// <summary>An attribute that is to be written: at a declaration, for all its variables.</summary>
/// <param name="Syntax">The declaration.</param>
/// <param name="Counts">Its variables, which have one lock.</param>
internal sealed record Declaration(MemberDeclarationSyntax Syntax, ImmutableArray<GuardCount> Counts)
{
    /// <summary>The attribute as it is written; empty before that.</summary>
    public string Text { get; init; } = "";

    public string LockName => Counts[0].LockName;

    public SyntaxTree Tree => Syntax.SyntaxTree;
}

/// <summary>A variable that most accesses hold a lock for, and that gets no attribute.</summary>
/// <param name="Count">What is known of it.</param>
/// <param name="Reason">Why it gets none, as the end of a sentence.</param>
/// <param name="Where">The place that the reason speaks of, if it speaks of one.</param>
internal sealed record Refusal(GuardCount Count, string Reason, Location? Where = null);
