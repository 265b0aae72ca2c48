using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds plain writes of variables that <c>Interlocked</c> updates elsewhere.</summary>
/// <remarks>
/// Whoever calls <c>Interlocked</c> says that threads meet here, so that none has to be shown for a field. Silent where the object is still being
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
        if (IsOfNewObject(write.Path) || guards.IsOnlyMaking(write, cancellation))
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
            other = IsOrderedAnyway(write.Memory.Symbol) ? null : atomics.FirstOrDefault(IsGate);
        if (other is null)
            return null;
        if (write.Memory.Symbol is not IFieldSymbol && !races.RaceOn(write, cancellation).Proves(out _))
            return null;

        var writers = use.Accesses.Where(access => access.IsWrite && !guards.IsOnlyMaking(access, cancellation)).ToList();
        if (guards.HaveOneLock([write, .. atomics], cancellation) || guards.HaveOneThread(writers, cancellation) || guards.MayHoldUnknownLock(write, cancellation))
            return null;
        return new MixedAccess(write, other, isUpdate, inside);
    }

    /// <summary>Somebody waits for a value, and then goes on in the belief that what stands before its write has happened. A mere counter orders nothing.</summary>
    private static bool IsGate(Access atomic) =>
        atomic.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareExchange" or "Exchange" }, Parent: not ExpressionStatementSyntax };

    /// <summary>The write of a volatile field, and of a reference, is seen after all that was written before it.</summary>
    private static bool IsOrderedAnyway(ISymbol variable) => variable is IFieldSymbol { IsVolatile: true } or IFieldSymbol { Type.IsReferenceType: true };

    /// <summary>An object that a local has just made: nobody else has it yet, as far as one body tells.</summary>
    private static bool IsOfNewObject(MemoryPath path) =>
        path.Root == PathRoot.Allocation
        || (path.Root == PathRoot.Local && !path.Steps.IsEmpty && path.Variable!.DeclaringSyntaxReferences.Any(static place =>
            place.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax }));
}
