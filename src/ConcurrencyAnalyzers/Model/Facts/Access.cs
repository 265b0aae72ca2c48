using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

internal enum AccessKind
{
    Read,
    Write,

    /// <summary>The old value decides the new one: what another thread writes in between is lost.</summary>
    ReadModifyWrite,
}

/// <summary>What part of an object's life an access belongs to.</summary>
internal enum Phase
{
    /// <summary>In a constructor or initializer of the object: nobody else has it yet, unless <c>this</c> escaped.</summary>
    Constructing,

    Normal,
}

/// <summary>Whether a call on a container puts something into it.</summary>
internal enum Storing
{
    None,

    /// <summary>Whatever was there before.</summary>
    Always,

    /// <summary>Only where the container had the key, or had it not, as the call demands.</summary>
    Sometimes,
}

/// <summary>A place that reads or writes memory which more than one thread may reach.</summary>
internal sealed class Access : Site
{
    public Access(Frame frame, SyntaxNode node, ExpressionSyntax target, Memory memory, MemoryPath path, AccessKind kind, LockSet locks)
        : base(frame, node, locks)
    {
        (Target, Memory, Path, Kind) = (target, memory, path, kind);
    }

    public Memory Memory { get; }

    /// <summary>The memory as the access's own frame names it.</summary>
    public MemoryPath Path { get; }

    public AccessKind Kind { get; }

    /// <summary>One step of the machine: an <c>Interlocked</c> or <c>Volatile</c> call.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Of what a container holds, made by a call on it: <c>_names.Add(name)</c>, <c>foreach (… in _names)</c>.</summary>
    public bool IsContent { get; init; }

    /// <summary>Of content, in one step: a call on a collection that any thread may use.</summary>
    public bool IsStep => IsContent && IsAtomic;

    /// <summary>The key or element that a call on a container is about, as it is written.</summary>
    public ExpressionSyntax? Key { get; init; }

    /// <summary>What a call on a container puts there.</summary>
    public Storing Storing { get; init; }

    /// <summary>Goes on after the call, until the task that the call gives is over: where that task goes. Null where the call is all there is.</summary>
    public Handle? Pending { get; init; }

    /// <summary>What a plain assignment puts into the variable.</summary>
    public IOperation? Value { get; init; }

    /// <summary>The bits that an update sets or clears, where they are constant: <c>flags |= Flags.Seen</c>, <c>flags &amp;= ~Flags.Seen</c>. Done twice it is as if done once.</summary>
    public (BinaryOperatorKind Kind, object? Constant)? Bits { get; init; }

    /// <summary>The update of a property, whose accessors have accesses of their own.</summary>
    public bool IsThroughAccessors { get; init; }

    /// <summary>Of the file that a text names: looks at it, fills it or, storing nothing, takes it away.</summary>
    public bool IsFile { get; init; }

    /// <summary>Of a collection that any thread may use: asks for its count, and then copies so many.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Reads a count or a flag of the container and none of its elements.</summary>
    public bool IsGlance { get; init; }

    /// <summary>The whole access: <c>x++</c>, <c>x += 1</c>, <c>x = x + 1</c>; of a read the reference itself.</summary>
    public SyntaxNode Node => Syntax;

    /// <summary>The part of <see cref="Node"/> that names the memory.</summary>
    public ExpressionSyntax Target { get; }

    /// <summary>The read that this update writes back, where it stands in a statement of its own.</summary>
    public SyntaxNode? EarlierRead { get; init; }

    /// <summary>The write alone is under a lock, which was taken after that read or let go in between.</summary>
    public bool LockedAtWrite { get; init; }

    /// <summary>The value is read before and written after an <c>await</c>.</summary>
    public bool SpansAwait { get; init; }

    public Phase Phase => Frame.Body.IsConstructing && Path.Root == PathRoot.This ? Phase.Constructing : Phase.Normal;

    public bool IsWrite => Kind != AccessKind.Read;

    public Location Location => Node.GetLocation();
}
