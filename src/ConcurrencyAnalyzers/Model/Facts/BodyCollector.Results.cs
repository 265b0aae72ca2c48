using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which containers leave a frame: as its result, through a parameter, or as the argument of a delegate.</summary>
internal sealed partial class BodyCollector
{
    /// <summary>How many views, queries, branches and locals may stand around a container.</summary>
    private const int MaxShown = 8;

    public override void VisitReturn(IReturnOperation operation)
    {
        base.VisitReturn(operation);
        _frame.IsIterator |= operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak;
        if (operation.ReturnedValue is { } value)
            RecordHandedOut(value, value.Syntax, HandedOutAs.Itself, HandedOutBy.Result, receiver: null, MaxShown);
    }

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        base.VisitSimpleAssignment(operation);
        if (operation.Target is IParameterReferenceOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref })
            RecordHandedOut(operation.Value, operation.Value.Syntax, HandedOutAs.Itself, HandedOutBy.Parameter, receiver: null, MaxShown);
    }

    /// <summary><c>Changed?.Invoke(_items)</c>.</summary>
    private void RecordGiven(IInvocationOperation call, IOperation? called)
    {
        ISymbol? receiver = called switch
        {
            IEventReferenceOperation raised => raised.Event,
            IParameterReferenceOperation given => given.Parameter,
            _ => null,
        };
        if (receiver is null)
            return;
        foreach (var argument in call.Arguments)
            RecordHandedOut(argument.Value, argument.Value.Syntax, HandedOutAs.Itself, HandedOutBy.Delegate, receiver, MaxShown);
    }

    private void RecordHandedOut(IOperation? value, SyntaxNode whole, HandedOutAs form, HandedOutBy way, ISymbol? receiver, int depth)
    {
        value = Operands.Unwrapped(value);
        if (value is null || depth == 0)
            return;

        foreach (var (part, isWhole) in PartsOf(value))
            RecordHandedOut(part, isWhole ? part.Syntax : whole, form, way, receiver, depth - 1);
        foreach (var (shown, how) in ShownBy(value))
            RecordHandedOut(shown, whole, how > form ? how : form, way, receiver, depth - 1);

        if (IsContainer(value) && value.Syntax is ExpressionSyntax target && _paths.PathOf(value) is var path && ContentOf(path) is { Symbol: IFieldSymbol or IPropertySymbol } content)
            _frame.Results.Add(new HandedOut(_frame, whole, _locks, target, content, path, form, way) { Receiver = receiver });
    }

    /// <summary>A variable that holds elements one can walk over.</summary>
    private bool IsContainer(IOperation value) =>
        value is IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation or IConditionalAccessInstanceOperation
        && (value.Type is IArrayTypeSymbol || (IsPlainContainer(value.Type) && EnumeratorOf(value.Type!) is not null))
        && !(value is IPropertyReferenceOperation && ShownBy(value).Any());

    /// <summary>What <paramref name="value"/> may be, or holds: of a choice all ways, of a local what it was set to, of a new object what it is made with.</summary>
    private IEnumerable<(IOperation Part, bool IsWhole)> PartsOf(IOperation value)
    {
        switch (value)
        {
            case IConditionalOperation { WhenFalse: { } other } choice:
                return [(choice.WhenTrue, true), (other, true)];
            case ICoalesceOperation choice:
                return [(choice.Value, true), (choice.WhenNull, true)];
            case ISwitchExpressionOperation choice:
                return choice.Arms.Select(static arm => (arm.Value, true));
            case ITupleOperation tuple:
                return tuple.Elements.Select(static element => (element, true));
            case IConditionalAccessOperation access:
                return [(access.WhenNotNull, false)];
            case ILocalReferenceOperation { Local: { } local } when _variables.OnlyValueOf(local) is { } first && ContentOf(_paths.PathOf(value)) is null:
                return [(first, false)];
            case IObjectCreationOperation { Initializer: { } initializer }:
                return InitialValues(initializer).Select(static one => (one, true));
            default:
                return [];
        }
    }

    /// <summary>What an initializer puts into automatic properties and fields of a new object of the program: there it stays as it is.</summary>
    private static IEnumerable<IOperation> InitialValues(IObjectOrCollectionInitializerOperation initializer)
    {
        foreach (var one in initializer.Initializers)
        {
            if (one is ISimpleAssignmentOperation { Target: var target, Value: var value }
                && (target is IFieldReferenceOperation || target is IPropertyReferenceOperation { Property: { } property } && PropertyShapes.IsAuto(property)))
            {
                yield return value;
            }
        }
    }

    /// <summary>What stands behind a view, a query or an enumerator.</summary>
    private IEnumerable<(IOperation Container, HandedOutAs Form)> ShownBy(IOperation value)
    {
        ISymbol? member = value switch
        {
            IInvocationOperation call => call.TargetMethod,
            IPropertyReferenceOperation property => property.Property,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (member is null || IsMadeSafe(member))
            yield break;

        if (value is IInvocationOperation { Instance: { } walked, TargetMethod: { Name: WellKnownMemberNames.GetEnumeratorMethodName, Parameters.IsEmpty: true } })
        {
            yield return (walked, HandedOutAs.Enumerator);
            yield break;
        }

        var made = value is IObjectCreationOperation ? ApiOperandKind.This : ApiOperandKind.Result;
        foreach (var effect in _api.EffectsOf(member))
        {
            var isView = effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Itself, Other.Part: ApiPart.Itself } && effect.Other.Kind == made;
            var isQuery = effect is { Verb: ApiVerb.Reads, Time: ApiTime.Deferred };
            if ((isView || isQuery) && Operands.Of(value, effect.Target) is { } shown && shown != value)
                yield return (shown, isView ? HandedOutAs.View : HandedOutAs.Query);
        }
    }

    private bool IsMadeSafe(ISymbol member) => _api.EffectsOf(member).Any(static effect => effect.Verb == ApiVerb.Gives && (effect.Nature & ApiNature.Safe) != 0);
}
