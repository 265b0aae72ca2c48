using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds plain writes of variables that <c>Interlocked</c> updates elsewhere.</summary>
/// <remarks>
/// Whoever calls <c>Interlocked</c> says that threads meet here, so that none has to be shown for a field; shown ones make it a warning. Silent where the object is still being
/// made, where one lock keeps both sides apart, and where one thread alone can be shown to write. Plain reads are nobody's matter here.
/// </remarks>
internal sealed class MixedAccesses(BodyReader reader, SourceIndex index, MemoryUses uses, WriteGuards guards, RaceFinder races)
{
    private readonly ConcurrentDictionary<Access, MixedAccess?> _known = new();

    public IEnumerable<MixedAccess> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in TreeIndex.Of(tree, cancellation).MentioningAny(index.IsNameOfAtomic))
        {
            if (!member.Node.DescendantNodes().Any(node => Targets.IsChange(node, index.IsNameOfAtomic)))
                continue;
            foreach (var access in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
            {
                if (At(access, cancellation) is { } mixed)
                    yield return mixed;
            }
        }
    }

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a write.</summary>
    public MixedAccess? At(Access access, CancellationToken cancellation)
    {
        if (!access.IsWrite || access.IsAtomic || !index.IsNameOfAtomic(access.Memory.Name))
            return null;
        return _known.TryGetValue(access, out var known) ? known : _known.GetOrAdd(access, Find(access, cancellation));
    }

    private MixedAccess? Find(Access write, CancellationToken cancellation)
    {
        // An array that cannot change is replaced by one made of it: `LostSnapshots` speaks of that.
        if (ImmutableArrays.Hold(write.Memory.Type) || IsOfNewObject(write.Path) || guards.IsOnlyMaking(write, cancellation))
            return null;

        var use = uses.Of(write.Memory, cancellation);
        if (use.Cause != UnknownCause.None || use.IsConfined)
            return null;

        // What is written back is the result of an atomic step that stands inside the assignment.
        var atomics = use.Accesses.Where(static access => access is { IsAtomic: true, Kind: AccessKind.ReadModifyWrite }).ToList();
        var inside = atomics.FirstOrDefault(atomic => write.Syntax.Span.Contains(atomic.Syntax.Span) && atomic.Syntax.SyntaxTree == write.Syntax.SyntaxTree);
        var other = atomics.FirstOrDefault(atomic => atomic.Frame != write.Frame) ?? atomics.FirstOrDefault();
        var isUpdate = write.Kind == AccessKind.ReadModifyWrite || inside is not null;
        if (!isUpdate)
            other = IsOrderedAnyway(write.Memory.Symbol) ? null : atomics.FirstOrDefault(atomic => IsOpenedBy(atomic, write, cancellation));
        if (other is null)
            return null;
        if (isUpdate && races.RaceOn(write, cancellation).Proves(out var race))
            return new MixedAccess(write, other, isUpdate, inside, race);
        if (write.Memory.Symbol is not IFieldSymbol || atomics.All(atomic => IsBegunBy(write, atomic)))
            return null;

        var writers = use.Accesses.Where(access => access.IsWrite && !guards.IsOnlyMaking(access, cancellation)).ToList();
        if (guards.HaveOneLock([write, .. atomics], cancellation) || guards.HaveOneThread(writers, cancellation) || guards.MayHoldUnknownLock(write, cancellation))
            return null;
        return new MixedAccess(write, other, isUpdate, inside, Race: null);
    }

    /// <summary>
    /// <c>CompareExchange(ref _busy, 1, 0) == 0</c> waits for a plain <c>_busy = 0</c>, and whoever gets in believes that what stands before that write has happened.
    /// A mere counter orders nothing, nor does a state that nobody waits for.
    /// </summary>
    private bool IsOpenedBy(Access atomic, Access write, CancellationToken cancellation)
    {
        if (write.Value?.ConstantValue is not { HasValue: true, Value: { } written }
            || atomic.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var step }, Parent: BinaryExpressionSyntax or IsPatternExpressionSyntax } call)
        {
            return false;
        }

        return call.ArgumentList.Arguments switch
        {
            { Count: 3 } arguments when step == "CompareExchange" => ConstantAt(arguments[2].Expression, cancellation)?.Equals(written) == true,
            { Count: 2 } arguments when step == "Exchange" => ConstantAt(arguments[1].Expression, cancellation)?.Equals(written) == false,
            _ => false,
        };
    }

    private object? ConstantAt(ExpressionSyntax value, CancellationToken cancellation) => reader.ModelOf(value.SyntaxTree).GetConstantValue(value, cancellation).Value;

    /// <summary>
    /// The step stands in work that the method of the write begins itself, <c>Parallel.For(0, n, _ =&gt; Interlocked.Increment(ref _count)); _count++;</c>: the threads are all in
    /// sight, and where they meet the write is a race.
    /// </summary>
    private static bool IsBegunBy(Access write, Access atomic) =>
        write.Frame.Parent is null && atomic.Frame.Body == write.Frame.Body
        && write.Frame.Body.Frames.SelectMany(static frame => frame.Delegates)
            .Any(use => use.Fate == DelegateFate.Spawned && use.Source.Method is { } work && SymbolEqualityComparer.Default.Equals(work, atomic.Frame.Method));

    /// <summary>The write of a volatile field, and of a reference, is seen after all that was written before it.</summary>
    private static bool IsOrderedAnyway(ISymbol variable) => variable is IFieldSymbol { IsVolatile: true } or IFieldSymbol { Type.IsReferenceType: true };

    /// <summary>An object that a local has just made: nobody else has it yet, as far as one body tells.</summary>
    private static bool IsOfNewObject(MemoryPath path) =>
        path.Root == PathRoot.Allocation
        || (path.Root == PathRoot.Local && !path.Steps.IsEmpty && path.Variable!.DeclaringSyntaxReferences.Any(static place =>
            place.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax }));
}
