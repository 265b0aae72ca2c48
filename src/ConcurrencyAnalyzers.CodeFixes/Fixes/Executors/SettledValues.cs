namespace ConcurrencyAnalyzers.Fixes.Executors;

/// <summary>Expressions that can be read once more, somewhere else, and give what they give here.</summary>
internal static class SettledValues
{
    /// <summary>Whether it has no effects, and nothing in <paramref name="loop"/> can change it.</summary>
    public static bool Is(ExpressionSyntax expression, StatementSyntax loop, SemanticModel model)
    {
        if (model.GetConstantValue(expression).HasValue)
            return true;

        return expression switch
        {
            ParenthesizedExpressionSyntax one => Is(one.Expression, loop, model),
            CastExpressionSyntax one => Is(one.Expression, loop, model),
            BinaryExpressionSyntax one => model.GetSymbolInfo(one).Symbol is IMethodSymbol { MethodKind: MethodKind.BuiltinOperator }
                && Is(one.Left, loop, model) && Is(one.Right, loop, model),
            InvocationExpressionSyntax one => model.GetSymbolInfo(one).Symbol is IMethodSymbol { ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } }
                && one.ArgumentList.Arguments.All(argument => Is(argument.Expression, loop, model)),
            ThisExpressionSyntax => true,
            IdentifierNameSyntax or MemberAccessExpressionSyntax => IsSettled(expression, loop, model),
            _ => false,
        };
    }

    /// <summary>Whether to read it has no effect: a variable, or one in a variable.</summary>
    public static bool IsVariable(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        ThisExpressionSyntax => true,
        IdentifierNameSyntax => model.GetSymbolInfo(expression).Symbol is { } symbol && (symbol is ITypeSymbol or INamespaceSymbol || IsVariable(symbol)),
        MemberAccessExpressionSyntax member => IsVariable(member.Expression, model) && model.GetSymbolInfo(member).Symbol is { } symbol
            && (symbol is ITypeSymbol or INamespaceSymbol || IsVariable(symbol)),
        _ => false,
    };

    private static bool IsSettled(ExpressionSyntax expression, StatementSyntax loop, SemanticModel model)
    {
        var receiver = (expression as MemberAccessExpressionSyntax)?.Expression;
        var isReceiver = receiver is null || model.GetSymbolInfo(receiver).Symbol is ITypeSymbol || Is(receiver, loop, model);
        return isReceiver && model.GetSymbolInfo(expression).Symbol switch
        {
            ILocalSymbol { RefKind: RefKind.None } => KeepsValue((IdentifierNameSyntax)expression, loop),
            IParameterSymbol { RefKind: RefKind.None } parameter => !IsOfType(parameter) && KeepsValue((IdentifierNameSyntax)expression, loop),
            IFieldSymbol field => field.IsReadOnly || field.IsConst,
            IPropertySymbol { Name: "ProcessorCount", ContainingType.Name: "Environment" } => true,
            IPropertySymbol { Name: "Length", ContainingType: var type } => type.SpecialType is SpecialType.System_Array or SpecialType.System_String
                || type.Name == "ImmutableArray",
            IPropertySymbol { Name: "Count" } when receiver is not null => IsOnlyRead(receiver, loop),
            IPropertySymbol property => IsAutomatic(property) && (property.SetMethod is null || property.SetMethod.IsInitOnly),
            _ => false,
        };
    }

    /// <summary>A parameter of a primary constructor: every method of the type may write it.</summary>
    private static bool IsOfType(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences.Any(static part => part.GetSyntax().Parent?.Parent is TypeDeclarationSyntax);

    /// <summary>Nobody writes it in the loop, nor in a function that may run at any time.</summary>
    private static bool KeepsValue(IdentifierNameSyntax variable, StatementSyntax loop) =>
        !Functions.MemberAround(loop).DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == variable.Identifier.ValueText && Writes.Through(name)
            && (loop.Span.Contains(name.Span) || Functions.FunctionAround(name) != Functions.FunctionAround(loop)));

    /// <summary>The loop asks the collection for its count and its elements, and for nothing else.</summary>
    private static bool IsOnlyRead(ExpressionSyntax collection, StatementSyntax loop) =>
        collection is IdentifierNameSyntax { Identifier.ValueText: var variable }
        && loop.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable).All(static name =>
            !Writes.Through(name) && (name.Parent is ElementAccessExpressionSyntax || name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" }));

    private static bool IsVariable(ISymbol symbol) =>
        symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol || (symbol is IPropertySymbol property && IsAutomatic(property));

    private static bool IsAutomatic(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
