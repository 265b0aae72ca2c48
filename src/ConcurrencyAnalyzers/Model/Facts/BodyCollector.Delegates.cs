using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Where delegates are made, and what becomes of them.</summary>
internal sealed partial class BodyCollector
{
    public override void VisitDelegateCreation(IDelegateCreationOperation operation)
    {
        base.VisitDelegateCreation(operation);
        RecordDelegate(operation);
    }

    private void RecordDelegate(IOperation operation)
    {
        if (operation.Type is not { TypeKind: TypeKind.Delegate } || operation.Parent is IDelegateCreationOperation || IsTarget(operation))
            return;

        var source = SourceOf(operation, depth: 4);
        if (source.IsUnknown)
            return;

        foreach (var use in UsesOf(operation, source))
            _frame.Delegates.Add(use);
    }

    private static bool IsTarget(IOperation operation) => operation.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == operation,
        IEventAssignmentOperation subscription => subscription.EventReference == operation,
        _ => false,
    };

    private DelegateSource SourceOf(IOperation? operation, int depth)
    {
        switch (operation)
        {
            case IConversionOperation conversion:
                return SourceOf(conversion.Operand, depth);
            case IDelegateCreationOperation creation:
                return SourceOf(creation.Target, depth);
            case IAnonymousFunctionOperation lambda:
                return new DelegateSource(lambda.Symbol, null, MemoryPath.This);
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.DelegateInvoke, Instance: { } invoked }:
                return SourceOf(invoked, depth);
            case IMethodReferenceOperation { Method: { } method } reference:
                var target = (method.ReducedFrom ?? method).OriginalDefinition;
                return new DelegateSource(target, null, reference.Instance is null ? MemoryPath.This : _paths.PathOf(reference.Instance)) { Constructed = method.GetConstructedReducedFrom() ?? method };
            case ILocalReferenceOperation { Local: { } local } when depth > 0:
                return _variables.OnlyValueOf(local) is { } value ? SourceOf(value, depth - 1) : DelegateSource.Unknown;
            case IParameterReferenceOperation { Parameter: { } parameter } when _variables.IsSettled(parameter):
                return new DelegateSource(null, parameter, MemoryPath.Unknown);
            default:
                return KeeperOf(operation) is { } keeper
                    ? new DelegateSource(null, null, _paths.PathOf((operation as IMemberReferenceOperation)?.Instance)) { Member = keeper }
                    : DelegateSource.Unknown;
        }
    }

    private IEnumerable<DelegateUse> UsesOf(IOperation operation, DelegateSource source)
    {
        var value = operation;
        var parent = value.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation)
            (value, parent) = (parent, parent.Parent);

        switch (parent)
        {
            // The local is followed to where it is used.
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } when _variables.IsSettled(local):
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } assigned } } when _variables.OnlyValueOf(assigned) is not null:
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } when parent is IInvocationOperation { Instance: { } invoked } && invoked == value:
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.DelegateInvoke, Instance: { } called } when called == value:
            case IConditionalAccessOperation or IBinaryOperation or IIsPatternOperation or INameOfOperation:
                return [];
            case IReturnOperation when ReturnedTo(parent) is { } served:
                return [served(operation, source)];
            case IArgumentOperation { Parent: { } call } argument:
                return UsesAsArgument(call, argument, operation, source);
            case IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { } raised } reference }:
                return [OnEvent(raised, parent, source)];
            case IEventAssignmentOperation:
                return [];
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract }:
                return [];
            case IAssignmentOperation { Target: IMemberReferenceOperation target } when KeeperOf(target) is { } member:
                return [Kept(operation, source, member, _paths.PathOf(target.Instance))];
            case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } when KeepsDelegates(fields[0]):
                return [Kept(operation, source, fields[0], MemoryPath.This)];
            case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } when KeepsDelegates(properties[0]):
                return [Kept(operation, source, properties[0], MemoryPath.This)];
            default:
                return [Unknown(operation, source)];
        }
    }

    private IEnumerable<DelegateUse> UsesAsArgument(IOperation call, IArgumentOperation argument, IOperation operation, DelegateSource source)
    {
        var method = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor;
        if (method is null || argument.Parameter is not { } parameter)
            return [Unknown(operation, source)];

        var target = (method.ReducedFrom ?? method).OriginalDefinition;
        if (IsOurs(target))
        {
            return
            [
                new DelegateUse(_frame, operation.Syntax, _locks, source, DelegateFate.Passed)
                {
                    PassedTo = target.PartialImplementationPart ?? target,
                    PassedAs = parameter.Ordinal,
                    PassedIn = call.Syntax,
                    Handle = HandleFlow.IsHandle(call.Type) ? _handles.HandleOf(call) : Handle.None,
                    How = NameOf(method),
                },
            ];
        }

        var uses = new List<DelegateUse>();
        var isQueried = false;
        foreach (var effect in _api.EffectsOf(method))
        {
            if (!effect.Target.IsParameter || effect.Target.Ordinal != parameter.Ordinal || effect.Target.Part == ApiPart.Returned)
                continue;
            if (effect.Verb == ApiVerb.Spawns)
                uses.Add(Spawned(call, method, effect, operation, source));
            else if (effect is { Verb: ApiVerb.Calls, Time: ApiTime.Deferred } && SequenceFlow.IsSequence(call.Type) && !HandleFlow.GivesTask(target, effect.Target))
                isQueried = true;
            else if (effect.Verb == ApiVerb.Calls)
                uses.Add(Called(call, method, effect, operation, source));
        }

        if (isQueried)
            RecordQueried(call, method, source);
        return uses.Count > 0 || isQueried ? uses : [Unknown(operation, source)];
    }

    /// <summary><c>app.Use(next => context => …)</c>: what the lambda returns is run by whoever has called it.</summary>
    private Func<IOperation, DelegateSource, DelegateUse>? ReturnedTo(IOperation exit)
    {
        IOperation? value = exit;
        while (value is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
            value = value.Parent;
        while (value is IAnonymousFunctionOperation or IDelegateCreationOperation or IConversionOperation)
            value = value.Parent;
        if (value is not IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation { TargetMethod: { } method } })
            return null;

        var spawn = _api.EffectsOf(method).FirstOrDefault(effect => effect is { Verb: ApiVerb.Spawns, Target: { IsParameter: true, Part: ApiPart.Returned } } && effect.Target.Ordinal == parameter.Ordinal);
        return spawn is null ? null : (operation, source) => new DelegateUse(_frame, operation.Syntax, _locks, source, DelegateFate.Spawned)
        {
            Many = spawn.Has(ApiFlags.Many),
            Place = spawn.Place,
            IsIo = spawn.Has(ApiFlags.Io),
            How = NameOf(method),
        };
    }

    private DelegateUse Spawned(IOperation call, IMethodSymbol method, ApiEffect effect, IOperation operation, DelegateSource source)
    {
        if (effect.Place == ApiPlace.Ui)
            return new DelegateUse(_frame, operation.Syntax, _locks, source, DelegateFate.OnUi) { Place = effect.Place, How = NameOf(method) };
        if (Schedulers.IsUnknown(call) || (effect.Has(ApiFlags.AtStart) && (Schedulers.IsStartedOnUnknown(call) || Schedulers.IsLeftToOthers(call, method))))
            return Unknown(operation, source);

        var many = (effect.Has(ApiFlags.Many) && !ParallelShapes.IsLimitedToOne(call)) || (effect.ManyUnless is not null && !IsMet(effect.ManyUnless, call, method));
        var handle = effect.Other.Kind switch
        {
            ApiOperandKind.Result => _handles.HandleOf(call),
            ApiOperandKind.This when call is IObjectCreationOperation => _handles.HandleOf(call),
            _ => Handle.None,
        };
        var delay = Operands.Of(call, effect.DelayedBy);
        var isForStart = Durations.IsInfinite(delay);
        return new DelegateUse(_frame, call.Syntax, _locks, source, effect.Place is ApiPlace.Context or ApiPlace.Any or ApiPlace.None ? DelegateFate.Unknown : DelegateFate.Spawned)
        {
            IsDelayed = delay is not null && !isForStart && !Durations.IsZero(delay),
            Many = many,
            Numbers = effect.Place == ApiPlace.Parallel ? ParallelShapes.NumbersOf(call, method) : null,
            Joined = effect.Has(ApiFlags.Joined),
            Group = effect.Has(ApiFlags.Group) ? call.Syntax : null,
            AtStart = effect.Has(ApiFlags.AtStart) || isForStart,
            Handle = handle,
            Place = effect.Place,
            IsIo = effect.Has(ApiFlags.Io),
            Given = GivenTo(call, method, effect),
            After = Operands.Of(call, effect.After)?.Syntax,
            AfterHandle = effect.After.IsNone ? MemoryPath.Unknown : _paths.HandlePathOf(Operands.Of(call, effect.After)),
            How = NameOf(method),
        };
    }

    /// <summary>The state that the call hands to its delegate: <c>QueueUserWorkItem(Work, state)</c>, <c>new Thread(Work).Start(state)</c>.</summary>
    private MemoryPath GivenTo(IOperation call, IMethodSymbol method, ApiEffect spawn)
    {
        foreach (var effect in _api.EffectsOf(method))
        {
            if (effect is { Verb: ApiVerb.Passes, Target.IsParameter: true, Target.Part: ApiPart.Itself, Other: { IsParameter: true, Part: ApiPart.Given } }
                && effect.Other.Ordinal == spawn.Target.Ordinal)
            {
                return _paths.PathOf(Operands.Of(call, effect.Target));
            }
        }

        return call.Parent is IInvocationOperation { Instance: { } instance } && instance == call ? GivenAt(call) : MemoryPath.Unknown;
    }

    private DelegateUse Called(IOperation call, IMethodSymbol method, ApiEffect effect, IOperation operation, DelegateSource source)
    {
        if (effect.Time == ApiTime.Later)
        {
            return RunsOnTimer(call, method)
                ? new DelegateUse(_frame, call.Syntax, _locks, source, DelegateFate.Spawned) { IsDelayed = true, Place = ApiPlace.Timer, How = NameOf(method) }
                : Unknown(operation, source);
        }

        // A member that says it wants tasks, and no more than their results, waits for them.
        var isOneByOne = effect.Time == ApiTime.Deferred && HandleFlow.GivesTask((method.ReducedFrom ?? method).OriginalDefinition, effect.Target);
        return new DelegateUse(_frame, call.Syntax, _locks, source, DelegateFate.Called)
        {
            Many = effect.Has(ApiFlags.Many),
            Deferred = effect.Time == ApiTime.Deferred,
            OneByOne = isOneByOne,
            Handle = HandleFlow.IsHandle(call.Type) ? _handles.HandleOf(call) : isOneByOne ? Handle.Escaped : Handle.None,
            How = NameOf(method),
        };
    }

    private DelegateUse OnEvent(IEventSymbol raised, IOperation subscription, DelegateSource source)
    {
        foreach (var effect in _api.EffectsOf(raised))
        {
            if (effect.Verb != ApiVerb.Raises)
                continue;
            if (effect.Place == ApiPlace.Ui || (effect.UiIfSet is { } property && ValuesSetNear(property, subscription).Any(static value => !IsNull(value))))
                return new DelegateUse(_frame, subscription.Syntax, _locks, source, DelegateFate.OnUi) { Place = ApiPlace.Ui, How = $"{raised.ContainingType.Name}.{raised.Name}" };
            if (effect.Place is ApiPlace.Pool or ApiPlace.Timer or ApiPlace.Thread or ApiPlace.Request)
            {
                return new DelegateUse(_frame, subscription.Syntax, _locks, source, DelegateFate.Spawned)
                {
                    Many = effect.Has(ApiFlags.Many) || (effect.ManyUnless is { } condition && ValuesSetNear(condition.Name, subscription).All(value => value.ToString() != condition.Value)),
                    Place = effect.Place,
                    IsIo = effect.Has(ApiFlags.Io),
                    UiIfSet = effect.UiIfSet,
                    KeptOn = raised.IsStatic ? MemoryPath.Unknown : _paths.PathOf(Instance(subscription)),
                    How = $"{raised.ContainingType.Name}.{raised.Name}",
                };
            }
        }

        return KeeperOf(((IEventAssignmentOperation)subscription).EventReference) is { } keeper
            ? Kept(subscription, source, keeper, _paths.PathOf(Instance(subscription)))
            : Unknown(subscription, source);
    }

    /// <summary>The object that raises what is subscribed to.</summary>
    private static IOperation? Instance(IOperation subscription) => (((IEventAssignmentOperation)subscription).EventReference as IEventReferenceOperation)?.Instance;

    /// <summary>The member that keeps the delegate which <paramref name="operation"/> names; null where it is none of ours, or its accessors have code.</summary>
    private ISymbol? KeeperOf(IOperation? operation) => operation is IMemberReferenceOperation { Member: { } member } && KeepsDelegates(member) ? member.OriginalDefinition : null;

    private bool KeepsDelegates(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, _assembly) && member switch
    {
        IFieldSymbol field => field.Type.TypeKind == TypeKind.Delegate,
        IPropertySymbol { IsVirtual: false, IsOverride: false } property => property.Type.TypeKind == TypeKind.Delegate && PropertyShapes.IsAuto(property),
        IEventSymbol { IsVirtual: false, IsOverride: false, IsAbstract: false } raised => raised.AddMethod is { IsImplicitlyDeclared: true },
        _ => false,
    };

    private DelegateUse Kept(IOperation operation, DelegateSource source, ISymbol member, MemoryPath keeper) =>
        new(_frame, operation.Syntax, _locks, source, DelegateFate.Kept) { KeptIn = member.OriginalDefinition, KeptOn = member.IsStatic ? MemoryPath.Unknown : keeper };

    private DelegateUse Unknown(IOperation operation, DelegateSource source) => new(_frame, operation.Syntax, _locks, source, DelegateFate.Unknown);

    /// <summary><c>work()</c>, where <c>work</c> is a local, parameter or member that we can follow.</summary>
    private void RecordDelegateCall(IInvocationOperation call)
    {
        var target = call.Instance is IConditionalAccessInstanceOperation && call.Parent is IConditionalAccessOperation access ? access.Operation : call.Instance;
        var source = SourceOf(target, depth: 4);
        RecordGiven(call, target);
        if (!source.IsUnknown)
            _frame.Delegates.Add(new DelegateUse(_frame, call.Syntax, _locks, source, DelegateFate.Called) { Handle = _handles.HandleOf(call), How = "" });
    }

    /// <summary>A condition of a table line, as <c>many-unless period infinite</c>: unknown values meet none.</summary>
    private static bool IsMet(ApiCondition? condition, IOperation call, IMethodSymbol method)
    {
        if (condition is null)
            return false;

        var parameter = method.Parameters.FirstOrDefault(one => one.Name == condition.Name);
        var value = parameter is null ? null : Operands.ArgumentOf(call, parameter.Ordinal)?.Value;
        if (condition.Value == "infinite")
            return Durations.IsInfinite(value);
        while (value is IConversionOperation conversion && !value.ConstantValue.HasValue)
            value = conversion.Operand;
        return value is { ConstantValue: { HasValue: true, Value: { } constant } } && string.Equals(constant.ToString(), condition.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// What the source sets a property of the object to that raises the event: <c>AutoReset = false</c>. Which of several objects the assignment is
    /// about is not asked: one that might be meant is enough for silence. A designer sets it in its own part of the type.
    /// </summary>
    private static IEnumerable<ExpressionSyntax> ValuesSetNear(string property, IOperation subscription)
    {
        var isLocal = subscription is IEventAssignmentOperation { EventReference: IEventReferenceOperation { Instance: ILocalReferenceOperation } };
        var scope = subscription.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>(
                member => member is BaseTypeDeclarationSyntax || isLocal && member is not GlobalStatementSyntax)
            ?? subscription.Syntax.SyntaxTree.GetRoot();
        var parts = scope is BaseTypeDeclarationSyntax type && subscription.SemanticModel?.GetDeclaredSymbol(type) is { } declared
            ? declared.DeclaringSyntaxReferences.Select(static part => part.GetSyntax())
            : [scope];
        foreach (var node in parts.SelectMany(static part => part.DescendantNodes()))
        {
            if (node is not AssignmentExpressionSyntax { Left: var target, Right: var value })
                continue;

            var name = target is MemberAccessExpressionSyntax access ? access.Name : target as SimpleNameSyntax;
            if (name?.Identifier.ValueText == property)
                yield return value;
        }
    }

    private static bool IsNull(ExpressionSyntax value) => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression);

    private static string NameOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? $"new {method.ContainingType.Name}" : $"{method.ContainingType.Name}.{method.Name}";
}
