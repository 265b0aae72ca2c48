using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Costs;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Where threads that others wait for enter the code of a file, and the work of the processor that they meet there.</summary>
/// <remarks>
/// Errs towards silence: code is served where a declaration, a table or a loop that reads a feed says so. <c>Main</c>, tests, threads of their own and
/// what somebody has given to the pool himself are nobody's to wait for, nor is code that merely stands behind an await.
/// </remarks>
internal sealed class ServingRoots(BodyReader reader, ApiLookup api, ApiTables tables, SourceIndex index, CallGraph calls, CostFinder costs)
{
    /// <summary>How far up it is asked who runs a loop.</summary>
    private const int MaxWays = 4;

    private readonly DeclaredRoots _declared = new(api);
    private readonly FeedLoops _feeds = new(reader, api);
    private readonly LateTimers _timers = new(reader, index);

    /// <summary>The work that is met in <paramref name="tree"/>, in order of position.</summary>
    public IEnumerable<ServedWork> WorkIn(SyntaxTree tree, CancellationToken cancellation)
    {
        var names = TreeIndex.Of(tree, cancellation);
        var serving = new HashSet<MemberSyntax>(names.MentioningAny(tables.Serve));
        var met = new HashSet<SyntaxNode>();
        foreach (var member in names.Members)
        {
            cancellation.ThrowIfCancellationRequested();
            var mayServe = serving.Contains(member) || member.Updates.Any(static update => update.IsKind(SyntaxKind.AddAssignmentExpression));
            foreach (var work in DeclaredIn(member.Node, cancellation).Concat(mayServe ? HandedOverIn(member.Node, cancellation) : []).SelectMany(root => WorkOf(root, cancellation)))
            {
                if (met.Add(work.Place))
                    yield return work;
            }
        }
    }

    private IEnumerable<ServedWork> WorkOf(ServingRoot root, CancellationToken cancellation) =>
        costs.PlacesIn(root.Code, site => IsIn(site.Syntax, root.Loop), chain => IsMetBy(root.Kind, chain) && chain.Factors.All(factor => factor.Pattern is null || OutsideTexts.IsAny(factor.Pattern, root)), cancellation)
            .Select(found => new ServedWork(root, found.Place, found.Chain));

    private static bool IsIn(SyntaxNode place, SyntaxNode? loop) => loop is null || (place != loop && loop.Span.Contains(place.Span));

    private static bool IsMetBy(ServingKind kind, CostChain chain) => kind switch
    {
        ServingKind.Start => !chain.IsAfterAwait,
        ServingKind.Ui => !chain.IsOffContext,
        _ => true,
    };

    /// <summary>The method itself: by what it is, or because somebody hands it over as a delegate that serves.</summary>
    private IEnumerable<ServingRoot> DeclaredIn(SyntaxNode member, CancellationToken cancellation)
    {
        if (member is not MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } declaration || declaration is { Body: null, ExpressionBody: null })
            return [];

        var name = declaration.Identifier.ValueText;
        var mayBeDeclared = type.BaseList is not null || type.AttributeLists.Count > 0 || declaration.AttributeLists.Count > 0
            || type.Modifiers.Any(SyntaxKind.PartialKeyword) || name is "Invoke" or "InvokeAsync";
        var mayBeHandedOver = index.HandsOver(name);
        if ((!mayBeDeclared && !mayBeHandedOver) || reader.ModelOf(member.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) is not { } method)
            return [];

        if (_declared.Of(method) is { } root)
            return [root];

        // Who hands it over is the dearer question: it is asked where there is something to say.
        return mayBeHandedOver && costs.PlacesIn(method, static _ => true, static _ => true, cancellation).Any() ? HandOversOf(method, cancellation) : [];
    }

    private IEnumerable<ServingRoot> HandOversOf(IMethodSymbol method, CancellationToken cancellation) =>
        reader.FrameOf(method, cancellation) is not { } frame
            ? []
            : calls.CallersOf(frame, cancellation).Sites.OfType<DelegateUse>().Select(use => RootOf(use, method, cancellation)).OfType<ServingRoot>().Take(1);

    /// <summary>Lambdas and local functions that the member hands over, and its own loops over what comes in.</summary>
    private IEnumerable<ServingRoot> HandedOverIn(SyntaxNode member, CancellationToken cancellation)
    {
        foreach (var frame in reader.FactsOf(member, cancellation).SelectMany(static body => body.Frames))
        {
            foreach (var use in frame.Delegates)
            {
                if (use.Source.Method is { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } code && RootOf(use, code, cancellation) is { } root)
                    yield return root;
            }

            foreach (var loop in _feeds.In(frame, cancellation))
            {
                if (costs.PlacesIn(loop.Code, site => IsIn(site.Syntax, loop.Loop), static _ => true, cancellation).Any() && IsServing(frame, MaxWays, cancellation))
                    yield return loop;
            }
        }
    }

    private ServingRoot? RootOf(DelegateUse use, IMethodSymbol code, CancellationToken cancellation) =>
        KindOf(use, cancellation) is { } kind ? new ServingRoot(code, kind, NameOf(use.How)) : null;

    private ServingKind? KindOf(DelegateUse use, CancellationToken cancellation) => use switch
    {
        { Fate: DelegateFate.OnUi } => ServingKind.Ui,
        { Fate: not DelegateFate.Spawned } => null,
        { Place: ApiPlace.Request } => ServingKind.Request,
        { Place: ApiPlace.Timer, Many: true } => ServingKind.Timer,
        { Place: ApiPlace.Timer, AtStart: true } when _timers.Tick(use, cancellation) => ServingKind.Timer,
        { IsIo: true } => ServingKind.Completion,
        _ => null,
    };

    /// <summary>The class around an extension method says nothing to its readers.</summary>
    private static string NameOf(string how) => how.IndexOf("Extensions.", StringComparison.Ordinal) is > 0 and var at ? how.Substring(at + "Extensions.".Length) : how;

    /// <summary>
    /// Whether a loop over what comes in is run by somebody who serves: not where every way to it leads from <c>Main</c>, a test, a thread of its own or
    /// work that was given to the pool on purpose. What nobody here calls is called from outside.
    /// </summary>
    private bool IsServing(Frame frame, int ways, CancellationToken cancellation)
    {
        if (ways == 0 || frame.Method is not { } method || EndOfProgram.IsMain(frame) || TestCode.IsTest(method))
            return false;
        if (_declared.Of(method) is not null)
            return true;

        var callers = calls.CallersOf(frame, cancellation);
        return callers.IsComplete && (callers.Sites.IsEmpty ? frame.Parent is null : callers.Sites.Any(site => IsServing(site, ways, cancellation)));
    }

    private bool IsServing(Site site, int ways, CancellationToken cancellation) => site switch
    {
        CallSite call => IsLeftAlone(call.Result) || IsServing(call.Frame, ways - 1, cancellation),
        DelegateUse { Fate: DelegateFate.Called } use => IsServing(use.Frame, ways - 1, cancellation),
        DelegateUse use => KindOf(use, cancellation) is not null,
        _ => false,
    };

    /// <summary>Begun and not waited for: from its first await on it runs when something comes in, whoever began it.</summary>
    private static bool IsLeftAlone(Handle task) => task is { IsOverHere: false, Returned: false, Escapes: false } && task.Paths.IsEmpty;
}
