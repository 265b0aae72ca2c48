namespace ConcurrencyAnalyzers.Model.Flow;

/// <summary>A place in a control-flow graph: block, operation in the block, and within one operation the end of the source, since inner parts end first.</summary>
internal readonly struct FlowPosition(int block, int operation, int end) : IEquatable<FlowPosition>, IComparable<FlowPosition>
{
    public int Block { get; } = block;

    public int Operation { get; } = operation;

    public int End { get; } = end;

    public int CompareTo(FlowPosition other) =>
        Block != other.Block ? Block.CompareTo(other.Block) : Operation != other.Operation ? Operation.CompareTo(other.Operation) : End.CompareTo(other.End);

    public bool Equals(FlowPosition other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is FlowPosition other && Equals(other);

    public override int GetHashCode() => (Block * 397) ^ (Operation * 31) ^ End;
}
