using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Who calls a frame, or makes a delegate of it: found by name, then by symbol, only for the frames that a question leads to.</summary>
internal sealed class CallGraph(BodyReader reader, SourceIndex index, Implementations implementations)
{
    /// <summary>
    /// More members than this that mention a method's name, and its callers are Unknown: such a name (Add, Run, Dispose) is nobody's in particular,
    /// and binding them all for one question would cost more than the whole file that asks.
    /// </summary>
    public const int MaxCandidates = 200;

    private readonly ConcurrentDictionary<Frame, Callers> _callers = new();
    private readonly ImplicitConstructors _implicit = new(implementations);

    public Callers CallersOf(Frame frame, CancellationToken cancellation) =>
        _callers.TryGetValue(frame, out var known) ? known : _callers.GetOrAdd(frame, Find(frame, cancellation));

    /// <summary>What a method does with a delegate or a sequence that it is given, in its own frames and those of its lambdas.</summary>
    public IEnumerable<DelegateUse> UsesOfParameter(IMethodSymbol method, int ordinal, CancellationToken cancellation)
    {
        if (reader.FrameOf(method, cancellation) is not { } frame)
            return [];

        return frame.Body.Frames.SelectMany(static one => one.Delegates.Concat(one.Walks))
            .Where(use => use.Source.Parameter is { } parameter && parameter.Ordinal == ordinal && IsOf(parameter, frame.Method!));
    }

    /// <summary>What is done with the delegate or sequence that <paramref name="kept"/> puts into a field, property or event.</summary>
    /// <returns>Null where too many members mention it, or the delegate there may be another one: nobody knows which of two runs when.</returns>
    public IReadOnlyList<DelegateUse>? UsesOfKept(DelegateUse kept, CancellationToken cancellation)
    {
        // Only its own type raises an event.
        var member = kept.KeptIn!;
        var within = member is IEventSymbol ? member.ContainingType.DeclaringSyntaxReferences : SourceIndex.DeclarationsThatSee(member);
        if (index.MembersMentioning([member.Name], within, MaxCandidates) is not { } members)
            return null;

        var uses = new List<DelegateUse>();
        foreach (var body in members.SelectMany(one => reader.FactsOf(one, cancellation)))
        {
            if (member is not IEventSymbol && (body.Leaking.Contains(member) || body.Frames.Any(frame => PutsAnother(frame, kept))))
                return null;
            uses.AddRange(body.Frames.SelectMany(static frame => frame.Delegates.Concat(frame.Walks)).Where(use => SymbolEqualityComparer.Default.Equals(use.Source.Member, member)));
        }

        return uses;
    }

    /// <summary>Whether <paramref name="frame"/> sets the member to something else than nothing and what <paramref name="kept"/> puts there.</summary>
    private static bool PutsAnother(Frame frame, DelegateUse kept) =>
        frame.Delegates.Any(use => use != kept && use.Syntax != kept.Syntax && use.Fate == DelegateFate.Kept && SymbolEqualityComparer.Default.Equals(use.KeptIn, kept.KeptIn))
        || frame.Accesses.Any(access => access.IsWrite && SymbolEqualityComparer.Default.Equals(access.Memory.Symbol, kept.KeptIn)
            && !access.Syntax.Span.Contains(kept.Syntax.Span) && !(access.Syntax is AssignmentExpressionSyntax { Right: LiteralExpressionSyntax }));

    private static bool IsOf(IParameterSymbol parameter, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method);

    private Callers Find(Frame frame, CancellationToken cancellation)
    {
        if (frame.Method is not { } method)
            return frame.Body.InitializedType is { } type ? SitesOf(type.InstanceConstructors.Where(static one => !RunsAnother(one)).ToList(), within: null, cancellation) : Callers.None;

        if (frame.Parent is not null)
            return new Callers(SitesIn([frame.Body], [method]).ToImmutableArray(), IsComplete: true);

        return SitesOf(TargetsOf(method), method.ExplicitInterfaceImplementations.IsEmpty ? SourceIndex.DeclarationsThatSee(method) : null, cancellation);
    }

