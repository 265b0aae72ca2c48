using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Names the memory that an expression means, seeing through locals that only rename it.</summary>
internal sealed partial class PathResolver(BodyVariables variables, ApiLookup api, IMethodSymbol? owner)
{
    /// <summary>How many renamings in a row are followed: <c>var a = b; var c = a;</c> and so on.</summary>
    private const int MaxRenamings = 8;

    /// <summary>How deep an index is read: operators, conversions and renamings. Deeper ones can be any element.</summary>
    private const int MaxIndexTerms = 16;

    private readonly HashSet<ISymbol> _items = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, MemoryPath> _elements = new(SymbolEqualityComparer.Default);

    /// <summary>From now on <paramref name="parameter"/> of a lambda is an element of <paramref name="collection"/>.</summary>
    public void BindToElements(IParameterSymbol parameter, MemoryPath collection) => BindTo(parameter, collection.Then(PathStep.Element(ElementIndex.Any)));

    /// <summary>From now on <paramref name="parameter"/> of a lambda is the object that <paramref name="path"/> leads to.</summary>
    public void BindTo(IParameterSymbol parameter, MemoryPath path)
    {
        if (!path.IsUnknown)
            _elements[parameter] = path;
    }

    /// <summary>The path of the object or variable that <paramref name="operation"/> gives.</summary>
    public MemoryPath PathOf(IOperation? operation) => PathOf(operation, MaxRenamings, handle: false);

    /// <summary>
    /// The variables that <paramref name="operation"/> may mean, where it is a reference to one of several: a call of what returns it, or a local that was made to refer to it.
    /// </summary>
    public IEnumerable<MemoryPath> PathsOf(IOperation operation) => PathsOf(operation, MaxRenamings);

    private IEnumerable<MemoryPath> PathsOf(IOperation operation, int renamings) => operation switch
    {
        IConditionalOperation { IsRef: true, WhenFalse: { } other } choice when renamings > 0 => PathsOf(choice.WhenTrue, renamings - 1).Concat(PathsOf(other, renamings - 1)),
        ILocalReferenceOperation { Local: { IsRef: true } local } when renamings > 0 && variables.OnlyValueOf(local) is { } value && (value is ILocalReferenceOperation || MeansSeveral(value)) => PathsOf(value, renamings - 1),
        IInvocationOperation { TargetMethod: { } method } call when PropertyShapes.FieldsReferredToBy(method) is { Length: > 1 } fields =>
            fields.Select(field => FieldPath(field, call.Instance, renamings, handle: false)),
        IPropertyReferenceOperation { Property: { } property } reference when PropertyShapes.FieldsReferredToBy(property) is { Length: > 1 } fields =>
            fields.Select(field => FieldPath(field, reference.Instance, renamings, handle: false)),
        _ => [PathOf(operation, renamings, handle: false)],
    };

    /// <summary>Whether <see cref="PathsOf(IOperation)"/> has to be asked: all else means one variable.</summary>
    public bool MeansSeveral(IOperation operation) => operation switch
    {
        IConditionalOperation { IsRef: true } => true,
        ILocalReferenceOperation { Local: { IsRef: true } local } => variables.OnlyValueOf(local) is { } value && (value is ILocalReferenceOperation || MeansSeveral(value)),
        IInvocationOperation call => PropertyShapes.FieldsReferredToBy(call.TargetMethod).Length > 1,
        IPropertyReferenceOperation reference => PropertyShapes.FieldsReferredToBy(reference.Property).Length > 1,
        _ => false,
    };

    private MemoryPath FieldPath(IFieldSymbol field, IOperation? instance, int renamings, bool handle) =>
        field.IsStatic ? MemoryPath.StaticMember(field) : PathOf(instance, renamings, handle).Then(PathStep.Member(field, IsMoving(instance)));

    /// <summary>The path that a task or thread is kept under: a local that holds a new one keeps its own name.</summary>
    public MemoryPath HandlePathOf(IOperation? operation) => PathOf(operation, MaxRenamings, handle: true).WithAnyIndex();

