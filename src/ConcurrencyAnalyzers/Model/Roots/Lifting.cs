using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Retells a context in the names of the frame one further out.</summary>
internal static class Lifting
{
    public static Context ThroughCall(Context inner, CallSite call, Lifetime life)
    {
        var names = Names.Of(inner.Frame, call);
        return Outer(inner, call, names, life, call.Result);
    }

    public static Context BackThrough(Context inner, CallSite call, Handover handover, Lifetime life)
    {
        var names = Names.Of(inner.Frame, call);
        return BackFrom(handover, Outer(inner, call, names, life, call.Result));
    }

    /// <summary>The same where the call gives a sequence: the work is done at <paramref name="walk"/>.</summary>
    public static Context BackThrough(Context inner, CallSite call, DelegateUse walk, Handover handover, Lifetime life) =>
        BackFrom(handover, ThroughWalk(inner, walk, Names.Of(inner.Frame, call), life));

    private static Context BackFrom(Handover handover, Context outer) => outer.With(handover.Outer, handover.Outer is null ? handover.Path : null, outer.Locks);

    /// <summary>The frame's sequence is walked over at <paramref name="walk"/>, or returned there for somebody else to walk over it.</summary>
    public static Context ThroughWalk(Context inner, DelegateUse walk, Names names, Lifetime life) =>
        walk.Fate == DelegateFate.Returned
            ? new Context(walk.Frame, walk, names.See(inner.Path), SeeLocks(inner, life, names, walk, isAlone: false), inner)
            {
                Spawn = inner.Spawn,
                AsyncCall = inner.AsyncCall,
                IsApart = inner.IsApart,
                IsDeferred = true,
                Handover = inner.Handover,
                Begin = walk.Syntax,
            }
            : Outer(inner, walk, names, life, Handle.None);

    /// <summary>The frame's delegate is invoked at <paramref name="use"/>, on the same thread.</summary>
    public static Context ThroughDelegate(Context inner, DelegateUse use, Lifetime life, bool materialized, Names? names = null)
    {
        // Several async bodies that were all begun before one of them is waited for run beside each other.
        var isBesideItself = use.Many && materialized && life.LivesOn;
        return Outer(inner, use, names ?? Names.Of(inner.Frame, use), life, use.Handle, isBesideItself);
    }

    /// <summary>The frame's delegate runs on another thread.</summary>
    public static Context ThroughSpawn(Context inner, DelegateUse use, Lifetime life, SyntaxNode begin, MemoryPath given, bool takesTurns, Names? names = null)
    {
        names ??= Names.Of(inner.Frame, use, given);
        // What the delegate returns, `Task.Run(() => LoopAsync())`, is waited for with the task.
        var isLost = life.LivesOn && !life.IsOwnTask && !life.Handle.Returned;
        var isOver = use.Joined || use.Handle.IsOverHere;
        var isAlone = isOver && !isLost && !use.Many && use.Group is null && use.Handle.Over is null;
        return new Context(use.Frame, use, names.See(inner.Path), SeeLocks(inner, life, names, use, isAlone), inner)
        {
            Spawn = inner.Spawn ?? use,
            AsyncCall = inner.AsyncCall,
            IsApart = true,
            IsAlone = isAlone,
            LivesOn = isLost || !isOver,
            OverAt = use.Handle.Over,
            Handle = isLost ? life.Handle.Select(names.See) : use.Handle,
            BesideItself = use.Many && !takesTurns,
            Suspends = use.Handle.Awaited,
            Handover = inner.Handover,
            Keeper = names.Keeper ?? inner.Keeper,
            Begin = begin,
        };
    }

    /// <summary>The memory as the frame that hands a delegate over names it.</summary>
    public static Context NameIn(DelegateUse use, Context inner, Names? names = null)
    {
        names ??= Names.Of(inner.Frame, use);
        return inner.With(inner.Handover, inner.Handover is null ? names.See(inner.Path) : null, inner.Locks);
    }

    private static Context Outer(Context inner, Site site, Names names, Lifetime life, Handle result, bool isBesideItself = false)
    {
        var livesOn = life.LivesOn && !(life.IsOwnTask && result.IsOverHere);
        var handle = life.IsOwnTask ? result : life.Handle.Select(names.See);
        if (life.Handle.Returned && !life.IsOwnTask)
        {
            handle = handle.Or(result);
            livesOn &= !result.IsOverHere;
        }

        var isAlone = !livesOn && !isBesideItself && (!life.LivesOn || result.Over is null);
        var isLeftAlone = inner.Spawn is null && (life.IsOwnTask || life.Handle.Returned) && (livesOn || result.Over is not null) && (!result.Returned || result.IsOneOfMany);
        return new Context(site.Frame, site, names.See(inner.Path), SeeLocks(inner, life, names, site, isAlone), inner)
        {
            Spawn = inner.Spawn,
            AsyncCall = inner.AsyncCall ?? (isLeftAlone ? site : null),
            IsApart = inner.IsApart || life.LivesOn,
            IsAlone = isAlone,
            LivesOn = livesOn,
            OverAt = life.LivesOn && !livesOn ? result.Over : null,
            Handle = handle,
            BesideItself = isBesideItself,
            Suspends = life.LivesOn && result.Awaited,
            Handover = inner.Handover,
            Keeper = names.Keeper ?? inner.Keeper,
            Begin = site.Syntax,
        };
    }

