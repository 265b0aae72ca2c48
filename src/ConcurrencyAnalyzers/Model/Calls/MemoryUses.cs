using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>All accesses to a variable in the compilation.</summary>
internal sealed class MemoryUses(BodyReader reader, SourceIndex index, ApiLookup api)
{
    /// <summary>A variable that more members than this mention is Unknown.</summary>
    public const int MaxMembers = 128;

    /// <summary>How far a reference is followed through <c>ref</c> parameters and array arguments.</summary>
    private const int MaxHandovers = 3;

    private readonly ConcurrentDictionary<Memory, MemoryUse> _known = new();

    public MemoryUse Of(Memory memory, CancellationToken cancellation) =>
        _known.TryGetValue(memory, out var use) ? use : _known.GetOrAdd(memory, Find(memory, cancellation));

    private MemoryUse Find(Memory memory, CancellationToken cancellation)
    {
        if ((memory.Symbol is IFieldSymbol field && PathResolver.IsOfThread(field)) || (index.Confined.Contains(memory.Name) && Annotations.HomeOf(memory.Symbol) is not null))
            return new MemoryUse(ImmutableArray<Access>.Empty, UnknownCause.None, IsConfined: true);

        var bodies = BodiesOf(memory, cancellation);
        if (bodies is null)
            return new MemoryUse(ImmutableArray<Access>.Empty, UnknownCause.TooManyMentions);

        var accesses = new List<Access>();
        var steps = new List<Access>();
        var leaks = bodies.Any(body => body.Leaking.Contains(memory.Symbol));
        foreach (var frame in bodies.SelectMany(static body => body.Frames))
        {
            foreach (var access in frame.Accesses)
            {
                if (Refers(access, cancellation) is { } meant && meant.Memory.Equals(memory))
                    accesses.Add(meant);
            }

            steps.AddRange(frame.Steps.Where(step => step.Memory.Equals(memory)));
            foreach (var call in frame.Calls)
            {
                foreach (var argument in call.Arguments)
                {
                    if (argument.ByReference is { } passed && passed.DepthOf(memory) is { } depth && !AddCallees(call, argument, depth, accesses, MaxHandovers, cancellation))
                        leaks |= passed.Equals(memory);
                }
            }
        }

        accesses.Sort(ByPlace);
        steps.Sort(ByPlace);
        return new MemoryUse(accesses.ToImmutableArray(), leaks ? UnknownCause.LeavesByReference : UnknownCause.None) { Steps = steps.ToImmutableArray() };
    }

    /// <summary>
    /// An access as a question wants it: the update of a property with accessors is one of the field behind it, made in as many steps
    /// as the accessors take, whatever lock each of them holds.
    /// </summary>
    public Access? Refers(Access access, CancellationToken cancellation)
    {
        if (access.Memory.Symbol is not IPropertySymbol property || PropertyShapes.HasField(property))
            return access;

        if (property.GetMethod is not { } getter || property.SetMethod is not { } setter
            || reader.FrameOf(getter.OriginalDefinition, cancellation) is not { } get || reader.FrameOf(setter.OriginalDefinition, cancellation) is not { } set)
        {
            return null;
        }

        var written = set.Accesses.Where(static one => one.IsWrite).ToList();
        if (written.Count != 1 || !get.Accesses.Any(one => one.Kind == AccessKind.Read && one.Path.Equals(written[0].Path)))
            return null;

        var own = access.Path.Steps;
        var step = PathStep.Member(written[0].Memory.Symbol);
        var path = written[0].Path.Root == PathRoot.Static ? written[0].Path.ConstructedAs(access.Path) : access.Path.WithoutLast().Then(step);
        return own.IsEmpty || written[0].Path.Steps.Length != 1
            ? null
            : new Access(access.Frame, access.Syntax, access.Target, written[0].Memory, path, AccessKind.ReadModifyWrite, access.Locks) { IsThroughAccessors = true };
    }

    /// <summary>What the callee does to memory that it gets by reference counts as done to that memory, which lies <paramref name="depth"/> elements behind its parameter.</summary>
    private bool AddCallees(CallSite call, Argument argument, int depth, List<Access> accesses, int handovers, CancellationToken cancellation)
    {
        if (handovers == 0)
            return false;

        // What an interface's method does with a collection is a use more, and no reason to believe less in those that are seen.
        if (reader.FrameOf(call.Target, cancellation) is not { } callee)
            return call.Target.Parameters.FirstOrDefault(one => one.Ordinal == argument.Ordinal) is { RefKind: RefKind.None };

        var parameter = callee.Method!.Parameters.FirstOrDefault(one => one.Ordinal == argument.Ordinal);
        if (parameter is null || callee.Body.Leaking.Contains(parameter))
            return false;

        var complete = true;
        var memory = new Memory(parameter, depth);
        foreach (var frame in callee.Body.Frames)
        {
            accesses.AddRange(frame.Accesses.Where(access => access.Memory.Equals(memory)));
            foreach (var further in frame.Calls)
            {
                foreach (var passed in further.Arguments)
                {
                    if (passed.ByReference?.DepthOf(memory) is { } deeper)
                        complete &= AddCallees(further, passed, deeper, accesses, handovers - 1, cancellation);
                }
            }
        }

        return complete;
    }

