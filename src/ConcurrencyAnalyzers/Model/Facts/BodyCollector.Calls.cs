using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Calls, joins, starts and lock calls.</summary>
internal sealed partial class BodyCollector
{
    public override void VisitInvocation(IInvocationOperation operation)
    {
        var effects = _api.EffectsOf(operation.TargetMethod);
        BindLambdaParameters(operation, effects);
        base.VisitInvocation(operation);
        RecordEffects(operation, effects);
        RecordWorkItems(operation, effects);
        RecordContents(operation, effects, operation.Syntax);
        RecordHandle(operation);
        RecordReference(operation, operation.TargetMethod);
        if (operation.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
            RecordDelegateCall(operation);
        else
            RecordCall(operation, operation.TargetMethod, operation.Instance, operation.Arguments);
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        base.VisitObjectCreation(operation);
        RecordThread(operation);
        if (operation.Constructor is not { } constructor)
            return;
        RecordContents(operation, _api.EffectsOf(constructor), operation.Syntax);
        RecordCall(operation, constructor, operation, operation.Arguments);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        base.VisitPropertyReference(operation);
        var property = operation.Property;
        var effects = _api.EffectsOf(property);
        var (reads, writes) = UseOf(operation);
        RecordEffects(operation, effects);
        if (writes && property.SetMethod is { } changing)
        {
            var changes = _api.EffectsOf(changing);
            RecordEffects(operation, changes);
            RecordContents(operation, changes, operation.Parent!.Syntax);
        }
        else
        {
            RecordContents(operation, effects, operation.Syntax);
        }

        RecordBackground(operation);
        if (!SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, _assembly))
        {
            RecordHandle(operation);
            return;
        }

        if (PropertyShapes.IsAuto(property))
        {
            RecordHandle(operation);
            Record(operation);
            RecordDelegate(operation);
            RecordSequenceMember(operation);
            return;
        }

        RecordReference(operation, property);
        if (reads && property.GetMethod is { } getter)
            RecordCall(operation, getter, operation.Instance, operation.Arguments);
        if (writes && property.SetMethod is { } setter)
            RecordCall(operation, setter, operation.Instance, operation.Arguments);
        if (reads && writes && property is { IsIndexer: false, ReturnsByRef: false } && operation.Syntax is ExpressionSyntax target)
            Add(new Access(_frame, operation.Parent!.Syntax, target, new Memory(property, isElement: false), _paths.PathOf(operation), AccessKind.ReadModifyWrite, _locks));
    }

    /// <summary><c>Slot()++</c>, where <c>Slot</c> returns a field by reference, is an access to the field.</summary>
    private void RecordReference(IOperation operation, ISymbol member)
    {
        if (!PropertyShapes.FieldsReferredToBy(member).IsEmpty)
            Record(operation);
    }

    private static (bool Reads, bool Writes) UseOf(IOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == reference => (false, true),
        ICompoundAssignmentOperation compound when compound.Target == reference => (true, true),
        ICoalesceAssignmentOperation coalesce when coalesce.Target == reference => (true, true),
        IIncrementOrDecrementOperation => (true, true),
        _ => (true, false),
    };

    private void RecordCall(IOperation call, IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        var target = DefinitionOf(method);
        if (!IsOurs(target))
            return;

        // A constructor's `this(…)` and `base(…)` run on the same object. What an initializer adds, it adds to the new one.
        var receiver = call is IInvocationOperation { TargetMethod.MethodKind: MethodKind.Constructor } ? MemoryPath.This : _paths.PathOf(instance);
        if ((call as IObjectCreationOperation ?? HandleFlow.NewOf(instance)) is { } creation)
            receiver = ReceiverOfNew(creation);
        if (receiver is { Steps.IsEmpty: true, Variable: ILocalSymbol local } && Annotations.IsOwned(_variables.OnlyValueOf(local)))
            _frame.Body.Owned.Add(local);

        RecordDeclaredLocks(call, target, receiver);
        _frame.Calls.Add(new CallSite(_frame, call.Syntax, _locks, target, receiver, arguments.Select(ArgumentOf).ToImmutableArray())
        {
            Constructed = method.GetConstructedReducedFrom() ?? method,
            IsOfBase = instance?.Syntax is BaseExpressionSyntax,
            Walks = WalksOf(call, method),
            Result = HandleFlow.IsHandle(call.Type) || call.Type is ITypeParameterSymbol || method.IsAsync || HandleFlow.IsTaskLike(call.Type) ? _handles.HandleOf(call) : Handle.None,
        });
    }

