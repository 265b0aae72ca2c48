using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The one pass over a body: walks its operations in order and writes down what happens in each of its frames.</summary>
/// <remarks>
/// Nested locks come from the operation tree, since Roslyn's graph loses <c>lock</c> on <c>System.Threading.Lock</c> in nullable code.
/// Locks taken and released by calls are added afterwards, along the graph, in the few bodies that have such calls.
/// </remarks>
internal sealed partial class BodyCollector : OperationWalker
{
    private static readonly string[] s_lockWords = ["lock", "acquire", "enter"];

    private readonly BodyFacts _body;
    private readonly BodyVariables _variables;
    private readonly PathResolver _paths;
    private readonly HandleFlow _handles;
    private readonly ValueDependence _dependence;
    private readonly IAssemblySymbol _assembly;
    private readonly ApiLookup _api;
    private readonly CancellationToken _cancellation;
    private readonly List<LockCall> _lockCalls = [];
    private Frame _frame;
    private LockSet _locks = LockSet.Empty;

    private BodyCollector(BodyFacts body, IOperation root, IMethodSymbol? method, IAssemblySymbol assembly, ApiLookup api, CancellationToken cancellation)
    {
        (_body, _assembly, _api, _cancellation) = (body, assembly, api, cancellation);
        _variables = BodyVariables.Read(root, method);
        _paths = new PathResolver(_variables, api, method);
        _handles = new HandleFlow(_paths, assembly, api);
        _dependence = new ValueDependence(_paths, _variables);
        _sequences = new SequenceFlow(assembly, api);
        _frame = new Frame(body, parent: null, method, root.Syntax);
        body.Frames.Add(_frame);
        _locks = SynchronizedBy(method, root.Syntax);
    }

    /// <summary>Summarizes the body under <paramref name="root"/>.</summary>
    /// <returns>The calls that take or release locks, for the flow of held locks.</returns>
    public static IReadOnlyList<LockCall> Collect(
        BodyFacts body, IOperation root, IMethodSymbol? method, IAssemblySymbol assembly, ApiLookup api, CancellationToken cancellation)
    {
        var collector = new BodyCollector(body, root, method, assembly, api, cancellation);
        collector.Visit(root);
        collector.FollowPendingSequences();
        return collector._lockCalls;
    }

