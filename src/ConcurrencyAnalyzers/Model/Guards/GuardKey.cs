using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>A lock as the variable sees it that it guards: the field beside it, the object around it, a static.</summary>
/// <remarks>Two accesses name their objects differently, <c>_count</c> and <c>other._count</c>, and hold the same lock of each: <c>_gate</c> and <c>other._gate</c>.</remarks>
internal readonly struct GuardKey : IEquatable<GuardKey>
{
    private readonly MemoryPath _path;

    /// <summary>How many objects further out than the variable's own the lock belongs to. A collection is no object by itself: one item can be in several.</summary>
    private readonly int _out;

    /// <param name="path">As members of the variable's type call it.</param>
    public GuardKey(MemoryPath path)
        : this(path, 0)
    {
    }

    private GuardKey(MemoryPath path, int @out) => (_path, _out) = (path, @out);

    /// <summary>The lock <paramref name="held"/> seen from <paramref name="access"/>; null where it belongs to another object than the memory's, or one around that.</summary>
    public static GuardKey? For(MemoryPath held, MemoryPath access, Memory memory)
    {
        // Which item of a collection it is has another name at each access.
        (held, access) = (held.WithAnyIndex(), access.WithAnyIndex());
        if (held.Root == PathRoot.Static)
            return new GuardKey(held);

        // The item of a tuple is a part of the variable that holds the tuple.
        var variable = access;
        while (!memory.IsElement && !variable.Steps.IsEmpty && variable.Steps[variable.Steps.Length - 1].Symbol is IFieldSymbol { ContainingType.IsTupleType: true })
            variable = variable.WithoutLast();

        var owner = memory.IsElement ? variable.WithoutLast().WithoutLast() : variable.WithoutLast();
        for (var steps = 0; ;)
        {
            // `lock (_list)` around `_list.Add(…)`: the container is its own guard.
            if (held.IsPartOf(owner))
            {
                var path = MemoryPath.This;
                foreach (var step in held.Steps.Skip(owner.Steps.Length))
                    path = path.Then(step);
                return new GuardKey(path, steps);
            }

            if (owner.Steps.IsEmpty)
                return null;
            if (owner.End is not null)
                steps++;
            owner = owner.WithoutLast();
        }
    }

    /// <summary>The lock as members of the variable's type call it; null where it belongs to an object further out, for which they have no name.</summary>
    public MemoryPath? Beside => _out == 0 ? _path : null;

    /// <summary>
    /// Whether an access says to whom its object belongs, as far out as the lock is: of what a method is given, <c>Stop(Job job)</c>, nobody knows in whose collection
    /// it is.
    /// </summary>
    public bool IsNamedBy(MemoryPath access) => _out == 0 || access.Members > _out;

    public bool IsOfOwner => _out > 0;

    /// <summary><c>_outer._gate</c>: the lock of another object, which its own code calls by a shorter name.</summary>
    public bool IsOfAnother => _path.Members > 1;

    public bool Equals(GuardKey other) => _out == other._out && _path.Equals(other._path);

    public override bool Equals(object? obj) => obj is GuardKey other && Equals(other);

    public override int GetHashCode() => _path.GetHashCode() ^ _out;
}
