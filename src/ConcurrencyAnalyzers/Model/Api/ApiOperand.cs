namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>What an operand of a table line names.</summary>
internal enum ApiOperandKind
{
    /// <summary>There is no such operand.</summary>
    None,

    /// <summary>The receiver, or in a constructor the new object.</summary>
    This,

    /// <summary>The value that the member returns.</summary>
    Result,

    /// <summary>A parameter, by name or position. In what <see cref="ApiLookup"/> returns, always with <see cref="ApiOperand.Ordinal"/>.</summary>
    Parameter,

    /// <summary>Each parameter of a delegate type. <see cref="ApiLookup"/> makes one effect of each.</summary>
    Delegates,
}

/// <summary>Which part of the named value is meant.</summary>
internal enum ApiPart
{
    Itself,

    /// <summary>The elements of a collection. A <c>params</c> array counts as one.</summary>
    Elements,

    /// <summary>What the delegate returns.</summary>
    Returned,

    /// <summary>What the delegate is given as its first argument.</summary>
    Given,
}

/// <summary>One operand of a table line.</summary>
/// <param name="Kind">What is named.</param>
/// <param name="Ordinal">Position of the parameter in the member's definition (an extension method counts its receiver), or -1 until the lookup has found it by name.</param>
/// <param name="Name">Name of the parameter as written, or null where the line says <c>argN</c>.</param>
/// <param name="Part">The value itself or a part of it.</param>
internal readonly record struct ApiOperand(ApiOperandKind Kind, int Ordinal = -1, string? Name = null, ApiPart Part = ApiPart.Itself)
{
    public bool IsNone => Kind == ApiOperandKind.None;

    public bool IsParameter => Kind == ApiOperandKind.Parameter;

    /// <summary>The same operand with its position in <paramref name="parameters"/>, or null where this overload has no such parameter.</summary>
    public ApiOperand? BindTo(ImmutableArray<IParameterSymbol> parameters)
    {
        if (!IsParameter)
            return this;

        if (Name is null)
            return Ordinal < parameters.Length ? this : null;

        foreach (var parameter in parameters)
        {
            if (parameter.Name == Name)
                return this with { Ordinal = parameter.Ordinal };
        }

        return null;
    }

    /// <summary>As a table line writes it.</summary>
    public override string ToString()
    {
        var root = Kind switch
        {
            ApiOperandKind.None => "",
            ApiOperandKind.Parameter => Name ?? $"arg{Ordinal}",
            _ => Kind.ToString().ToLowerInvariant(),
        };
        return Part == ApiPart.Itself ? root : $"{root} {Part.ToString().ToLowerInvariant()}";
    }
}
