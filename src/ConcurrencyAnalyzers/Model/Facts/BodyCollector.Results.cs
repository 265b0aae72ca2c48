using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which containers leave a frame as its result.</summary>
internal sealed partial class BodyCollector
{
    public override void VisitReturn(IReturnOperation operation)
    {
        base.VisitReturn(operation);
        if (operation.ReturnedValue is { Type.IsReferenceType: true } value)
            RecordResult(value);
    }

    private void RecordResult(IOperation value)
    {
        var (container, form) = (Unwrapped(value), HandedOutAs.Itself);
        while (ShownBy(container) is var (inner, how))
            (container, form) = (Unwrapped(inner), how > form ? how : form);

        if (container.Syntax is not ExpressionSyntax target || !(IsPlainContainer(container.Type) || container.Type is IArrayTypeSymbol))
            return;
        var path = _paths.PathOf(container);
        if (ContentOf(path) is { Symbol: IFieldSymbol or IPropertySymbol } content)
            _frame.Results.Add(new HandedOut(_frame, Unwrapped(value).Syntax, _locks, target, content, path, form));
    }

    private static IOperation Unwrapped(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        return value;
    }

    /// <summary>What stands behind a view or a query.</summary>
    private (IOperation Container, HandedOutAs Form)? ShownBy(IOperation value)
    {
        ISymbol? member = value switch
        {
            IInvocationOperation call => call.TargetMethod,
            IPropertyReferenceOperation property => property.Property,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (member is null)
            return null;

        var made = value is IObjectCreationOperation ? ApiOperandKind.This : ApiOperandKind.Result;
        foreach (var effect in _api.EffectsOf(member))
        {
            var isView = effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Itself, Other.Part: ApiPart.Itself } && effect.Other.Kind == made;
            var isQuery = effect is { Verb: ApiVerb.Reads, Time: ApiTime.Deferred };
            if ((isView || isQuery) && Operands.Of(value, effect.Target) is { } shown && shown != value)
                return (shown, isView ? HandedOutAs.View : HandedOutAs.Query);
        }

        return null;
    }
}
