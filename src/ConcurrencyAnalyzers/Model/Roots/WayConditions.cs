using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Ways that no execution takes, since one branch asks for what another rules out: on one way, or on two ways to one object.</summary>
/// <remarks>
/// <code>
///   void Add(int n, bool atOnce)                          void Flush()
///   {                                                     {
///       if (atOnce) { _sum += n; return; }                    if (_queue.Mode == Mode.Block)
///       Task.Run(() => Add(n, atOnce: false));                    Task.Run(() => _queue.Add(1));   // no 'Mode.Grow' in there
///   }                                                     }
/// </code>
/// Followed are parameters that are never set, through constants that calls pass for them, and options: fields and automatic properties that nobody sets but
/// constructors and the setters that pass on what a user chooses. That the object which holds an option is replaced is not looked at, and errs
/// towards silence. Asked only of what would else be a race.
/// </remarks>
internal sealed class WayConditions(BodyReader reader, MemoryUses uses, CallGraph calls, ApiLookup api)
{
    /// <summary>Around one place, from the inside out, and parts of their conditions; a generated chain of a thousand is not read for each of its links.</summary>
    private const int MaxBranches = 32;

    private readonly ConcurrentDictionary<Context, ImmutableArray<Condition>?> _known = new();
    private readonly ConcurrentDictionary<Site, ImmutableArray<Condition>> _around = new();
    private readonly ConcurrentDictionary<(SyntaxNode Branch, bool Holds), ImmutableArray<Condition>> _asked = new();
    private readonly ConcurrentDictionary<BodyFacts, BodyNames?> _names = new();