    /// <summary>The bodies that can mention the variable; null if they are too many.</summary>
    private List<BodyFacts>? BodiesOf(Memory memory, CancellationToken cancellation)
    {
        var symbol = memory.Symbol;
        if (symbol is ILocalSymbol || (symbol is IParameterSymbol && !IsCaptured(symbol)))
        {
            var place = symbol.DeclaringSyntaxReferences.FirstOrDefault();
            var member = place is null ? null : TreeIndex.Of(place.SyntaxTree, cancellation).MemberAt(place.Span.Start);
            return member is null ? [] : [.. reader.FactsOf(member.Node, cancellation)];
        }

        var declarations = symbol is IParameterSymbol ? symbol.ContainingType.DeclaringSyntaxReferences : SourceIndex.DeclarationsThatSee(symbol);
        var members = index.MembersMentioning([symbol.Name], declarations, MaxMembers);
        if (MembersOver(symbol).ToList() is { Count: > 0 } properties)
            members = Union(members, index.MembersMentioning(properties, within: null, MaxMembers));
        if (memory.IsElement && members is not null && MembersShowing(symbol).ToList() is { Count: > 0 } getters && index.MembersMentioning(getters, within: null, MaxMembers) is { } users)
            members = [.. members.Union(users)];
        return members?.SelectMany(one => reader.FactsOf(one, cancellation)).ToList();
    }

    private static List<SyntaxNode>? Union(List<SyntaxNode>? ones, List<SyntaxNode>? others) => ones is null || others is null ? null : [.. ones.Union(others)];

    /// <summary>A primary constructor's parameter lives on in the object.</summary>
    private static bool IsCaptured(ISymbol symbol) => symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };

    /// <summary>Properties with accessors of their own through which the field may be reached, and members that return it by reference.</summary>
    private static IEnumerable<string> MembersOver(ISymbol symbol) =>
        symbol is IFieldSymbol field
            ? field.ContainingType.GetMembers()
                .Where(member => PropertyShapes.FieldsReferredToBy(member).Contains(field, SymbolEqualityComparer.Default)
                    || member is IPropertySymbol { IsIndexer: false, SetMethod: not null } property && SymbolEqualityComparer.Default.Equals(property.Type, field.Type) && !PropertyShapes.IsAuto(property))
                .Select(static member => member.Name)
            : [];

    /// <summary>
    /// Members that give the object in the field, or an item of it, to be used elsewhere. What many mention by such a name, <c>Items</c>, is left out: then only
    /// the class's own uses are known.
    /// </summary>
    private IEnumerable<string> MembersShowing(ISymbol symbol) =>
        symbol is IFieldSymbol { ContainingType: { } type }
            ? type.GetMembers()
                .Where(member => member is IPropertySymbol property && !PropertyShapes.IsAuto(property) && SymbolEqualityComparer.Default.Equals(PropertyShapes.FieldBehind(property), symbol)
                    || SymbolEqualityComparer.Default.Equals(ResultShapes.Of(member, api)?.Variable, symbol))
                .Select(static member => member is IPropertySymbol { IsIndexer: true } ? "" : member.Name).Where(static name => name.Length > 0)
            : [];

    private static int ByPlace(Access one, Access two)
    {
        var paths = string.CompareOrdinal(one.Syntax.SyntaxTree.FilePath, two.Syntax.SyntaxTree.FilePath);
        return paths != 0 ? paths : one.Target.SpanStart.CompareTo(two.Target.SpanStart);
    }
}

/// <summary>The accesses to a variable.</summary>
/// <param name="Accesses">In order of path and position.</param>
/// <param name="Cause">Why there may be others, or <see cref="UnknownCause.None"/>.</param>
/// <param name="IsConfined">Each thread has a variable of its own, or one thread alone touches it, as it declares.</param>
internal sealed record MemoryUse(ImmutableArray<Access> Accesses, UnknownCause Cause, bool IsConfined = false)
{
    /// <summary>Of the content of a collection that any thread may use, the calls on it; in order of path and position.</summary>
    public ImmutableArray<Access> Steps { get; init; } = ImmutableArray<Access>.Empty;
}
