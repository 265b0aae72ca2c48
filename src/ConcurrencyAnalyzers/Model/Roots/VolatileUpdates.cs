using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds updates of volatile fields that another writer can interrupt.</summary>
/// <remarks>
/// <c>volatile</c> says that several threads use the field, so that no thread has to be shown. Silent where all updates hold one lock, where the
/// object is still being made, and where one thread alone can be shown to write; all else about callers errs towards the warning.
/// </remarks>
internal sealed class VolatileUpdates(BodyReader reader, SourceIndex index, MemoryUses uses, WriteGuards guards, RaceFinder races)
{
    private readonly ConcurrentDictionary<Access, VolatileUpdate?> _known = new();

    public IEnumerable<VolatileUpdate> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            if (!member.Updates.Any(IsOfVolatileName))
                continue;
            foreach (var access in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
            {
                if (At(access, cancellation) is { } update)
                    yield return update;
            }
        }
    }

    /// <summary>What is wrong about <paramref name="access"/>, if it is such an update.</summary>
    public VolatileUpdate? At(Access access, CancellationToken cancellation)
    {
        if (access is not { Kind: AccessKind.ReadModifyWrite, IsAtomic: false })
            return null;
        if (_known.TryGetValue(access, out var known))
            return known;

        // `Level++`, where accessors read and write the field.
        var meant = access.Memory.Symbol is not IPropertySymbol ? access : index.IsNameOfVolatile(access.Memory.Name) ? uses.Refers(access, cancellation) : null;
        return meant is { Memory: { Symbol: IFieldSymbol { IsVolatile: true } field, IsElement: false } } && IsNumberLike(field, meant) ? _known.GetOrAdd(access, Find(meant, cancellation)) : null;
    }

    private bool IsOfVolatileName(SyntaxNode update) => Targets.IsChange(update, index.IsNameOfVolatile);

    /// <summary><c>_list = _list.Add(x)</c> is about another value, not about a number: that is a snapshot's matter.</summary>
    private static bool IsNumberLike(IFieldSymbol field, Access access) =>
        field.Type.IsValueType || field.Type.TypeKind == TypeKind.Delegate || access.Syntax.RawKind != (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleAssignmentExpression;

    private VolatileUpdate? Find(Access update, CancellationToken cancellation)
    {
        if (guards.IsOnlyMaking(update, cancellation))
            return null;

        var use = uses.Of(update.Memory, cancellation);
        if (use.Cause != UnknownCause.None || use.IsConfined)
            return null;

        var writers = use.Accesses.Where(access => access.IsWrite && !guards.IsOnlyMaking(access, cancellation)).ToList();
        var updates = writers.Where(static access => access is { Kind: AccessKind.ReadModifyWrite, IsAtomic: false }).ToList();
        var answer = races.RaceOn(update, cancellation);
        if (answer.Proves(out var race))
            return new VolatileUpdate(update, race, race.Second);
        if (guards.HaveOneLock(updates, cancellation) || guards.HaveOneThread(writers, cancellation) || updates.Any(access => guards.MayHoldUnknownLock(access, cancellation)))
            return null;

        // The nearest other writer, if there is one: else the update meets itself.
        var other = updates.FirstOrDefault(access => access.Syntax != update.Syntax) ?? writers.FirstOrDefault(access => access.Syntax != update.Syntax);
        return new VolatileUpdate(update, null, other);
    }
}
