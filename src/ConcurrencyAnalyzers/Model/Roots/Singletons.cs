using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Of a service that is registered as a singleton there is one object: all requests that come to it meet there, and hosted services meet them.</summary>
/// <remarks>
/// <code>
///   Post         c.Up()       memory this._c._n      any request
///    Up          _n++         memory this._n         this is the Counter, of which there is one
///   ExecuteAsync c.Up()       memory this._counter._n, the same
/// </code>
/// The nearest object of such a class on a way, seen from the variable, gives the memory a name that holds in every frame. Errs towards silence: what a hosted
/// service does before its first await may come before all requests, and a lock of the same name is taken for the same lock.
/// </remarks>
internal sealed class Singletons(Registrations registrations, DeclaredRoots declared, ApiLookup api, CallGraph calls, Lifetimes lifetimes, Implementations implementations)
{
    private readonly ConcurrentDictionary<Frame, Entry> _entries = new();

    /// <summary>Who comes in at a frame.</summary>
    private enum Entry
    {
        Nobody,

        /// <summary>Any number of requests.</summary>
        Request,

        /// <summary>The host, which leaves it to itself.</summary>
        Service,

        /// <summary>The host, which waits for it before it lets requests in.</summary>
        Start,
    }

    /// <summary>Whether a way starts in a request or a hosted service, and leads to a variable of a singleton.</summary>
    public bool IsEntered(Context way, CancellationToken cancellation) => IsBegun(way, cancellation) && ObjectOf(way, cancellation) is not null;

    /// <summary>Where both ways, which <see cref="IsEntered"/> has let through, may meet, or null.</summary>
    public SingletonMeeting? MeetingOf(Context one, Context two, CancellationToken cancellation)
    {
        if (!IsBegun(one, cancellation) || !IsBegun(two, cancellation) || MayBeOneLock(LocksOf(one, cancellation), LocksOf(two, cancellation)))
            return null;

        var (mine, theirs) = (EntryOf(one.Frame, cancellation), EntryOf(two.Frame, cancellation));
        if (mine != Entry.Request && theirs != Entry.Request && IsOneService(one, two))
            return null;
        return ObjectOf(one, cancellation) is { } first && ObjectOf(two, cancellation) is { } second && first.Memory.Equals(second.Memory)
            ? new SingletonMeeting(first.Registration, NameOf(mine, one), NameOf(theirs, two)) { IsWeak = Concurrency.IsOneOfMany(one, two, isOneActivation: false) || (one.Frame != two.Frame && Concurrency.AreIndexedApart(one, two)) }
            : null;
    }

    private static bool IsOneService(Context one, Context two) => SymbolEqualityComparer.Default.Equals(one.Frame.Method!.ContainingType, two.Frame.Method!.ContainingType);

    /// <summary>With those of the frame that the way starts in, and the flags that let one in.</summary>
    private LockSet LocksOf(Context way, CancellationToken cancellation) => lifetimes.AfterReturn(way, cancellation).Locks;

    private static string NameOf(Entry entry, Context way) => entry == Entry.Request ? "any request" : $"the hosted service {way.Frame.Method!.ContainingType.Name}";

    /// <summary>Whether others are under way when this one comes to its end.</summary>
    private bool IsBegun(Context way, CancellationToken cancellation) => way.Handover is null && EntryOf(way.Frame, cancellation) switch
    {
        Entry.Request => true,
        Entry.Service => lifetimes.AfterReturn(way, cancellation).LivesOn,
        Entry.Start => lifetimes.AfterReturn(way, cancellation) is { LivesOn: true, IsOwnTask: false, Handle.Returned: false },
        _ => false,
    };

    // Who comes in is asked before what is registered: few frames are entered by requests, and to read the registrations binds them.
    private Entry EntryOf(Frame frame, CancellationToken cancellation) =>
        frame.Method is null ? Entry.Nobody
        : _entries.TryGetValue(frame, out var known) ? known
        : _entries.GetOrAdd(frame, FindEntry(frame, frame.Method, cancellation));