    /// <summary>The method as its declaration has it.</summary>
    private static IMethodSymbol DefinitionOf(IMethodSymbol method)
    {
        var target = (method.ReducedFrom ?? method).OriginalDefinition;
        return target.PartialImplementationPart ?? target;
    }

    /// <summary>The end of a <c>using</c> calls <c>Dispose</c>, of which the source shows nothing.</summary>
    private void RecordDisposal(IOperation resources, bool isAsync)
    {
        if (resources is IVariableDeclarationGroupOperation group)
        {
            foreach (var declarator in group.Declarations.SelectMany(static declaration => declaration.Declarators))
                RecordDisposal(declarator.Symbol.Type, MemoryPath.Local(declarator.Symbol), declarator.Syntax, isAsync);
        }
        else if (Operands.Unwrapped(resources) is { Type: { } type } value)
        {
            RecordDisposal(type, value is IObjectCreationOperation made ? ReceiverOfNew(made) : _paths.PathOf(value), value.Syntax, isAsync);
        }
    }

    private void RecordDisposal(ITypeSymbol type, MemoryPath resource, SyntaxNode place, bool isAsync)
    {
        if (!IsOfOurs(type) || DisposalOf(type, isAsync ? "DisposeAsync" : "Dispose") is not { } method || !IsOurs(method))
            return;

        _frame.Calls.Add(new CallSite(_frame, place, _locks, method.OriginalDefinition, resource, ImmutableArray<Argument>.Empty)
        {
            Constructed = method,
            IsDisposal = true,
            Result = isAsync ? new Handle { Awaited = true } : Handle.None,
        });
    }

