namespace ConcurrencyAnalyzers.Fixes.Offloads;

/// <summary>Everything that a method runs, as far as the source shows it.</summary>
internal sealed class WorkReader(FixQuestion ask)
{
    /// <summary>Work that needs more methods than this is not looked through.</summary>
    private const int MostMethods = 200;

    private readonly HashSet<IMethodSymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Whether <paramref name="isFine"/> holds for every operation of <paramref name="method"/> and of what it calls; false where one of them has no
    /// source but should have.
    /// </summary>
    public bool All(IMethodSymbol method, Func<IOperation, bool> isFine)
    {
        var definition = method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;
        if (!_seen.Add(definition))
            return true;
        if (_seen.Count > MostMethods || CodeOf(definition) is not { } code)
            return false;

        foreach (var part in code.DescendantsAndSelf())
        {
            if (!isFine(part) || !CalledBy(part).All(callee => All(callee, isFine)))
                return false;
        }

        return true;
    }

    /// <summary>The operations of a method of this compilation; null for any other.</summary>
    public IOperation? CodeOf(IMethodSymbol method)
    {
        foreach (var part in method.DeclaringSyntaxReferences)
        {
            if (ask.Compilation.ContainsSyntaxTree(part.SyntaxTree) && ask.ModelOf(part.SyntaxTree).GetOperation(part.GetSyntax(ask.CancellationToken), ask.CancellationToken) is { } code)
                return code;
        }

        return null;
    }

    private static IEnumerable<IMethodSymbol> CalledBy(IOperation operation)
    {
        var callee = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IPropertyReferenceOperation property => property.Property.GetMethod,
            IMethodReferenceOperation reference => reference.Method,
            IBinaryOperation binary => binary.OperatorMethod,
            ICompoundAssignmentOperation compound => compound.OperatorMethod,
            IConversionOperation conversion => conversion.OperatorMethod,
            _ => null,
        };
        return callee is { IsImplicitlyDeclared: false, DeclaringSyntaxReferences.IsEmpty: false } && !IsAuto(callee) ? [callee] : [];
    }

    public static bool IsAuto(IMethodSymbol accessor) =>
        accessor.AssociatedSymbol is IPropertySymbol property
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