    /// <summary>Whether no execution comes to the access by one of the two, or none to the same object by both.</summary>
    public bool RuleOut(Context one, Context two, CancellationToken cancellation)
    {
        if (AskedOn(one, cancellation) is not { } mine || AskedOn(two, cancellation) is not { } theirs || AreOfOneRound(one, two, cancellation))
            return true;

        var isOneObject = AreOfOneObject(one, two);
        foreach (var asked in mine)
        {
            if (asked.Path.Root != PathRoot.Static && !(isOneObject && asked.Path.Root == PathRoot.This))
                continue;
            foreach (var other in theirs)
            {
                if (asked.Contradicts(other) && IsOption(asked, cancellation))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Both come to their access in one and the same round of a parallel loop: <c>Parallel.For(0, n, i => { if (i == 0) _first++; })</c>.</summary>
    private bool AreOfOneRound(Context one, Context two, CancellationToken cancellation)
    {
        foreach (var mine in one.FromInside)
        {
            if (mine is not { Site: DelegateUse { Numbers: { } counted } loop, Inner: { } round })
                continue;
            var numbers = counted is { First: null, FirstGiven: { } first } ? counted with { First = GivenFor(first, mine.Frame, cancellation) } : counted;
            var theirs = two.FromInside.FirstOrDefault(link => link.Site == loop)?.Inner;
            if (theirs is not null && OnlyRoundOf(round, numbers, cancellation) is { } only && OnlyRoundOf(theirs, numbers, cancellation) == only)
                return true;
        }

        return false;
    }

    /// <summary>The number that all callers of a method of the program pass to it, and it to its loop.</summary>
    private long? GivenFor(IParameterSymbol first, Frame loop, CancellationToken cancellation)
    {
        if (!IsOwn(first, loop) || calls.CallersOf(loop, cancellation) is not { IsComplete: true, Sites: { IsEmpty: false } sites })
            return null;
        var given = sites.Select(site => site is CallSite call ? ParallelShapes.NumberIn(call.ArgumentFor(first.Ordinal)?.Index.Constant) : null).Distinct().ToList();
        return given.Count == 1 ? given[0] : null;
    }

    private long? OnlyRoundOf(Context round, NumberedRounds numbers, CancellationToken cancellation) => AskedOn(round, cancellation)?
        .Where(asked => asked.Path is { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol { Ordinal: 0 } number } && IsOwn(number, round.Frame))
        .Select(asked => numbers.OnlyOne(asked.Comparison)).FirstOrDefault(static only => only is not null);

    /// <summary>What <c>this</c> means at the upper ends of both: the memory is its own, or of one activation of a method.</summary>
    private static bool AreOfOneObject(Context one, Context two) =>
        (one.Path?.Root, two.Path?.Root) is (PathRoot.This, PathRoot.This) || (one.Frame == two.Frame && (one.Path?.Root, two.Path?.Root) is (PathRoot.Local, PathRoot.Local));

    /// <summary>All that the way asks, in the names of its outermost frame; null where no execution takes it.</summary>
    private ImmutableArray<Condition>? AskedOn(Context way, CancellationToken cancellation) =>
        _known.TryGetValue(way, out var known) ? known : _known.GetOrAdd(way, Gather(way, cancellation));

    private ImmutableArray<Condition>? Gather(Context way, CancellationToken cancellation)
    {
        try
        {
            return Follow(way, cancellation);
        }
        catch (InsufficientExecutionStackException)
        {
            // Read with more stack to spare than is left here.
            return ImmutableArray<Condition>.Empty;
        }
    }

    private ImmutableArray<Condition>? Follow(Context way, CancellationToken cancellation)
    {
        var asked = ImmutableArray<Condition>.Empty;
        Context? inner = null;
        foreach (var link in way.FromInside)
        {
            if (inner is not null && !asked.IsEmpty)
            {
                if (See(asked, inner.Frame, link.Site, cancellation) is not { } seen)
                    return null;
                asked = seen;
            }

            foreach (var here in Around(link.Site, cancellation))
            {
                if (asked.Any(before => before.Contradicts(here) && IsOption(here, cancellation)))
                    return null;
                asked = asked.Contains(here) ? asked : asked.Add(here);
            }

            inner = link;
        }

        return asked;
    }

    /// <summary>What the callee asks, in the caller's names; null where the call passes what the callee rules out.</summary>
    private ImmutableArray<Condition>? See(ImmutableArray<Condition> asked, Frame callee, Site site, CancellationToken cancellation)
    {
        var seen = ImmutableArray.CreateBuilder<Condition>();
        foreach (var condition in asked)
        {
            if (condition.Path is not { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol parameter } || !IsOwn(parameter, callee))
            {
                if (Retold(condition.Path, callee, site) is { IsUnknown: false } path)
                    seen.Add(condition with { Path = path });
            }
            else if (site is CallSite call && PassedFor(parameter, call, cancellation) is { } passed)
            {
                if (passed.ConstantValue is { HasValue: true, Value: var constant } && condition.Comparison.Excludes(constant))
                    return null;
                seen.AddRange(Named(ToldBy(condition.Comparison, passed), site.Frame.Body, cancellation));
            }
        }

        return seen.ToImmutable();
    }

    /// <summary>What is known of a value that is passed where the callee finds it so: <c>Start(_options != null)</c> says of the option what it says of the flag.</summary>
    private static IEnumerable<(IOperation Subject, Comparison Comparison)> ToldBy(Comparison found, IOperation passed) =>
        found is { Kind: BinaryOperatorKind.Equals, Constant: bool holds } ? Comparison.In(passed, holds) : [(passed, found)];

    /// <summary>Of what was compared, that which has a name.</summary>
    private ImmutableArray<Condition> Named(IEnumerable<(IOperation Subject, Comparison Comparison)> compared, BodyFacts body, CancellationToken cancellation)
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var (subject, comparison) in compared)
        {
            if (NamesOf(body, cancellation)?.Of(Operands.AsWritten(subject)) is { } path)
                conditions.Add(new Condition(path, comparison));
        }

        return conditions.ToImmutable();
    }

    /// <summary>Null where the two frames have no names in common.</summary>
    private static MemoryPath? Retold(MemoryPath path, Frame callee, Site site) => site switch
    {
        CallSite call => Names.Of(callee, call).See(path),
        DelegateUse use when callee.Parent == use.Frame => Names.Of(callee, use).See(path),
        _ => path.Root == PathRoot.Static ? path : null,
    };

    private static bool IsOwn(IParameterSymbol parameter, Frame frame) => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, frame.Method);

    private IOperation? PassedFor(IParameterSymbol parameter, CallSite call, CancellationToken cancellation) =>
        reader.OperationOf(call.Syntax, cancellation) is { } operation ? Operands.AsWritten(Operands.ArgumentOf(operation, parameter.Ordinal)?.Value) : null;

    /// <summary>What is asked around a site, also around the functions that it stands in: what is asked of an option when a function is made holds when it runs.</summary>
    private ImmutableArray<Condition> Around(Site site, CancellationToken cancellation) =>
        _around.TryGetValue(site, out var known) ? known : _around.GetOrAdd(site, Find(site, cancellation));