    /// <summary>By the pattern, or what implements the interface.</summary>
    private static IMethodSymbol? DisposalOf(ITypeSymbol type, string name)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty) is { } method)
                return method;
        }

        return type.AllInterfaces.Where(static contract => contract.Name is nameof(IDisposable) or "IAsyncDisposable").SelectMany(contract => contract.GetMembers(name)).Select(type.FindImplementationForInterfaceMember).OfType<IMethodSymbol>().FirstOrDefault();
    }

    /// <summary>A new object that goes into a local is named after the local: that is how the rest of the frame knows it.</summary>
    private MemoryPath ReceiverOfNew(IObjectCreationOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation)
            parent = parent.Parent;
        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => MemoryPath.Local(local),
            ISimpleAssignmentOperation assignment when _paths.PathOf(assignment.Target) is { IsUnknown: false } kept => kept,
            _ => MemoryPath.Allocation(creation.Syntax),
        };
    }

    private Argument ArgumentOf(IArgumentOperation argument)
    {
        var path = _paths.PathOf(argument.Value);
        var isContent = argument.Value.Type is IArrayTypeSymbol || IsPlainContainer(argument.Value.Type);
        var byReference = argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out || isContent;
        Memory? memory = null;
        if (byReference && !path.IsUnknown)
        {
            memory = path.Holder is not { } symbol ? null : new Memory(symbol, path.Depth + (isContent && argument.Parameter?.RefKind == RefKind.None ? 1 : 0));
        }

        return new Argument(argument.Parameter?.Ordinal ?? -1, path, _paths.IndexOf(argument.Value)) { ByReference = memory };
    }

    /// <summary>What happens to a task or thread that a reference or a call gives here: where else it is kept, started or waited for.</summary>
    private void RecordHandle(IOperation operation)
    {
        if (!HandleFlow.IsHandle(operation.Type))
            return;

        var path = _paths.HandlePathOf(operation);
        if (path.IsUnknown)
            return;

        if (HandleFlow.IsCollectionOfHandles(operation.Type) && IsEmptied(operation))
            _frame.Emptied.Add(new EmptiedSite(_frame, operation.Parent!.Syntax, path));
        if (operation.Parent is IAssignmentOperation assignment && assignment.Target == operation)
            return;

        RecordPass(operation, path);
        var handle = _handles.HandleOf(operation);
        if (handle is { IsOverHere: true, Started: null })
            _frame.Joins.Add(new JoinSite(_frame, operation.Syntax, path) { IsAwait = handle.Awaited, IsWhole = handle.IsWhole, MayGiveUp = handle.MayGiveUp, Loop = LoopOver(operation), LeavesOut = LeavesOut(operation), Test = TestOf(operation, path) });
        else if (handle.Started is { } start)
            _frame.Starts.Add(new StartSite(_frame, start, path, GivenAt(operation)) { IsOver = handle.Joined });
        else if (!handle.Paths.IsEmpty || handle.Returned || handle.Escapes)
            _frame.Aliases.Add(new HandleAlias(operation.Syntax, path, handle));
    }

    /// <summary><c>threads.Clear()</c>, <c>threads = new List&lt;Thread&gt;()</c>, <c>threads = []</c>.</summary>
    private bool IsEmptied(IOperation collection) => collection.Parent switch
    {
        IInvocationOperation { TargetMethod: { Name: "Clear", Parameters.IsEmpty: true } method } call when call.Instance == collection =>
            _api.EffectsOf(method).Any(static effect => effect is { Verb: ApiVerb.Writes or ApiVerb.Updates, Target.Kind: ApiOperandKind.This }),
        ISimpleAssignmentOperation assignment when assignment.Target == collection => Operands.Unwrapped(assignment.Value) switch
        {
            IObjectCreationOperation { Initializer: null } made => made.Arguments.All(static argument => argument.Value.Type is { IsValueType: true }),
            IArrayCreationOperation { Initializer: null } => true,
            ICollectionExpressionOperation { Elements.IsEmpty: true } => true,
            _ => false,
        },
        _ => false,
    };

    /// <summary>The condition over <paramref name="join"/> that asks about the same handle.</summary>
    private SyntaxNode? TestOf(IOperation join, MemoryPath handle)
    {
        for (var parent = join.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; parent = parent.Parent)
        {
            if (parent is IConditionalOperation { Condition: { } condition } && !condition.Syntax.Span.Contains(join.Syntax.Span)
                && condition.Descendants().Any(part => HandleFlow.IsHandle(part.Type) && _paths.HandlePathOf(part).Equals(handle)))
            {
                return FirstOf(condition);
            }
        }

        return null;
    }

    /// <summary>Of <c>a &amp;&amp; b</c> the graph has the two sides.</summary>
    private static SyntaxNode FirstOf(IOperation condition)
    {
        while (condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both)
            condition = both.LeftOperand;
        return condition.Syntax;
    }

    /// <summary>The argument of <c>thread.Start(argument)</c>.</summary>
    private MemoryPath GivenAt(IOperation handle)
    {
        var call = handle.Parent is IConditionalAccessOperation access ? access.WhenNotNull : handle.Parent;
        return call is IInvocationOperation { Arguments: { Length: 1 } arguments } ? _paths.PathOf(arguments[0].Value) : MemoryPath.Unknown;
    }

    /// <summary>The loop that walks over the whole collection of which <paramref name="element"/> is one element.</summary>
    private SyntaxNode? LoopOver(IOperation element)
    {
        for (var parent = element.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation call && IsWaitForOne(call))
                return DrainingLoops.Around(call.Syntax);
            if (parent is IWhileLoopOperation && element is IInvocationOperation { Instance: not null })
                return DrainingLoops.Around(element.Syntax);
            if (parent is IForEachLoopOperation each && element is ILocalReferenceOperation { Local: { } local } && each.Locals.Any(one => SymbolEqualityComparer.Default.Equals(one, local)))
                return each.Collection.Syntax;
            if (parent is IForLoopOperation { Condition: { } condition } && element is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true })
                return NamesOneElement(element) ? null : condition.Syntax;
        }

        return null;
    }

    /// <summary><c>threads[0]</c> is the same one in each round.</summary>
    private static bool NamesOneElement(IOperation element) => element switch
    {
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } => indices[0].ConstantValue.HasValue,
        IPropertyReferenceOperation { Arguments: { Length: 1 } arguments } => arguments[0].Value.ConstantValue.HasValue,
        _ => false,
    };

    /// <summary>Whether the loop over <paramref name="element"/> begins behind the first elements, or ends before the last. What <c>Where</c> leaves out may be over.</summary>
    private static bool LeavesOut(IOperation element)
    {
        if (element is not ILocalReferenceOperation { Local: { } local })
            return false;
        for (var parent = element.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation each && each.Locals.Any(one => SymbolEqualityComparer.Default.Equals(one, local)))
            {
                return Operands.Unwrapped(each.Collection) is IInvocationOperation { TargetMethod: { Name: "Skip" or "SkipLast", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } arguments }
                    && arguments[1].Value.ConstantValue is { HasValue: true, Value: int and > 0 };
            }
        }

        return false;
    }

    private bool IsWaitForOne(IInvocationOperation call) =>
        _api.EffectsOf(call.TargetMethod).Any(static effect => effect is { Verb: ApiVerb.Waits, Target: { IsParameter: true, Part: ApiPart.Elements } });

    /// <summary><c>threads.ForEach(t =&gt; t.Join())</c>: the lambda's parameter stands for every element of the list.</summary>
    private void BindLambdaParameters(IInvocationOperation call, ImmutableArray<ApiEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is { Verb: ApiVerb.Passes, Target: { IsParameter: true, Part: ApiPart.Elements }, Other: { IsParameter: true, Part: ApiPart.Given } })
                BindItem(Operands.Of(call, effect.Other), Operands.Of(call, effect.Target));
            if (effect is { Verb: ApiVerb.Passes, Target: { IsParameter: true, Part: ApiPart.Returned }, Other: { Kind: ApiOperandKind.This, Part: ApiPart.Elements } })
                BindOldItem(call, Operands.Of(call, effect.Target));
            if (effect.Verb != ApiVerb.Calls || !effect.Target.IsParameter)
                continue;

            var value = Operands.Of(call, effect.Target);
            if (ParametersOf(value) is not { Length: >= 1 } parameters || !HandleFlow.IsHandle(parameters[0].Type))
                continue;

            var collection = _paths.HandlePathOf(call.Instance ?? call.Arguments.FirstOrDefault()?.Value);
            if (!collection.IsUnknown)
                _paths.BindToElements(parameters[0], collection);
        }
    }

    /// <summary><c>Parallel.ForEach(data, b =&gt; total[b]++)</c>: items may repeat, unless they were counted off.</summary>
    private void BindItem(IOperation? body, IOperation? source)
    {
        while (source is IConversionOperation converted)
            source = converted.Operand;
        if (ParametersOf(body) is { Length: >= 1 } parameters && !DistinctItems.Has(source))
            _paths.BindToItem(parameters[0]);
    }

    /// <summary><c>_d.AddOrUpdate(key, …, (_, old) =&gt; …)</c>: what makes the new item of the old one is given the old one, which others have as well.</summary>
    private void BindOldItem(IInvocationOperation call, IOperation? function)
    {
        foreach (var parameter in ParametersOf(function).Skip(1))
        {
            if (parameter.Type.IsReferenceType && SymbolEqualityComparer.Default.Equals(parameter.Type, call.Type))
                _paths.BindTo(parameter, _paths.PathOf(call));
        }
    }

    private static ImmutableArray<IParameterSymbol> ParametersOf(IOperation? function)
    {
        while (function is IConversionOperation conversion)
            function = conversion.Operand;
        return function is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: var parameters } } ? parameters : ImmutableArray<IParameterSymbol>.Empty;
    }
}