    /// <summary>
    /// The locks of the work, and those of the site if it waits for that work alone. What two pieces of work that one site waits for have in common
    /// is their waiter's lock, which keeps neither from the other.
    /// </summary>
    private static LockSet SeeLocks(Context inner, Lifetime life, Names names, Site site, bool isAlone)
    {
        var locks = life.Locks.Select(See);
        return isAlone ? site.Locks.With(locks) : locks;

        HeldLock? See(HeldLock held)
        {
            if (held.Path.IsUnknown)
                return held;
            if (Confinement.EndsAt(held.Path, inner.Frame))
                return IsOfItem(held.Path) ? held.At(MemoryPath.Unknown) : null;
            return names.See(held.Path) is { } path ? held.At(path) : null;
        }
    }

    /// <summary><c>foreach (var worker in _workers) lock (worker.Gate)</c>: a caller has no name for the item, and others know it as well.</summary>
    private static bool IsOfItem(MemoryPath path) =>
        path is { Root: PathRoot.Local, Steps.IsEmpty: false, Variable: { } local }
        && local.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is CommonForEachStatementSyntax or SingleVariableDesignationSyntax { Parent.Parent: ForEachVariableStatementSyntax });

    /// <summary>The same way to memory that its frame knows by another name.</summary>
    public static Context At(this Context context, MemoryPath path, LockSet locks) => context.With(context.Handover, path, locks);

    public static Context With(this Context context, Handover? handover) => context.With(handover, context.Path, context.Locks);

    private static Context With(this Context context, Handover? handover, MemoryPath? path, LockSet locks) => new(context.Frame, context.Site, path, locks, context.Inner)
    {
        Spawn = context.Spawn,
        AsyncCall = context.AsyncCall,
        IsApart = context.IsApart,
        IsAlone = context.IsAlone,
        LivesOn = context.LivesOn,
        OverAt = context.OverAt,
        Handle = context.Handle,
        BesideItself = context.BesideItself,
        Suspends = context.Suspends,
        Handover = handover,
        Keeper = context.Keeper,
        IsDeferred = context.IsDeferred,
        Begin = context.Begin,
    };

    private static Handle Select(this Handle handle, Func<MemoryPath?, MemoryPath?> see) => new()
    {
        Paths = handle.Paths.Select(path => see(path)).Where(static path => path is { IsUnknown: false }).Select(static path => path!).ToImmutableArray(),
        Escapes = handle.Escapes,
    };
}

/// <summary>How a caller names what a callee calls <c>this</c>, a parameter or an index.</summary>
internal sealed class Names
{
    private readonly Frame _inner;
    private readonly CallSite? _call;
    private readonly MemoryPath? _receiver;
    private readonly MemoryPath? _given;
    private readonly IMethodSymbol? _named;
    private DelegateUse? _kept;
    private DelegateUse? _run;
    private bool _isHandedOver;

    private Names(Frame inner, IMethodSymbol? named, CallSite? call, MemoryPath? receiver, MemoryPath? given) =>
        (_inner, _named, _call, _receiver, _given) = (inner, named, call, receiver, given);

    public static Names Of(Frame inner, CallSite call) => new(inner, call.Constructed, call, call.Receiver, null);

    /// <param name="inner">The delegate's frame.</param>
    /// <param name="use">Where it is made.</param>
    /// <param name="given">What it gets as its argument, if that is known.</param>
    public static Names Of(Frame inner, DelegateUse use, MemoryPath? given = null) =>
        new(inner, use.Source.Constructed, null, inner.Parent is null ? use.Source.Receiver : null, given);

    /// <summary>The names of a frame that runs what a member keeps.</summary>
    /// <param name="inner">The delegate's frame.</param>
    /// <param name="kept">Where it is put into the member.</param>
    /// <param name="run">Where the member's delegate is run.</param>
    public static Names Through(Frame inner, DelegateUse kept, DelegateUse run) =>
        new(inner, kept.Source.Constructed, null, inner.Parent is null ? kept.Source.Receiver : null, null) { _kept = kept, _run = run };

