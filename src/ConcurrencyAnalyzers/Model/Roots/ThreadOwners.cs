using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What the program does with a thread that a field or property holds.</summary>
/// <param name="Start">Where it is started.</param>
/// <param name="IsJoined">Some member waits for it: <c>Dispose</c>, <c>Stop</c>, or any other.</param>
/// <param name="InVain">A join that is none, where there is no other.</param>
/// <param name="IsUnknown">Code that is not followed has it too.</param>
internal sealed record MemberEnd(SyntaxNode? Start, bool IsJoined, VainJoin? InVain, bool IsUnknown)
{
    public static readonly MemberEnd None = new(null, false, null, false);
    public static readonly MemberEnd Unknown = new(null, false, null, true);
}

/// <summary>A join that does not wait for the thread.</summary>
/// <param name="Gap">Why.</param>
/// <param name="Join">The join.</param>
/// <param name="Cause">What makes it one, if that is somewhere else.</param>
internal sealed record VainJoin(JoinGap Gap, SyntaxNode Join, SyntaxNode? Cause);

/// <summary>Looks for the join of a thread that outlives the method that starts it, wherever the field that holds it is mentioned.</summary>
internal sealed class ThreadOwners(BodyReader reader, SourceIndex index, CallGraph calls)
{
    /// <summary>A field that more members than this mention is Unknown.</summary>
    private const int MaxMembers = 64;

    /// <param name="members">The fields and properties that hold the thread, or a collection with it.</param>
    /// <param name="isOneOfMany">A loop fills the collection.</param>
    /// <param name="cancellation">Ends the question.</param>
    public MemberEnd EndOf(IReadOnlyCollection<ISymbol> members, bool isOneOfMany, CancellationToken cancellation)
    {
        var end = MemberEnd.None;
        foreach (var member in members)
        {
            var one = EndOf(member, isOneOfMany, cancellation);
            if (one.IsUnknown)
                return one;
            end = new MemberEnd(end.Start ?? one.Start, end.IsJoined || one.IsJoined, end.InVain ?? one.InVain, IsUnknown: false);
        }

        return end;
    }

    private MemberEnd EndOf(ISymbol member, bool isOneOfMany, CancellationToken cancellation)
    {
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, reader.Compilation.Assembly) || IsVisibleOutside(member))
            return MemberEnd.Unknown;

        if (index.MembersMentioning([member.Name], SourceIndex.DeclarationsThatSee(member), MaxMembers) is not { } mentions)
            return MemberEnd.Unknown;

        SyntaxNode? start = null;
        VainJoin? inVain = null;
        var joins = new List<(ThreadWait Wait, Frame Frame)>();
        foreach (var frame in mentions.SelectMany(one => reader.FactsOf(one, cancellation)).SelectMany(static body => body.Frames))
        {
            var paths = PathsTo(member, frame);
            if (paths.Length == 0)
                continue;

            // Each frame is read by itself: when the lambda runs in which a join stands is no question here.
            var handling = ThreadHandling.In(frame, path => paths.Any(one => one.IsPartOf(path) || path.IsPartOf(one)), reader, cancellation);
            if (handling.IsLost || handling.IsBackground)
                return MemberEnd.Unknown;

            start ??= handling.Starts.FirstOrDefault();
            foreach (var wait in handling.Waits)
            {
                if (InVain(wait, frame, cancellation) is { } vain)
                    inVain ??= vain;
                else
                    joins.Add((wait, frame));
            }
        }

        if (isOneOfMany && joins.Count == 1 && SingleJoins.IsOfOneElement(joins[0].Wait, member.Name, joins[0].Frame))
            return new MemberEnd(start, IsJoined: false, new VainJoin(JoinGap.OneOfMany, joins[0].Wait.Syntax, Cause: null), IsUnknown: false);
        return new MemberEnd(start, joins.Count > 0, inVain, IsUnknown: false);
    }

    private VainJoin? InVain(ThreadWait wait, Frame frame, CancellationToken cancellation)
    {
        if (wait.MayGiveUp)
            return new VainJoin(JoinGap.TimedOut, wait.Syntax, Cause: null);
        if (frame.Emptied.Count > 0 && reader.GraphOf(frame, cancellation) is { } graph
            && EmptiedCollections.Before(wait, graph.Entry, frame, graph) is { } emptied)
        {
            return new VainJoin(JoinGap.Emptied, wait.Syntax, emptied);
        }

        return UncalledMethods.IsUncalled(frame.Outermost, calls, cancellation) ? new VainJoin(JoinGap.Uncalled, wait.Syntax, Cause: null) : null;
    }

    /// <summary>The names of the member in a frame, and those that its value gets there.</summary>
    private static MemoryPath[] PathsTo(ISymbol member, Frame frame)
    {
        var own = frame.Joins.Select(static join => join.Handle)
            .Concat(frame.Starts.Select(static start => start.Handle))
            .Concat(frame.Waits.Select(static wait => wait.Signal))
            .Concat(frame.Backgrounds.Select(static background => background.Handle))
            .Concat(frame.Aliases.Select(static alias => alias.Path))
            .Concat(frame.Passes.Select(static pass => pass.Handle))
            .Where(path => path.Steps.Any(step => SymbolEqualityComparer.Default.Equals(step.Symbol?.OriginalDefinition, member.OriginalDefinition)))
            .Distinct().ToImmutableArray();
        return own.IsEmpty ? [] : Lifetimes.Everywhere(new Handle { Paths = own }, frame).Paths.ToArray();
    }

    private static bool IsVisibleOutside(ISymbol member)
    {
        for (var one = member; one is not null and not INamespaceSymbol; one = one.ContainingSymbol)
        {
            if (one.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
