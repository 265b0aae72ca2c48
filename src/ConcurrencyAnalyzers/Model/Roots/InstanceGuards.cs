using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds writes of static memory under locks of which each instance has its own.</summary>
/// <remarks>
/// The lock says that threads meet, so that none has to be shown. Silent where any other lock is held, where the lock object may come from elsewhere,
/// where nothing of the old value is lost, and where there is only one instance.
/// </remarks>
internal sealed class InstanceGuards(BodyReader reader, SourceIndex index, MemoryUses uses, Containers containers, WriteGuards guards, Instances instances)
{
    private readonly ConcurrentDictionary<Access, InstanceGuard?> _known = new();

    public IEnumerable<InstanceGuard> In(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!DeclaredNames.Of(tree, cancellation).TakesLocks)
            yield break;

        foreach (var member in TreeIndex.Of(tree, cancellation).MentioningAny(index.IsNameOfStatic))
        {
            if (!member.ChangedContents.Any(index.IsNameOfStatic) && !member.Node.DescendantNodes().Any(MayChangeStatic))
                continue;
            foreach (var access in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
            {
                if (At(access, cancellation) is { } found)
                    yield return found;
            }
        }
    }

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a write.</summary>
    public InstanceGuard? At(Access access, CancellationToken cancellation)
    {
        if (!access.IsWrite || access.IsAtomic || !access.Memory.IsStatic || IsOneStep(access))
            return null;
        return _known.TryGetValue(access, out var known) ? known : _known.GetOrAdd(access, Find(access, cancellation));
    }

    /// <summary>A plain assignment of one word, in a function that does not look at the variable: the last one wins, as it would under a lock.</summary>
    private static bool IsOneStep(Access write) =>
        write is { Kind: AccessKind.Write, IsContent: false } && UnguardedUse.IsOneStep(write.Memory.Type)
        && !write.Frame.Accesses.Exists(read => read.Kind == AccessKind.Read && read.Memory.Equals(write.Memory));

    private bool MayChangeStatic(SyntaxNode node) => Targets.IsChange(node, index.IsNameOfStatic);

    private InstanceGuard? Find(Access write, CancellationToken cancellation)
    {
        if (write.Frame.Outermost.Method is not { IsStatic: false, ContainingType: { TypeKind: TypeKind.Class } owner } || uses.Of(write.Memory, cancellation).IsConfined)
            return null;

        // The callers may be those of an object that they have just made: its lock is none to them, and is held all the same.
        var held = guards.HeldAlways(write, cancellation);
        held = held.RemoveAll(one => write.Locks.Held.Any(own => own.Syntax == one.Syntax)).AddRange(write.Locks.Held);
        if (held.IsEmpty || !held.All(one => IsOfInstance(one, cancellation)) || guards.IsOnlyMaking(write, cancellation))
            return null;
        if ((write.IsContent && !containers.IsPlain(write.Memory, cancellation)) || !instances.AreMany(owner.OriginalDefinition, cancellation))
            return null;
        return new InstanceGuard(write, held[held.Length - 1]);
    }

    /// <summary>Whether each object has a lock of its own: itself, or an object that it makes for a field of its own.</summary>
    private bool IsOfInstance(HeldLock held, CancellationToken cancellation)
    {
        if (held.Mode != LockMode.Exclusive || held.IsGate)
            return false;
        if (held.Text == "this")
            return true;
        return held.Symbol is IFieldSymbol { IsStatic: false } field && (held.Text == field.Name || held.Text == "this." + field.Name) && IsMadeByItsObject(field, cancellation);
    }

    private bool IsMadeByItsObject(IFieldSymbol field, CancellationToken cancellation)
    {
        var values = field.DeclaringSyntaxReferences.Select(place => (place.GetSyntax(cancellation) as VariableDeclaratorSyntax)?.Initializer?.Value).OfType<ExpressionSyntax>().ToList();
        var use = uses.Of(new Memory(field, isElement: false), cancellation);
        foreach (var write in use.Accesses.Where(static access => access.IsWrite))
        {
            if (write.Syntax is not AssignmentExpressionSyntax { Right: var value })
                return false;
            values.Add(value);
        }

        return use.Cause == UnknownCause.None && values.Count > 0
            && values.All(static value => value is BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or ArrayCreationExpressionSyntax);
    }
}
