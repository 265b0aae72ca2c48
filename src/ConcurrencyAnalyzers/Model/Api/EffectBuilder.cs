namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Gathers what a member does, the most exact lines first: a verb that they use is not taken from less exact ones.</summary>
internal struct EffectBuilder(ISymbol definition)
{
    // One question, how the content is touched: `Type.* reads this` speaks for every member but those said to write.
    private const int Touches = 1 << (int)ApiVerb.Reads | 1 << (int)ApiVerb.Writes | 1 << (int)ApiVerb.Updates;

    private readonly ImmutableArray<IParameterSymbol> _parameters = definition switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    private readonly ImmutableArray<ApiEffect>.Builder _effects = ImmutableArray.CreateBuilder<ApiEffect>();
    private int _verbs;

    /// <summary>Adds those of the lines that are as exact as this.</summary>
    public void Add(List<ApiMember> lines, ApiPrecision precision)
    {
        var verbs = _verbs;
        foreach (var line in lines)
        {
            if (line.Precision == precision)
                verbs |= AddNew(line.Effects);
        }

        _verbs = verbs;
    }

    /// <summary>Adds what is less exact than all before.</summary>
    public void Add(ImmutableArray<ApiEffect> effects) => _verbs |= AddNew(effects);

    public readonly ImmutableArray<ApiEffect> ToImmutable() => _effects.ToImmutable();

    /// <summary>Adds what answers a question that is still open, and returns those questions; they stay open for lines as exact as this one.</summary>
    private readonly int AddNew(ImmutableArray<ApiEffect> effects)
    {
        var answered = 0;
        foreach (var effect in effects)
        {
            var question = 1 << (int)effect.Verb;
            if ((question & Touches) != 0)
                question = Touches;
            if ((_verbs & (question | 1 << (int)ApiVerb.Nothing)) != 0)
                continue;

            answered |= question;
            Bind(effect);
        }

        return answered;
    }

    private readonly void Bind(ApiEffect effect)
    {
        if (effect.Verb == ApiVerb.Nothing || BindTo(effect) is not { } bound)
            return;

        foreach (var target in Expand(bound.Target))
        {
            foreach (var other in Expand(bound.Other))
                _effects.Add(bound with { Target = target, Other = other });
        }
    }

    private readonly ImmutableArray<ApiOperand> Expand(ApiOperand operand)
    {
        if (operand.Kind != ApiOperandKind.Delegates)
            return [operand];

        var operands = ImmutableArray.CreateBuilder<ApiOperand>();
        foreach (var parameter in _parameters)
        {
            if (DelegateOperand(parameter, operand.Part) is { } found)
                operands.Add(found);
        }

        return operands.ToImmutable();
    }

    private readonly ApiEffect? BindTo(ApiEffect effect)
    {
        if (effect.Target.BindTo(_parameters) is not { } target || effect.Other.BindTo(_parameters) is not { } other
            || effect.After.BindTo(_parameters) is not { } after || effect.IfSet.BindTo(_parameters) is not { } ifSet
            || effect.DelayedBy.BindTo(_parameters) is not { } delay)
            return null;

        var flags = effect.Has(ApiFlags.IfTrue) && !GivesBool() ? effect.Flags & ~ApiFlags.IfTrue : effect.Flags;
        return effect with { Flags = flags, Target = target, Other = other, After = after, DelayedBy = delay, IfSet = ifSet, ManyUnless = Bind(effect.ManyUnless) };
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

    private static ApiOperand? DelegateOperand(IParameterSymbol parameter, ApiPart part)
    {
        var operand = new ApiOperand(ApiOperandKind.Parameter, parameter.Ordinal, parameter.Name, part);
        return parameter.Type switch
        {
            _ when IsDelegate(parameter.Type) => operand,

            // What each of several delegates returns or is given has no word.
            _ when part != ApiPart.Itself => null,
            IArrayTypeSymbol { ElementType: var element } when IsDelegate(element) => operand with { Part = ApiPart.Elements },
            INamedTypeSymbol { IsRefLikeType: true, Arity: 1 } span when IsDelegate(span.TypeArguments[0]) => operand with { Part = ApiPart.Elements },
            _ => null,
        };
    }

    private static bool IsDelegate(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate;
}
