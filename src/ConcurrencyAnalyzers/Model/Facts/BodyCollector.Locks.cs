using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Calls that take or give back a lock, wait for a signal or give one.</summary>
internal sealed partial class BodyCollector
{
    private void RecordEffects(IOperation call, ImmutableArray<ApiEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect.Verb)
            {
                case ApiVerb.Acquires when !effect.Has(ApiFlags.Scope):
                case ApiVerb.Releases:
                    RecordLockCall(call, effect);
                    break;
                case ApiVerb.Waits:
                    _frame.Waits.Add(new WaitSite(_frame, call.Syntax, _paths.HandlePathOf(Operands.Of(call, effect.Target))));
                    break;
                // Threads and tasks are followed from where they are made, with what they get at their start.
                case ApiVerb.Starts when Operands.Of(call, effect.Target) is { } started && !HandleFlow.IsHandle(started.Type) && !IsSwitchedOff(call):
                    _frame.Starts.Add(new StartSite(_frame, call is IPropertyReferenceOperation ? call.Parent!.Syntax : call.Syntax, _paths.HandlePathOf(started), MemoryPath.Unknown)
                    {
                        Many = effect.ManyUnless is not null && call is IInvocationOperation { TargetMethod: var starting } && !IsMet(effect.ManyUnless, call, starting),
                    });
                    break;
                case ApiVerb.Signals:
                    // The one that brings the count to zero is alone: `if (countdown.Signal())`.
                    if (IsTested(call))
                        _lockCalls.Add(GateAt(call, effect));
                    _frame.Signals.Add(new SignalSite(_frame, call.Syntax, _paths.HandlePathOf(Operands.Of(call, effect.Target))));
                    break;
                case ApiVerb.Updates when effect.Has(ApiFlags.Atomically) && effect.Target.IsParameter && IsGate(call):
                    _lockCalls.Add(GateAt(call, effect));
                    break;
            }
        }
    }

    /// <summary><c>timer.Enabled = false</c>.</summary>
    private static bool IsSwitchedOff(IOperation call) =>
        call is IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: false } } };

    private LockCall GateAt(IOperation call, ApiEffect effect) =>
        new(_frame, call.Syntax, LockOn(Operands.Of(call, effect.Target), LockMode.Exclusive, call.Syntax).AsGate(), acquires: true);

    private void RecordLockCall(IOperation call, ApiEffect effect)
    {
        var target = Operands.Of(call, effect.Target);
        if (target is null || RecordEmptySemaphore(call, target, effect) || IsCopyOfLock(target) || !Excludes(target))
            return;

        // Who does not ask goes on without the lock as well.
        var mayFail = effect.Verb == ApiVerb.Acquires && (effect.Has(ApiFlags.IfTrue) || effect.IfSet.IsParameter);
        if (mayFail && LockOutcomes.IsIgnored(call))
            return;

        // `Monitor.Wait` gives the lock of the statement around it back, and takes it again, for no longer than that statement lasts.
        var taken = LockOn(target, ModeOf(effect.Mode), call.Syntax);
        if (!taken.Path.IsUnknown && _locks.Held.Any(held => held.Path.Equals(taken.Path)))
            return;

        _lockCalls.Add(new LockCall(_frame, call.Syntax, taken, effect.Verb == ApiVerb.Acquires)
        {
            IfTrue = effect.Has(ApiFlags.IfTrue),
            Outcome = mayFail ? LockOutcomes.VariableOf(call, Operands.Of(call, effect.IfSet)) : null,
        });
    }

    /// <summary><c>[Acquires("_gate")]</c> and <c>[Releases("_gate")]</c> on the method that is called say what its body may not show.</summary>
    private void RecordDeclaredLocks(IOperation call, IMethodSymbol method, MemoryPath receiver)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute is not { AttributeClass: { Name: "AcquiresAttribute" or "ReleasesAttribute", ContainingNamespace.Name: "Annotations" } said, ConstructorArguments: { Length: 1 } arguments }
                || arguments[0].Value is not string name)
            {
                continue;
            }

            var member = InheritedMembers.DataNamed(name, method.ContainingType);
            if (member is null && name != "this")
                continue;

            var acquires = said.Name == "AcquiresAttribute";
            var mayFail = acquires && method.ReturnType.SpecialType == SpecialType.System_Boolean;
            var path = member switch
            {
                null => receiver,
                { IsStatic: true } => MemoryPath.StaticMember(member),
                _ => receiver.IsUnknown ? receiver : receiver.Then(PathStep.Member(member)),
            };
            _lockCalls.Add(new LockCall(_frame, call.Syntax, new HeldLock(path, LockMode.Exclusive, call.Syntax, member, name), acquires)
            {
                IfTrue = mayFail,
                Outcome = mayFail ? LockOutcomes.VariableOf(call, null) : null,
            });
        }
    }

    /// <summary><c>new SemaphoreSlim(0)</c>: whoever takes it waits for the thread that gives it.</summary>
    private bool RecordEmptySemaphore(IOperation call, IOperation target, ApiEffect effect)
    {
        if (target.Type is not { } type || (_api.NatureOf(type) & ApiNature.Counting) == 0)
            return false;

        var path = _paths.PathOf(target);
        var variable = path.End;
        if (variable is null || !SemaphoreShapes.StartsEmpty(variable))
            return false;

        if (effect.Verb == ApiVerb.Releases)
            _frame.Signals.Add(new SignalSite(_frame, call.Syntax, path));
        else
            _frame.Waits.Add(new WaitSite(_frame, call.Syntax, path));
        return true;
    }

    /// <summary>
    /// A lock that is a value, like <c>SpinLock</c>, and stands here as a copy: of a read-only field each call takes a new one, and so does who is given it, or keeps it in a
    /// variable of its own. A value that is boxed is a new object each time.
    /// </summary>
    private bool IsCopyOfLock(IOperation target) => target switch
    {
        IConversionOperation { OperatorMethod: null, Type.IsReferenceType: true, Operand.Type: { IsValueType: true } } => true,
        { Type: not { IsValueType: true } } => false,
        IFieldReferenceOperation { Field.IsReadOnly: true } => true,
        IParameterReferenceOperation { Parameter.RefKind: RefKind.None or RefKind.In } given => !_variables.IsCaptured(given.Parameter),
        ILocalReferenceOperation { Local.IsRef: false } local => _variables.FirstValueOf(local.Local) is IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation,
        IPropertyReferenceOperation { Property.ReturnsByRef: false } => true,
        _ => false,
    };

    /// <summary>Whether holding <paramref name="target"/> keeps others out: an event wakes them up, and a semaphore for eight admits eight.</summary>
    private bool Excludes(IOperation target)
    {
        var nature = target.Type is { } type ? _api.NatureOf(type) : ApiNature.None;
        if ((nature & ApiNature.Signal) != 0 && (nature & ApiNature.Lock) == 0)
            return false;
        if ((nature & ApiNature.Counting) == 0)
            return true;

        var path = _paths.PathOf(target);
        var variable = path.End;
        return variable is null || SemaphoreShapes.AdmitsOne(variable);
    }

    /// <summary>
    /// A flag that is set by one atomic step and tested on the spot, <c>if (Interlocked.Exchange(ref _running, 1) == 1) return;</c>, lets one in.
    /// It is taken for a lock that is never given back: what comes after is at least not provably open to all.
    /// </summary>
    private static bool IsGate(IOperation call)
    {
        if (call is not IInvocationOperation { TargetMethod.Name: "CompareExchange" or "Exchange" or "Increment" or "Decrement" } step)
            return false;

        // Of `CompareExchange(ref _work, work, null)` it is what was there before that lets one in.
        return step.Arguments.All(argument => argument.Parameter?.RefKind != RefKind.None || argument.Value.ConstantValue.HasValue || argument.Parameter is { Name: "value", ContainingSymbol.Name: "CompareExchange" })
            && IsTested(call);
    }

    /// <summary>Whether what <paramref name="call"/> returns decides a branch or a loop; kept in a variable, or returned to whoever tries, it is taken to.</summary>
    private static bool IsTested(IOperation call)
    {
        for (IOperation value = call, parent = call.Parent!; parent is not null; value = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IBinaryOperation or IUnaryOperation or IIsPatternOperation:
                    continue;
                case IVariableInitializerOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation }:
                case IReturnOperation:
                    return value.Type is { SpecialType: SpecialType.System_Boolean };
                case IConditionalOperation conditional:
                    return conditional.Condition == value;
                case IWhileLoopOperation loop:
                    return loop.Condition == value;
                case IForLoopOperation loop:
                    return loop.Condition == value;
                default:
                    return false;
            }
        }

        return false;
    }
}
