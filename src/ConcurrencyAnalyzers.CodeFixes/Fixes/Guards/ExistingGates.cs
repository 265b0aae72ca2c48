namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Fields of a type that serve as locks already.</summary>
internal static class ExistingGates
{
    /// <summary>The private readonly field that <c>lock</c> statements of the type take, if there is exactly one such.</summary>
    public static IFieldSymbol? OnlyOneOf(INamedTypeSymbol type, bool isStatic, FixQuestion ask)
    {
        var gates = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field is { IsReadOnly: true, DeclaredAccessibility: Accessibility.Private } && field.IsStatic == isStatic
                && IsForLocks(field.Type)
                && LocksOn(field, ask).Any())
            .Take(2).ToList();
        return gates.Count == 1 ? gates[0] : null;
    }

    /// <summary><c>object</c> or <c>System.Threading.Lock</c>: what <c>lock</c> and <c>Monitor</c> are for.</summary>
    public static bool IsForLocks(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Object }
            or { Name: "Lock", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary>Whether code under this lock takes no other lock, waits for nothing and runs nothing unknown: taking it closes no circle.</summary>
    public static bool IsLeaf(IFieldSymbol gate, FixQuestion ask) =>
        LocksOn(gate, ask).All(body => Calls.FirstThatMayWait(body, ask) is null);

    private static IEnumerable<StatementSyntax> LocksOn(IFieldSymbol gate, FixQuestion ask) =>
        from part in gate.ContainingType.DeclaringSyntaxReferences
        let model = ask.ModelOf(part.SyntaxTree)
        from statement in part.GetSyntax(ask.CancellationToken).DescendantNodes().OfType<LockStatementSyntax>()
        where model.GetSymbolInfo(statement.Expression).Symbol is { } symbol && Guard.Is(symbol, gate)
        select statement.Statement;
}