    /// <summary>The same where a method keeps what it was given: names are those of the frame that gave it.</summary>
    public static Names ThroughKeeper(Frame inner, DelegateUse kept, DelegateUse run) => new(inner, null, null, null, null) { _kept = kept, _run = run, _isHandedOver = true };

    /// <summary>Where the delegate was put away that these names lead through; null where they lead through none.</summary>
    public DelegateUse? Keeper => _kept;

    /// <summary>Null in, null out; what the caller cannot name is Unknown.</summary>
    public MemoryPath? See(MemoryPath? path) => path is null ? null : _kept is null ? Near(path) : Moved(_isHandedOver ? path : Near(path));

    /// <summary>
    /// From the frame that keeps the delegate to the one that runs it. They have in common what is static; the object, where it keeps its delegate
    /// itself: <c>this._step = …</c> here is <c>meter._step()</c> there; and the delegate: what <c>this</c> is here is the target of
    /// <c>meter._step</c> there, which is called <c>meter._step</c> in turn.
    /// </summary>
    private MemoryPath Moved(MemoryPath path)
    {
        if (path.IsOpen && !SymbolEqualityComparer.Default.Equals(_kept!.Frame.Outermost.Method?.ContainingType, _run!.Frame.Outermost.Method?.ContainingType))
            return MemoryPath.Unknown;
        return path.Root switch
        {
            PathRoot.Static => path,
            PathRoot.This => path.Substitute(_ => _isHandedOver || _kept!.KeptOn is not { Root: PathRoot.This, Steps.IsEmpty: true } ? Target : _run!.Source.Receiver ?? MemoryPath.Unknown, static index => index, static type => type),
            _ => MemoryPath.Unknown,
        };
    }

    /// <summary>The object that the delegate belongs to, as the frame that runs it can name it.</summary>
    private MemoryPath Target =>
        _kept!.KeptIn!.IsStatic ? MemoryPath.StaticMember(_kept.KeptIn)
        : _run!.Source.Receiver is { IsUnknown: false } owner ? owner.Then(PathStep.Member(_kept.KeptIn))
        : MemoryPath.Unknown;

    private MemoryPath Near(MemoryPath path)
    {
        // A lambda and its surroundings share names. Of a local function only the parameters are the caller's.
        if (_inner.Parent is not null)
        {
            return path.Root == PathRoot.Parameter && Confinement.Declares(_inner, path.Variable!)
                || path.Root == PathRoot.Static
                ? path.Substitute(RootOf, IndexOf, TypeOf)
                : path.MapIndices(IndexOf);
        }

        return path.Substitute(RootOf, IndexOf, TypeOf);
    }

    /// <remarks>An extension block calls the receiver by the name of a parameter.</remarks>
    private MemoryPath RootOf(MemoryPath root)
    {
        if (root.Root == PathRoot.This || root.Identity is IParameterSymbol { ContainingSymbol: INamedTypeSymbol })
            return _receiver ?? MemoryPath.Unknown;
        if (_call is null)
            return root.Identity is IParameterSymbol { Ordinal: 0 } && _given is not null ? _given : MemoryPath.Unknown;
        return root.Identity is IParameterSymbol parameter && IsOfCalled(parameter) && _call.ArgumentFor(parameter.Ordinal) is { } argument ? argument.Path : MemoryPath.Unknown;
    }

    /// <summary>A call of one constructor runs others, of its base, whose parameters it does not give.</summary>
    private bool IsOfCalled(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor || SymbolEqualityComparer.Default.Equals(constructor, _call!.Target);

    /// <summary>What the site names for a type parameter of the callee; the parameter itself where the site names another member, as calls of overridden ones do.</summary>
    private ITypeSymbol TypeOf(ITypeSymbol type)
    {
        if (type is not ITypeParameterSymbol parameter)
            return type;
        if (parameter.DeclaringMethod is { } method)
            return SymbolEqualityComparer.Default.Equals(method, _named?.OriginalDefinition) ? _named!.TypeArguments[parameter.Ordinal] : type;

        for (var one = _named?.ContainingType; one is not null; one = one.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, parameter.DeclaringType))
                return one.TypeArguments[parameter.Ordinal];
        }

        return type;
    }

    private ElementIndex IndexOf(ElementIndex index)
    {
        if (index is { Outside: { } outside, Variable: { } item } && Confinement.Declares(_inner, item))
            return outside;
        if (index.Variable is not IParameterSymbol parameter || _call is null || !Confinement.Declares(_inner, parameter))
            return index;
        return _call.ArgumentFor(parameter.Ordinal) is { } argument ? argument.Index : ElementIndex.Any;
    }
}
