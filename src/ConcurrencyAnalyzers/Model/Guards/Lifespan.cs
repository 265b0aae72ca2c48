using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>When an object is nobody else's yet, or no more: what is done to it then needs no lock.</summary>
internal static class Lifespan
{
    private static readonly string[] s_beginnings = ["Init", "Initialize", "Initialise", "Setup", "SetUp", "Configure", "Activate"];

    /// <summary>Who ends an object's life has it to himself, or breaks a rule that no lock mends.</summary>
    public static bool IsEnd(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Destructor
        || method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" && (method.Parameters.IsEmpty || method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean);

    /// <summary>A second half of the constructor, by its name: <c>Init</c>, <c>InitializeAsync</c>, <c>ActivateOptions</c>; not <c>Initiate</c>.</summary>
    public static bool IsBeginning(IMethodSymbol method)
    {
        foreach (var word in s_beginnings)
        {
            if (method.Name.StartsWith(word, StringComparison.Ordinal) && (method.Name.Length == word.Length || char.IsUpper(method.Name[word.Length])))
                return true;
        }

        return false;
    }

    /// <summary>A call on an object that the caller has just made, and not yet given to a thread.</summary>
    public static bool IsStillNew(CallSite call) =>
        call.Receiver.Steps.IsEmpty && (call.Receiver.Root == PathRoot.Allocation || call.Receiver.Variable is ILocalSymbol local && (IsMadeHere(local) || call.Frame.Body.Owned.Contains(local)))
        && !call.Frame.Delegates.Exists(use => use.Fate is DelegateFate.Spawned or DelegateFate.Unknown && use.Syntax.SpanStart < call.Syntax.SpanStart);

    private static bool IsMadeHere(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax };

    /// <summary>
    /// Whether the frame itself starts the threads, and the access stands before them or behind their end: <c>_next = 0; _timer = new Timer(Tick);</c>,
    /// <c>thread.Join(); return _sum;</c>. Who starts a thread that a field keeps does so once. Also the handle itself is written then.
    /// </summary>
    public static bool IsOutsideThreads(Access access)
    {
        if (access.Path.Root is not (PathRoot.This or PathRoot.Static))
            return false;
        return IsOutsideThreads((Site)access)
            || (access.IsWrite && access.Frame.Parent is null && IsTimer(access.Memory.Type) && StartsOf(access.Frame).Count == 0
                && access.Frame.Delegates.Exists(use => use.Fate == DelegateFate.Passed && access.Syntax.Span.Contains(use.Syntax.Span)));
    }

    /// <summary>The same of what a method does on its own object that is called there: <c>Reset(); _timer = new Timer(Tick);</c>.</summary>
    public static bool IsOutsideThreads(CallSite call) =>
        (call.Target.IsStatic || call.Receiver is { Root: PathRoot.This, Steps.IsEmpty: true }) && IsOutsideThreads((Site)call);

    private static List<DelegateUse> StartsOf(Frame frame) =>
        frame.Body.Frames.Where(frame.Contains).SelectMany(static inner => inner.Delegates).Where(static use => use.Fate == DelegateFate.Spawned).ToList();

    private static bool IsOutsideThreads(Site site)
    {
        if (site.Frame.Parent is not null || site.Frame.Body.Frames.TrueForAll(static frame => frame.Delegates.Count == 0) || StartsOf(site.Frame) is not { Count: > 0 } starts)
            return false;

        var place = site.Syntax.SpanStart;
        var inside = site.Frame.Body.Frames.Where(site.Frame.Contains);

        var joins = inside.SelectMany(static frame => frame.Joins).ToList();
        var isWaitedFor = (joins.Count > 0 || starts.TrueForAll(static use => use.Joined || use.Handle.IsOverHere)) && !starts.Exists(IsReplaced);
        if (starts.TrueForAll(use => use.Syntax.SpanStart > place))
            return isWaitedFor || starts.Exists(IsKept) || site.Frame.Method is { IsStatic: true, Name: "Main" or "<Main>$" };
        return isWaitedFor && starts.TrueForAll(use => use.Syntax.Span.End <= place) && (joins.Count == 0 || joins.Exists(join => join.Syntax.SpanStart < place));
    }

    /// <summary>
    /// Whether all that else is done to the variable is done by the same frame, or by work that the frame starts behind the access: <c>_isDone = false;
    /// awaiter.OnCompleted(Finish);</c>. Two at once in the frame itself are not asked about.
    /// </summary>
    public static bool IsBeforeAllOthers(Access access, ImmutableArray<Access> all)
    {
        var frame = access.Frame;
        if (frame.Delegates.Count == 0 || frame.Parent is not null || frame.Method is null || access.Path.Root is not (PathRoot.This or PathRoot.Static) || !all.Any(other => other.Frame.Outermost != frame))
            return false;

        var starts = frame.Delegates.Where(use => use.Fate == DelegateFate.Spawned && use.Syntax.SpanStart > access.Syntax.Span.End && !AreInOneLoop(access.Syntax, use.Syntax)).ToList();
        return starts.Count > 0 && all.All(other => other.Frame.Outermost == frame || other.Frame.Body.IsConstructing
            || starts.Exists(start => SymbolEqualityComparer.Default.Equals(start.Source.Method?.OriginalDefinition, other.Frame.Outermost.Method)));
    }

    private static bool AreInOneLoop(SyntaxNode access, SyntaxNode start) => access.Ancestors().Any(outer => Loops.IsLoop(outer) && outer.Span.Contains(start.Span));

    /// <summary>A loop makes one after the other, and keeps them in one variable from outside: only the last of them can be waited for.</summary>
    private static bool IsReplaced(DelegateUse start) =>
        start.Syntax.Ancestors().TakeWhile(node => node != start.Frame.Syntax).FirstOrDefault(Loops.IsLoop) is { } loop
        && start.Handle.Paths.Any(path => path.Steps.IsEmpty && path.Variable is ILocalSymbol { Type.Name: "Thread" or "Task" } local
            && !local.DeclaringSyntaxReferences.Any(place => loop.Span.Contains(place.Span)));

    private static bool IsKept(DelegateUse start) =>
        start.Place == ApiPlace.Timer || start.Handle.Paths.Any(static path => path.Root is PathRoot.This or PathRoot.Static && !path.Steps.IsEmpty);

    private static bool IsTimer(ITypeSymbol type) => type.Name.EndsWith("Timer", StringComparison.Ordinal);
}