    private MemoryPath PathOf(IOperation? operation, int renamings, bool handle)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (operation)
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return MemoryPath.This;
            case IFieldReferenceOperation { Field: { IsConst: false } field } reference:
                return field.IsStatic
                    ? MemoryPath.StaticMember(field, uncertain: IsOfThread(field))
                    : PathOf(reference.Instance, renamings, handle).Then(PathStep.Member(FieldOf(field), IsMoving(reference.Instance)));
            case IPropertyReferenceOperation reference:
                return PropertyPath(reference, renamings, handle);
            case IEventReferenceOperation { Event: { } raised } reference:
                return raised.IsStatic ? MemoryPath.StaticMember(raised) : PathOf(reference.Instance, renamings, handle).Then(PathStep.Member(raised));
            case ILocalReferenceOperation { Local: { } local }:
                return LocalPath((ILocalReferenceOperation)operation, local, renamings, handle);
            case IParameterReferenceOperation { Parameter: { } parameter }:
                return ParameterPath(parameter);
            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                return PathOf(element.ArrayReference, renamings, handle).Then(PathStep.Element(PlaceOf(element.Indices[0])));
            case IArrayElementReferenceOperation element:
                // In any dimension an index of its own makes the element the thread's own.
                var own = element.Indices.Select(PlaceOf).FirstOrDefault(static index => index.Variable is not null) ?? ElementIndex.Any;
                return PathOf(element.ArrayReference, renamings, handle).Then(PathStep.Element(own));
            case IImplicitIndexerReferenceOperation element:
                return PathOf(element.Instance, renamings, handle).Then(PathStep.Element(ElementIndex.Any));
            case IConversionOperation { OperatorMethod: null } conversion:
                return PathOf(conversion.Operand, renamings, handle);
            case IParenthesizedOperation parenthesized:
                return PathOf(parenthesized.Operand, renamings, handle);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true }, Value: { } made } when !handle && PathOf(made, renamings, handle) is { Root: PathRoot.Allocation } item:
                // `_d[key] = []`: whatever else has that key, this one is new.
                return item;
            case ISimpleAssignmentOperation assignment:
                return PathOf(assignment.Target, renamings, handle);
            case IConditionalAccessInstanceOperation instance:
                return PathOf(ReceiverOf(instance), renamings, handle);
            case IDeclarationExpressionOperation declaration:
                return PathOf(declaration.Expression, renamings, handle);
            case IInvocationOperation invocation:
                return ResultPath(invocation, renamings, handle);
            case IObjectCreationOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation or ICollectionExpressionOperation:
                return MemoryPath.Allocation(operation.Syntax);
            case ITypeOfOperation type:
                return MemoryPath.Static(type.TypeOperand);
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } }:
                return MemoryPath.Static(text);
            default:
                return MemoryPath.Unknown;
        }
    }

    /// <summary>The index of an access: a variable that starts from a constant here runs over the same elements on every thread.</summary>
    private ElementIndex PlaceOf(IOperation? index)
    {
        while (index is IConversionOperation { OperatorMethod: null } conversion)
            index = conversion.Operand;
        return index is ILocalReferenceOperation { Local: { } local } && !variables.IsSettled(local) && !variables.IsCaptured(local)
            && variables.FirstValueOf(local) is { ConstantValue.HasValue: true }
                ? ElementIndex.Any
                : IndexOf(index);
    }

    /// <summary>What is known of <paramref name="operation"/> as an index.</summary>
    public ElementIndex IndexOf(IOperation? operation) => IndexOf(operation, MaxIndexTerms);

    private ElementIndex IndexOf(IOperation? operation, int terms)
    {
        switch (operation)
        {
            // A sum of a thousand terms, or a local that broken code starts with itself: `var i = i + 1`.
            case not null when terms == 0:
                return ElementIndex.Any;
            case { ConstantValue: { HasValue: true, Value: { } constant } }:
                return ElementIndex.Of(constant);
            case IConversionOperation { OperatorMethod: null } conversion:
                return IndexOf(conversion.Operand, terms - 1);
            case IParenthesizedOperation parenthesized:
                return IndexOf(parenthesized.Operand, terms - 1);
            case ILocalReferenceOperation { Local: { } local }:
                if (variables.CollectionOf(local) is not null)
                    return ElementIndex.Any;

                // A copy, `var slot = i`, is the round's own and keeps its name; a computed one, `hash % n`, can be anybody's.
                var index = variables.OnlyValueOf(local) is { } value && !IsDrawn(value) ? IndexOf(value, terms - 1) : null;
                return index is { IsAny: true } or { Constant: not null } ? index : ElementIndex.Of(local, local.Name);
            case IParameterReferenceOperation { Parameter: { } parameter }:
                return _items.Contains(parameter) ? ElementIndex.Any : ElementIndex.Of(parameter, parameter.Name);

            // What an item of one's own carries, `room.Id`, names its own place.
            case IFieldReferenceOperation { Instance: IParameterReferenceOperation { Parameter: { } item }, Field: { } member }:
                return ElementIndex.Of(item, $"{item.Name}.{member.Name}");
            case IPropertyReferenceOperation { Instance: IParameterReferenceOperation { Parameter: { } item }, Property: { } member }:
                return ElementIndex.Of(item, $"{item.Name}.{member.Name}");
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply } binary:
                return Shifted(binary, terms - 1);

            // Arithmetic and drawn numbers fall where they fall: i % 3, random.Next(3).
            case IBinaryOperation or IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true }:
                return ElementIndex.Any;
            default:
                return ElementIndex.Chosen;
        }
    }

    /// <summary>From now on <paramref name="parameter"/> of a lambda is an item of data: two threads may be given equal ones.</summary>
    public void BindToItem(IParameterSymbol parameter) => _items.Add(parameter);

    /// <summary>A number that an atomic step hands out, <c>Interlocked.Increment(ref _next) - 1</c>, is drawn once.</summary>
    private bool IsDrawn(IOperation value)
    {
        for (; ; )
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                case IBinaryOperation { RightOperand.ConstantValue.HasValue: true, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } binary:
                    value = binary.LeftOperand;
                    break;
                case IInvocationOperation call:
                    return api.EffectsOf(call.TargetMethod).Any(static effect => effect is { Verb: ApiVerb.Updates, Target.IsParameter: true } && effect.Has(ApiFlags.Atomically));
                default:
                    return false;
            }
        }
    }

    /// <summary>A variable plus, minus or times a constant: still one element for one value.</summary>
    private ElementIndex Shifted(IBinaryOperation binary, int terms)
    {
        var left = IndexOf(binary.LeftOperand, terms);
        var right = IndexOf(binary.RightOperand, terms);
        var kind = binary.OperatorKind switch { BinaryOperatorKind.Add => "+", BinaryOperatorKind.Subtract => "-", _ => "*" };
        if (left.Variable is not null && right.Constant is not null && !Equals(right.Constant, 0))
            return ElementIndex.Of(left.Variable, $"{left.Form} {kind} {right.Constant}");
        if (right.Variable is not null && left.Constant is not null && !Equals(left.Constant, 0))
            return ElementIndex.Of(right.Variable, $"{left.Constant} {kind} {right.Form}");

        // start + i, row * width + column: one of the two is the thread's own in all code that divides an array among threads.
        if (left.Variable is not null && right.Variable is not null)
            return ElementIndex.Of(left.Variable, $"{left.Form} {kind} {right.Form}");

        // offset + _first: what is added to the start of one's own part stays in it.
        if (binary.OperatorKind != BinaryOperatorKind.Multiply && left.Variable is not null && right.IsChosen)
            return ElementIndex.Of(left.Variable, $"{left.Form} {kind} …");
        return left.IsChosen || right.IsChosen ? ElementIndex.Chosen : ElementIndex.Any;
    }

    private MemoryPath LocalPath(ILocalReferenceOperation reference, ILocalSymbol local, int renamings, bool handle)
    {
        if (variables.CollectionOf(local) is { } collection && renamings > 0)
        {
            if (!handle)
                return local.Type.IsReferenceType && ItemOfLoop(reference, collection, renamings - 1) is { } item ? item : MemoryPath.Local(local);
            var elements = PathOf(collection, renamings - 1, handle);
            return elements.IsUnknown ? MemoryPath.Local(local) : elements.Then(PathStep.Element(ElementIndex.Any));
        }

        if (renamings > 0 && variables.OnlyValueOf(local) is { } value && (local.IsRef || local.Type.IsReferenceType))
        {
            var path = PathOf(value, renamings - 1, handle);
            if (path.Root is not (PathRoot.Unknown or PathRoot.Allocation))
                return path;
        }

        if (handle || renamings == 0 || !local.Type.IsReferenceType)
            return MemoryPath.Local(local);
        return (variables.OnlyGivenBy(local) is { } argument ? ItemGivenBy(argument, renamings - 1) : ItemFoundOrPut(reference)) ?? MemoryPath.Local(local);
    }

    /// <summary>A variable that is set more than once means now this object, now that one.</summary>
    private bool IsMoving(IOperation? receiver) => receiver switch
    {
        ILocalReferenceOperation { Local: { Type.IsReferenceType: true } local } found => !variables.IsSettled(local) && ItemFoundOrPut(found) is null,
        IParameterReferenceOperation { Parameter: { Type.IsReferenceType: true } parameter } => !variables.IsSettled(parameter),
        _ => false,
    };

    /// <summary>A <c>[ThreadStatic]</c> field has one name and, on each thread, another object.</summary>
    public static bool IsOfThread(IFieldSymbol field) => field.IsStatic && field.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ThreadStaticAttribute" });

    private MemoryPath ParameterPath(IParameterSymbol parameter)
    {
        if (_elements.TryGetValue(parameter, out var element))
            return element;

        // A primary constructor's parameter that a member uses has become a field.
        if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            && owner is not null && !SymbolEqualityComparer.Default.Equals(constructor, owner))
        {
            return MemoryPath.This.Then(PathStep.Member(parameter));
        }

        return MemoryPath.Parameter(parameter);
    }

    private MemoryPath PropertyPath(IPropertyReferenceOperation reference, int renamings, bool handle)
    {
        var property = reference.Property;
        if (property.IsIndexer)
        {
            return !handle ? (renamings > 0 && ResultShapes.Of(property, api) is { } kept ? PathOf(kept, reference.Instance, reference.Arguments, renamings) : ItemOf(reference, api.EffectsOf(property), renamings))
                : reference.Arguments.Length == 1 ? PathOf(reference.Instance, renamings, handle).Then(PathStep.Element(ElementIndex.Any))
                : MemoryPath.Unknown;
        }

        var effects = api.EffectsOf(property);
        if (!handle && ItemOf(reference, effects, renamings) is { IsUnknown: false } item)
            return item;
        foreach (var effect in effects)
        {
            if (effect is { Verb: ApiVerb.Passes, Target.Kind: ApiOperandKind.This, Other.Kind: ApiOperandKind.Result }
                && Passed(effect, PathOf(reference.Instance, renamings, handle), handle) is { } passed)
                return passed;
        }

        if (reference.Instance is not null && (api.NatureOf(property.Type) & ApiNature.View) != 0)
            return PathOf(reference.Instance, renamings, handle);

        if (!handle && Annotations.IsOwned(reference))
            return MemoryPath.Allocation(reference.Syntax);

        ISymbol member = property;
        if (!PropertyShapes.IsAuto(property))
        {
            if (PropertyShapes.FieldBehind(property) is { } field)
                member = field;
            else if (!handle && renamings > 0 && ResultShapes.Of(property, api) is { } shape)
                return PathOf(shape, reference.Instance, reference.Arguments, renamings);
        }

        var uncertain = member is IPropertySymbol && !PropertyShapes.HasField(property);
        return member.IsStatic
            ? MemoryPath.StaticMember(member, uncertain)
            : PathOf(reference.Instance, renamings, handle).Then(PathStep.Member(member, uncertain || IsMoving(reference.Instance)));
    }

    private MemoryPath ResultPath(IInvocationOperation invocation, int renamings, bool handle)
    {
        if (PropertyShapes.FieldsReferredToBy(invocation.TargetMethod) is { Length: 1 } fields)
            return FieldPath(fields[0], invocation.Instance, renamings, handle);

        var effects = api.EffectsOf(invocation.TargetMethod);
        if (!handle && ItemOf(invocation, effects, renamings) is { IsUnknown: false } item)
            return item;
        foreach (var effect in effects)
        {
            if (effect.Verb == ApiVerb.Passes && effect.Other.Kind == ApiOperandKind.Result
                && Passed(effect, PathOf(Operands.Of(invocation, effect.Target), renamings, handle), handle) is { } passed)
                return passed;
        }

        if (!handle && Annotations.IsOwned(invocation))
            return MemoryPath.Allocation(invocation.Syntax);
        if (!handle && renamings > 0 && ResultShapes.Of(invocation.TargetMethod, api) is { } shape)
            return PathOf(shape, invocation.Instance, invocation.Arguments, renamings);
        return handle && invocation.Arguments.FirstOrDefault(argument => HandleFlow.StandsFor(invocation.TargetMethod, argument.Parameter)) is { } task
            ? PathOf(task.Value, renamings, handle)
            : MemoryPath.Unknown;
    }

    /// <summary>
    /// What a result is called that stands for <paramref name="path"/>, or null where it has no name. A copy of a collection is other memory, but
    /// it holds the same tasks and threads.
    /// </summary>
    private static MemoryPath? Passed(ApiEffect effect, MemoryPath path, bool handle) => (effect.Target.Part, effect.Other.Part) switch
    {
        (ApiPart.Itself, ApiPart.Itself) => path,
        (ApiPart.Elements, ApiPart.Elements) when handle => path,
        (ApiPart.Elements, ApiPart.Itself) when handle => path.Then(PathStep.Element(ElementIndex.Any)),
        _ => null,
    };

    /// <summary>The object left of <c>?.</c> that <paramref name="instance"/> stands for.</summary>
    private static IOperation? ReceiverOf(IConditionalAccessInstanceOperation instance)
    {
        for (IOperation? child = instance, parent = instance.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
                return access.Operation;
        }

        return null;
    }

    private static ISymbol FieldOf(IFieldSymbol field) => field.AssociatedSymbol is IPropertySymbol property ? property : field.CorrespondingTupleField ?? field;
}