    /// <summary><c>: this(…)</c>: the initializers are left to the other one.</summary>
    private static bool RunsAnother(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer });

    private Callers SitesOf(List<IMethodSymbol> targets, IReadOnlyCollection<SyntaxReference>? within, CancellationToken cancellation)
    {
        var isComplete = targets.Count == 0 || targets[0].MethodKind != MethodKind.Constructor || _implicit.AddTo(targets, cancellation);
        var members = index.MembersMentioning(NamesOf(targets), within, MaxCandidates);
        if (members is null)
            return Callers.Unknown;

        AddUnnamed(members, targets, within);
        var sites = ImmutableArray.CreateBuilder<Site>();
        foreach (var member in members)
            sites.AddRange(SitesIn(reader.FactsOf(member, cancellation), targets));
        return new Callers(sites.ToImmutable(), isComplete);
    }

    /// <summary>Adds the members that call one of <paramref name="targets"/> without its name. Where they are too many, callers are those that name it.</summary>
    private void AddUnnamed(List<SyntaxNode> members, List<IMethodSymbol> targets, IReadOnlyCollection<SyntaxReference>? within)
    {
        var seen = new HashSet<SyntaxNode>(members);
        var found = new List<SyntaxNode>();
        foreach (var target in targets)
        {
            var callers = target.MethodKind == MethodKind.Constructor ? index.ConstructorsAfter(target.ContainingType.Name) : [];
            if (UnnamedCalls.For(target) is { } unnamed)
                callers = callers.Concat(index.MembersCalling(unnamed, within));
            foreach (var caller in callers)
            {
                if (!seen.Add(caller))
                    continue;
                if (seen.Count > MaxCandidates)
                    return;
                found.Add(caller);
            }
        }

        members.AddRange(found);
    }

    private static IEnumerable<Site> SitesIn(IEnumerable<BodyFacts> bodies, List<IMethodSymbol> targets)
    {
        foreach (var frame in bodies.SelectMany(static body => body.Frames))
        {
            foreach (var call in frame.Calls)
            {
                if (IsAny(call.Target, targets) && (!call.IsOfBase || SymbolEqualityComparer.Default.Equals(call.Target, targets[0])))
                    yield return call;
            }

            foreach (var use in frame.Delegates)
            {
                if (use.Source.Method is { } named && IsAny(named, targets))
                    yield return use;
            }
        }
    }

    private static bool IsAny(IMethodSymbol method, List<IMethodSymbol> targets)
    {
        foreach (var target in targets)
        {
            if (SymbolEqualityComparer.Default.Equals(method, target))
                return true;
        }

        return false;
    }

    /// <summary>The method itself and what it overrides or implements: a call of any of them may run it.</summary>
    public static List<IMethodSymbol> TargetsOf(IMethodSymbol method)
    {
        var targets = new List<IMethodSymbol>();
        for (var one = method; one is not null; one = one.OverriddenMethod)
            targets.Add(one.OriginalDefinition);

        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers())
            {
                if (member is IMethodSymbol declared && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(declared), method))
                    targets.Add(declared.OriginalDefinition);
            }
        }

        return targets;
    }

    private static HashSet<string> NamesOf(List<IMethodSymbol> targets)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            if (target.MethodKind is MethodKind.Constructor)
            {
                names.Add(target.ContainingType.Name);
                names.Add(TreeIndex.NewWithoutName);
            }
            else if (target.MethodKind is MethodKind.UserDefinedOperator or MethodKind.Conversion)
            {
                // A conversion that nobody writes stands where the type is declared for a variable, most often.
                if (target.MethodKind is MethodKind.Conversion)
                    names.Add(target.ContainingType.Name);
            }
            else
            {
                names.Add(target.AssociatedSymbol?.Name ?? target.Name.Substring(target.Name.LastIndexOf('.') + 1));
            }
        }

        return names;
    }
}

/// <summary>The places that call a frame, or make a delegate of it.</summary>
/// <param name="Sites">In order of path and position.</param>
/// <param name="IsComplete">False where the search hit its bound: then there may be any others.</param>
internal sealed record Callers(ImmutableArray<Site> Sites, bool IsComplete)
{
    public static readonly Callers None = new(ImmutableArray<Site>.Empty, IsComplete: true);
    public static readonly Callers Unknown = new(ImmutableArray<Site>.Empty, IsComplete: false);
}
