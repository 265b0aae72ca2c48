namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Gathers what a member does, the most exact lines first: a verb that they use is not taken from less exact ones.</summary>
internal struct EffectBuilder(ISymbol definition)
{
    private readonly ImmutableArray<IParameterSymbol> _parameters = definition switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    private readonly ImmutableArray<ApiEffect>.Builder _effects = ImmutableArray.CreateBuilder<ApiEffect>();
    private int _verbs;

    /// <summary>Adds lines of one precision.</summary>
    public void Add(IEnumerable<ApiEffect> effects)
    {
        var verbs = _verbs;
        foreach (var effect in effects)
        {
            var verb = 1 << (int)effect.Verb;
            if ((_verbs & (verb | 1 << (int)ApiVerb.Nothing)) != 0)
                continue;

            verbs |= verb;
            Bind(effect);
        }

        _verbs = verbs;
    }

    public readonly ImmutableArray<ApiEffect> ToImmutable() => _effects.ToImmutable();

    private readonly void Bind(ApiEffect effect)
    {
        if (effect.Verb == ApiVerb.Nothing || BindTo(effect) is not { } bound)
            return;

        if (bound.Target.Kind != ApiOperandKind.Delegates)
        {
            _effects.Add(bound);
            return;
        }

        foreach (var parameter in _parameters)
        {
            if (DelegateOperand(parameter) is { } operand)
                _effects.Add(bound with { Target = operand });
        }
    }

    private readonly ApiEffect? BindTo(ApiEffect effect)
    {
        if (effect.Target.BindTo(_parameters) is not { } target || effect.Other.BindTo(_parameters) is not { } other
            || effect.After.BindTo(_parameters) is not { } after || effect.IfSet.BindTo(_parameters) is not { } ifSet)
            return null;

        var flags = effect.Has(ApiFlags.IfTrue) && !GivesBool() ? effect.Flags & ~ApiFlags.IfTrue : effect.Flags;
        return effect with { Flags = flags, Target = target, Other = other, After = after, IfSet = ifSet, ManyUnless = Bind(effect.ManyUnless) };
    }

    /// <summary><c>if-true</c> means nothing for an overload that returns, or gives when awaited, no truth value.</summary>
    private readonly bool GivesBool() => definition is IMethodSymbol { ReturnType: var type }
        && (type.SpecialType == SpecialType.System_Boolean
            || type is INamedTypeSymbol { Arity: 1 } task && task.TypeArguments[0].SpecialType == SpecialType.System_Boolean);

    /// <summary>An overload without the parameter has no period to repeat with. An event's condition is about a property of its object.</summary>
    private readonly ApiCondition? Bind(ApiCondition? condition)
    {
        if (condition is null || definition is IEventSymbol)
            return condition;

        foreach (var parameter in _parameters)
        {
            if (parameter.Name == condition.Name)
                return condition with { Ordinal = parameter.Ordinal };
        }

        return null;
    }

    private static ApiOperand? DelegateOperand(IParameterSymbol parameter)
    {
        var operand = new ApiOperand(ApiOperandKind.Parameter, parameter.Ordinal, parameter.Name);
        return parameter.Type switch
        {
            _ when IsDelegate(parameter.Type) => operand,
            IArrayTypeSymbol { ElementType: var element } when IsDelegate(element) => operand with { Part = ApiPart.Elements },
            INamedTypeSymbol { IsRefLikeType: true, Arity: 1 } span when IsDelegate(span.TypeArguments[0]) => operand with { Part = ApiPart.Elements },
            _ => null,
        };
    }

    private static bool IsDelegate(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate;
}
