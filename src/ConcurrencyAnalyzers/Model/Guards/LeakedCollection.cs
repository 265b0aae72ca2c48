using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>A container that leaves the lock which guards what it holds.</summary>
/// <param name="Result">Where it leaves.</param>
/// <param name="Guarding">The lock, and who holds it.</param>
/// <param name="Write">A change under the lock.</param>
internal sealed record LeakedCollection(HandedOut Result, GuardUse Guarding, Access Write) : IFinding
{
    public Location Location => Result.Syntax.GetLocation();

    public IEnumerable<Location> OtherPlaces => [Write.Location];

    public string Name => Result.Path.Name;

    public bool IsSuggestion => false;

    /// <summary>Whether the lock is held as the container leaves.</summary>
    public bool IsHeld => Result.Locks.Held.Any(held => SymbolEqualityComparer.Default.Equals(held.Symbol, Guarding.Guard.Symbol));

    /// <summary>Whether <c>lock</c> takes it where it is held; a reader-writer lock is taken otherwise.</summary>
    public bool IsTakenByStatement => Guarding.Held.Any(access => access.Locks.Held.Any(held =>
        held.Syntax is LockStatementSyntax && SymbolEqualityComparer.Default.Equals(held.Symbol, Guarding.Guard.Symbol)));

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("memory", Result.Content.Symbol.ToDisplayString())
        .Add("guard", Guarding.GuardName)
        .Add("held", Guarding.Share);

    public string Witness
    {
        get
        {
            var what = Result.Form switch
            {
                HandedOutAs.View => "a view of it",
                HandedOutAs.Query => "a query that reads it later",
                HandedOutAs.Enumerator => "an enumerator that walks over it",
                _ => "the collection itself",
            };
            var how = Result.Way == HandedOutBy.Delegate ? $"passes {what} to '{Result.Receiver!.Name}'" : $"hands out {what}";
            var place = Places.LineOf(Write.Syntax, Result.Syntax);
            var evidence = $"{(Guarding.Declaration is null ? "" : "declared by [GuardedBy] and ")}held at {Guarding.Share} accesses";
            return $"{Places.NameOf(Result.Frame)} {how}, and its receiver cannot take '{Guarding.GuardName}', {evidence}, as where {Places.NameOf(Write.Frame)} ({place}) changes it";
        }
    }
}