    private ImmutableArray<Condition> Find(Site site, CancellationToken cancellation)
    {
        var end = site.Frame.Body.Syntax;
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var (condition, holds) in Branches.Around(site.Syntax, end).Take(MaxBranches))
            conditions.AddRange(Asked(condition, holds, site.Frame.Body, cancellation));
        foreach (var section in site.Syntax.Ancestors().TakeWhile(node => node != end).OfType<SwitchSectionSyntax>().Take(MaxBranches))
            conditions.AddRange(Asked(section, holds: true, site.Frame.Body, cancellation));
        return conditions.Take(MaxBranches).ToImmutableArray();
    }

    /// <summary>What control has found where a branch lets it through: bound once for all sites behind the branch.</summary>
    private ImmutableArray<Condition> Asked(SyntaxNode branch, bool holds, BodyFacts body, CancellationToken cancellation) =>
        _asked.TryGetValue((branch, holds), out var known) ? known : _asked.GetOrAdd((branch, holds), Read(branch, holds, body, cancellation));

    private ImmutableArray<Condition> Read(SyntaxNode branch, bool holds, BodyFacts body, CancellationToken cancellation)
    {
        var compared = branch is SwitchSectionSyntax section
            ? reader.OperationOf(section.Parent!, cancellation) is ISwitchOperation choice ? ComparisonsIn(choice, section).Select(one => (choice.Value, one)) : []
            : reader.OperationOf(branch, cancellation) is { } operation ? Comparison.In(operation, holds) : [];
        return Named(compared, body, cancellation);
    }

    /// <summary>A section with one label says what the value is; the default says what it is not.</summary>
    private static IEnumerable<Comparison> ComparisonsIn(ISwitchOperation choice, SwitchSectionSyntax section)
    {
        var clauses = choice.Cases.Where(one => one.Syntax == section).SelectMany(static one => one.Clauses).ToList();
        if (clauses.Exists(static clause => clause is IDefaultCaseClauseOperation))
        {
            return choice.Cases.SelectMany(static one => one.Clauses).Except(clauses).Select(static clause => ConstantOf(clause)).OfType<Optional<object?>>()
                .Select(static constant => new Comparison(BinaryOperatorKind.NotEquals, constant.Value));
        }

        return clauses.Count == 1 && ConstantOf(clauses[0]) is { } only ? [new Comparison(BinaryOperatorKind.Equals, only.Value)] : [];
    }

    private static Optional<object?>? ConstantOf(ICaseClauseOperation clause) =>
        clause is ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true } constant } ? constant : null;

    /// <summary>Whether nobody changes what was asked while the work is under way.</summary>
    private bool IsOption(Condition condition, CancellationToken cancellation)
    {
        if (condition.Path.Steps.IsEmpty)
            return true;

        switch (condition.Path.Steps[condition.Path.Steps.Length - 1].Symbol)
        {
            case IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null or { IsInitOnly: true } }:
                return true;
            case not (IFieldSymbol or IPropertySymbol or IParameterSymbol):
                return false;
            case var member:
                var use = uses.Of(new Memory(member, isElement: false), cancellation);
                return use.Cause == UnknownCause.None && use.Accesses.All(static access => !access.IsWrite || IsChoice(access));
        }
    }

    /// <summary>Made with the object, or passed on by a setter: <c>set => _queue.Limit = value</c>.</summary>
    private static bool IsChoice(Access write) =>
        write.Frame.Body.IsConstructing || write.Path.Root == PathRoot.Allocation
        || (write.Frame.Method is { MethodKind: MethodKind.PropertySet } && write.Value is { } value && Operands.Unwrapped(value) is IParameterReferenceOperation);

    private BodyNames? NamesOf(BodyFacts body, CancellationToken cancellation) =>
        _names.TryGetValue(body, out var known) ? known : _names.GetOrAdd(body, Read(body, cancellation));

    private BodyNames? Read(BodyFacts body, CancellationToken cancellation)
    {
        if (reader.OperationOf(body.Syntax, cancellation) is not { } root)
            return null;

        var method = body.Frames[0].Method;
        var variables = BodyVariables.Read(root, method);
        return new BodyNames(variables, new PathResolver(variables, api, method));
    }

    /// <param name="Path">What was compared, in the names of the frame that the way has come to: a parameter, or the way to an option.</param>
    /// <param name="Comparison">How, where the way goes on.</param>
    private sealed record Condition(MemoryPath Path, Comparison Comparison)
    {
        public bool Contradicts(Condition other) => Path.Equals(other.Path) && Comparison.Excludes(other.Comparison);
    }

    /// <summary>The names of what stays the same while a body runs.</summary>
    private sealed class BodyNames(BodyVariables variables, PathResolver paths)
    {
        /// <summary>Null for what is computed, for elements, of which one name means many, and for what starts from a variable that is set again.</summary>
        public MemoryPath? Of(IOperation? value) =>
            value is IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
            && paths.PathOf(value) is { IsCertain: true } path && path.Steps.All(static step => step.Symbol is not null) && (path.Variable is not { } start || IsSettled(start))
                ? path
                : null;

        private bool IsSettled(ISymbol start) => start is not IParameterSymbol { RefKind: not RefKind.None } && variables.IsSettled(start);
    }
}