    public override void Visit(IOperation? operation)
    {
        _cancellation.ThrowIfCancellationRequested();
        base.Visit(operation);
    }

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation) =>
        InFrame(new Frame(_body, _frame, operation.Symbol, operation.Syntax), operation.Body);

    public override void VisitLocalFunction(ILocalFunctionOperation operation) =>
        InFrame(new Frame(_body, _frame, operation.Symbol, operation.Syntax), operation.Body ?? operation.IgnoredBody);

    public override void VisitLock(ILockOperation operation)
    {
        Visit(operation.LockedValue);
        if (IsCopyOfLock(operation.LockedValue))
            Visit(operation.Body);
        else
            Holding(LockOn(operation.LockedValue, LockMode.Exclusive, operation.Syntax), operation.Body);
    }

    public override void VisitUsing(IUsingOperation operation)
    {
        Visit(operation.Resources);
        RecordDisposal(operation.Resources, operation.IsAsynchronous);
        if (operation.IsAsynchronous)
            _frame.Awaits.Add(operation.Syntax);
        if (ScopeLock(operation.Resources) is { } held)
            Holding(held, operation.Body);
        else
            Visit(operation.Body);
    }

    public override void VisitBlock(IBlockOperation operation)
    {
        var outside = _locks;
        foreach (var statement in operation.Operations)
        {
            Visit(statement);
            if (statement is not IUsingDeclarationOperation declaration)
                continue;
            RecordDisposal(declaration.DeclarationGroup, declaration.IsAsynchronous);
            if (ScopeLock(declaration.DeclarationGroup) is { } held)
                _locks = _locks.With(held);
        }

        _locks = outside;
    }

    public override void VisitAwait(IAwaitOperation operation)
    {
        base.VisitAwait(operation);
        RecordAwaiter(operation);
        _frame.Awaits.Add(operation.Syntax);
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        if (operation.IsAsynchronous)
            _frame.Awaits.Add(operation.Syntax);
        RecordEnumerator(operation);
        base.VisitForEachLoop(operation);
        RecordEnumeration(operation);
    }

    /// <summary>Names nothing that runs.</summary>
    public override void VisitNameOf(INameOfOperation operation)
    {
    }

    /// <summary>Whether the code of <paramref name="method"/> is in this compilation, and not in one that it refers to.</summary>
    private bool IsOurs(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _assembly);

    private void InFrame(Frame frame, IOperation? body)
    {
        var (outer, held) = (_frame, _locks);
        (_frame, _locks) = (frame, LockSet.Empty);
        _body.Frames.Add(frame);
        Visit(body);
        (_frame, _locks) = (outer, held);
    }

    private void Holding(HeldLock held, IOperation? body)
    {
        var outside = _locks;
        _locks = _locks.With(held);
        Visit(body);
        _locks = outside;
    }

    private HeldLock LockOn(IOperation? target, LockMode mode, SyntaxNode place)
    {
        var path = _paths.PathOf(target);

        var text = target?.Syntax.ToString() ?? "";
        var symbol = path.End;

        // A local that made its object has one for each activation. One that got it from somebody, `first = a.Id < b.Id ? a : b`, may have anybody's.
        return path.Variable is ILocalSymbol local && !IsMadeHere(local)
            ? new HeldLock(MemoryPath.Unknown, mode, place, path.Steps.IsEmpty ? null : symbol, text)
            : new HeldLock(path, mode, place, symbol, text);
    }

    private bool IsMadeHere(ILocalSymbol local)
    {
        var value = _variables.FirstValueOf(local);
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IObjectCreationOperation or IArrayCreationOperation;
    }

    /// <summary>The lock that the value of a <c>using</c> gives back: <c>using (_gate.EnterScope())</c>.</summary>
    private HeldLock? ScopeLock(IOperation resources)
    {
        var value = resources switch
        {
            IVariableDeclarationGroupOperation group => group.Declarations.FirstOrDefault()?.Declarators.FirstOrDefault()?.GetVariableInitializer()?.Value,
            _ => resources,
        };
        while (OwnScopes.Unwrapped(value) is { } inner)
            value = inner;
        if (value is IInvalidOperation)
            return new HeldLock(MemoryPath.Unknown, LockMode.Exclusive, value.Syntax, symbol: null, text: "");
        if (OwnScopes.GivesLockBack(OwnScopes.ResultOf(value?.Type), _assembly))
            return new HeldLock(MemoryPath.Unknown, LockMode.Exclusive, value!.Syntax, symbol: null, value.Syntax.ToString());
        if (value is not IInvocationOperation call)
            return null;
        if (IsOurs(call.TargetMethod) && OwnScopes.GivesLockBack(call.TargetMethod, _assembly))
            return new HeldLock(MemoryPath.Unknown, LockMode.Exclusive, call.Syntax, symbol: null, call.Syntax.ToString());

        foreach (var effect in _api.EffectsOf(call.TargetMethod))
        {
            if (effect.Verb == ApiVerb.Acquires && effect.Has(ApiFlags.Scope))
                return LockOn(Operands.Of(call, effect.Target), ModeOf(effect.Mode), call.Syntax);
        }

        return IsForeignLock(call) ? LockOn(call.Instance, LockMode.Exclusive, call.Syntax) : null;
    }

    /// <summary>
    /// Libraries have locks that no table knows: <c>using (await _mutex.LockAsync())</c>. What is disposed of and called a lock is taken for one,
    /// since a lock too many only hides a race.
    /// </summary>
    private bool IsForeignLock(IInvocationOperation call) =>
        !IsOurs(call.TargetMethod)
        && s_lockWords.Any(word => call.TargetMethod.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary><c>[MethodImpl(MethodImplOptions.Synchronized)]</c> locks the object, or the type for a static method.</summary>
    private static LockSet SynchronizedBy(IMethodSymbol? method, SyntaxNode place)
    {
        const int Synchronized = 32;
        if (method is null || ((int)method.MethodImplementationFlags & Synchronized) == 0)
            return LockSet.Empty;

        var path = method.IsStatic ? MemoryPath.Static(method.ContainingType) : MemoryPath.This;
        return LockSet.Empty.With(new HeldLock(path, LockMode.Exclusive, place, symbol: null, method.IsStatic ? $"typeof({method.ContainingType.Name})" : "this"));
    }

    private static LockMode ModeOf(ApiLockMode mode) => mode switch
    {
        ApiLockMode.Read => LockMode.Read,
        ApiLockMode.Upgrade => LockMode.Upgradeable,
        _ => LockMode.Exclusive,
    };
}

/// <summary>A call that takes or gives back a lock without a scope in the syntax: <c>Monitor.Enter</c>, <c>semaphore.Wait</c>.</summary>
internal sealed class LockCall(Frame frame, SyntaxNode syntax, HeldLock held, bool acquires)
{
    public Frame Frame { get; } = frame;

    public SyntaxNode Syntax { get; } = syntax;

    public HeldLock Lock { get; } = held;

    public bool Acquires { get; } = acquires;

    /// <summary>Only where the call returns true.</summary>
    public bool IfTrue { get; init; }

    /// <summary>The variable that says whether the lock was taken, where nothing is done with it but to test it; until then nobody knows.</summary>
    public ILocalSymbol? Outcome { get; init; }
}