    private Entry FindEntry(Frame frame, IMethodSymbol method, CancellationToken cancellation)
    {
        if (frame.Parent is null && declared.Of(method) is { Kind: ServingKind.Request })
            return Entry.Request;
        if (frame.Parent is null && HostedAs(method) is { } place)
            return !registrations.IsHosted(method.ContainingType) ? Entry.Nobody : place == ApiPlace.Pool ? Entry.Service : Entry.Start;
        return calls.CallersOf(frame, cancellation).Sites.Any(static site => site is DelegateUse { Fate: DelegateFate.Spawned, Place: ApiPlace.Request }) ? Entry.Request : Entry.Nobody;
    }

    private ApiPlace? HostedAs(IMethodSymbol method) => api.EffectsOf(method).FirstOrDefault(static effect => effect.Verb == ApiVerb.Runs && effect.Has(ApiFlags.Starting))?.Place;

    /// <summary>The variable by a name that every frame has for it; null where a constructor on the way still has it to itself.</summary>
    private (MemoryPath Memory, Registration Registration)? ObjectOf(Context way, CancellationToken cancellation)
    {
        (MemoryPath Memory, Registration Registration)? found = null;
        foreach (var link in way.FromInside)
        {
            if (link.Frame.Body.IsConstructing || !IsCertainCall(link, cancellation))
                return null;
            if (found is null && link.Path is { IsUnknown: false } path)
                found = ObjectOf(path, link.Frame, cancellation);
        }

        return found;
    }

    /// <summary>
    /// A call by an interface may run each class that implements it: here it runs the one that there is, or the one that the container gives to those who ask
    /// for the interface.
    /// </summary>
    private bool IsCertainCall(Context link, CancellationToken cancellation) =>
        link is not { Site: CallSite { Target: { } target }, Inner.Frame: { Parent: null, Method: { } run } }
        || SymbolEqualityComparer.Default.Equals(target, run)
        || registrations.Gives(target.ContainingType, run.ContainingType)
        || implementations.AllOf(target, cancellation).Length == 1;

    private (MemoryPath Memory, Registration Registration)? ObjectOf(MemoryPath path, Frame frame, CancellationToken cancellation)
    {
        for (var steps = path.Steps.Length - 1; steps >= 0; steps--)
        {
            if (TypeAt(path, steps, frame) is INamedTypeSymbol type && registrations.OfOnly(type, cancellation) is { } registration)
                return path.From(steps, type) is { IsCertain: true } memory ? (memory.WithAnyIndex(), registration) : null;
        }

        return null;
    }

    private static ITypeSymbol? TypeAt(MemoryPath path, int steps, Frame frame) =>
        steps > 0 ? TypeOf(path.Steps[steps - 1].Symbol)
        : path.Root == PathRoot.This ? frame.Outermost.Method?.ContainingType
        : TypeOf(path.Variable);

    private static ITypeSymbol? TypeOf(ISymbol? variable) => variable switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        _ => null,
    };

    /// <summary>Two frames name one lock <c>_counter.Gate</c> and <c>_gate</c>.</summary>
    private static bool MayBeOneLock(LockSet one, LockSet two) => one.Held.Any(mine => two.Held.Any(theirs => SymbolEqualityComparer.Default.Equals(GateOf(mine), GateOf(theirs))));

    private static ISymbol? GateOf(HeldLock held) => held.Path.Steps.IsEmpty ? held.Symbol?.OriginalDefinition : held.Path.Steps[held.Path.Steps.Length - 1].Symbol;
}

/// <summary>Two ways to one object that a container has made for all.</summary>
/// <param name="Registration">Says that there is one.</param>
/// <param name="First">Who comes the first way.</param>
/// <param name="Second">Who comes the second way.</param>
internal sealed record SingletonMeeting(Registration Registration, string First, string Second)
{
    /// <summary>They may have a part of it each.</summary>
    public bool IsWeak { get; init; }

    public SingletonMeeting Turned => new(Registration, Second, First) { IsWeak = IsWeak };
}
