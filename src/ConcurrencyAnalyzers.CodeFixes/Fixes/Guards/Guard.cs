namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>The lock that a repair takes around uses of some memory: one that is there, or a new one.</summary>
internal sealed class Guard
{
    private readonly SharedMemory _memory;
    private readonly ISymbol? _existing;

    public Guard(SharedMemory memory, ISymbol existing, string? caution) =>
        (_memory, _existing, Name, Caution) = (memory, existing, existing.Name, caution);

    public Guard(SharedMemory memory, NewGate gate) => (_memory, Gate, Name) = (memory, gate, gate.Name);

    public string Name { get; }

    /// <summary>What must be declared first; null where the lock exists.</summary>
    public NewGate? Gate { get; }

    /// <summary>What may now wait for what, where taking this lock can hold something up.</summary>
    public string? Caution { get; }

    private bool IsStatic => _existing?.IsStatic ?? _memory.IsStatic;

    public bool IsHeldAt(MemoryUse use) => _existing is not null && use.Held.Any(held => Is(held.Symbol, _existing));

    /// <summary>The lock as it is written at <paramref name="use"/>, belonging to the same object as the memory used there.</summary>
    /// <returns>Null where that object has no name that would mean the same object a moment earlier.</returns>
    public string? TextAt(MemoryUse use, SemanticModel model)
    {
        // A reference parameter names memory of which this method does not know the owner.
        if (_memory.IsMember && model.GetSymbolInfo(use.Target).Symbol is IParameterSymbol parameter && !Is(parameter, _memory.Symbol))
            return null;
        if (_existing is ILocalSymbol or IParameterSymbol || !_memory.IsMember)
            return Name;

        var owner = _existing?.ContainingType ?? _memory.Symbol.ContainingType;
        var qualifier = QualifierOf(use.Target);
        if (!IsStatic)
            return qualifier is null or InstanceExpressionSyntax ? Name : IsStable(qualifier, model) ? $"{qualifier}.{Name}" : null;

        // Each construction of a generic type has statics of its own, and C<int>.s_n needs the lock of C<int>.
        if (owner.IsGenericType && qualifier is not null && _memory.IsStatic && Is(owner, _memory.Symbol.ContainingType))
            return $"{qualifier}.{Name}";
        return IsInside(use.Node, owner, model) ? Name : $"{owner.ToMinimalDisplayString(model, use.Node.SpanStart)}.{Name}";
    }

    /// <summary>Whether <paramref name="node"/> is written in the type, so that it sees private members by their bare name.</summary>
    public static bool IsInside(SyntaxNode node, INamedTypeSymbol type, SemanticModel model) =>
        node.Ancestors().OfType<TypeDeclarationSyntax>().Any(declaration => Is(model.GetDeclaredSymbol(declaration), type));

    public static bool Is(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one?.OriginalDefinition, other.OriginalDefinition);

    private static ExpressionSyntax? QualifierOf(ExpressionSyntax target) => target switch
    {
        MemberAccessExpressionSyntax member => member.Expression,
        ElementAccessExpressionSyntax element => QualifierOf(element.Expression),
        ParenthesizedExpressionSyntax inner => QualifierOf(inner.Expression),
        PostfixUnaryExpressionSyntax inner => QualifierOf(inner.Operand),
        _ => null,
    };

    private static bool IsStable(ExpressionSyntax qualifier, SemanticModel model) => qualifier switch
    {
        InstanceExpressionSyntax => true,
        IdentifierNameSyntax => IsStable(model.GetSymbolInfo(qualifier).Symbol),
        MemberAccessExpressionSyntax member => IsStable(model.GetSymbolInfo(member).Symbol)
            && (model.GetSymbolInfo(member.Expression).Symbol is ITypeSymbol || IsStable(member.Expression, model)),
        _ => false,
    };

    private static bool IsStable(ISymbol? symbol) => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsReadOnly: true };
}
