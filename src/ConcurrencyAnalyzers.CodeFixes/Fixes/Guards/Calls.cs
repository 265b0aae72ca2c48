namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>What code does beyond computing: whatever might wait must not start to wait under a lock unnoticed.</summary>
internal static class Calls
{
    /// <summary>How far a call is followed. Beyond it a call may wait, which costs a repair its <see cref="FixSafety.Safe"/>.</summary>
    private const int MostFollowed = 3;

    /// <summary>Namespaces of the framework whose members only compute. What is listed below does more.</summary>
    private static readonly ImmutableHashSet<string> s_computing = ImmutableHashSet.Create(
        "System", "System.Collections", "System.Collections.Generic", "System.Collections.Immutable", "System.Globalization", "System.Linq",
        "System.Numerics", "System.Text");

    private static readonly ImmutableHashSet<string> s_doingMore = ImmutableHashSet.Create(
        "Activator", "AppDomain", "Console", "Delegate", "Environment", "GC", "Lazy", "Progress");

    /// <summary>The first call that might wait: for a lock, for another thread, for the outside.</summary>
    /// <returns>How it is written, to be named in a title, or null where there is none.</returns>
    public static string? FirstThatMayWait(SyntaxNode code, FixQuestion ask) => First(code, ask, MostFollowed);

    /// <summary>Whether anything is called that is not known to be over at once: however little it waits, it may take its time.</summary>
    public static bool AnyWork(SyntaxNode code, FixQuestion ask) => First(code, ask, follow: 0) is not null;

    private static string? First(SyntaxNode code, FixQuestion ask, int follow)
    {
        var model = ask.ModelOf(code.SyntaxTree);
        return Functions.OwnNodes(code)
            .Select(node => CalledBy(node, model) is var (callee, text) && !OnlyComputes(callee, ask, follow) ? text : null)
            .FirstOrDefault(static text => text is not null);
    }

    /// <summary>The method that <paramref name="node"/> runs, null for an unknown one, and how it is written; no text where it runs none.</summary>
    private static (IMethodSymbol? Callee, string Text)? CalledBy(SyntaxNode node, SemanticModel model) => node switch
    {
        InvocationExpressionSyntax call => model.GetOperation(call) is INameOfOperation ? null : (MethodAt(call, model), NameOf(call.Expression)),
        BaseObjectCreationExpressionSyntax creation => (MethodAt(creation, model), creation.NewKeyword.Text),
        SimpleNameSyntax or ElementAccessExpressionSyntax when model.GetSymbolInfo(node).Symbol is IPropertySymbol property =>
            (property.GetMethod ?? property.SetMethod, node is SimpleNameSyntax name ? name.Identifier.ValueText : "[]"),
        BinaryExpressionSyntax or AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
            when MethodAt(node, model) is { MethodKind: MethodKind.UserDefinedOperator } operation => (operation, operation.Name),
        AwaitExpressionSyntax => (null, "await"),
        LockStatementSyntax => (null, "lock"),
        _ => null,
    };

    private static IMethodSymbol? MethodAt(SyntaxNode node, SemanticModel model) => model.GetSymbolInfo(node).Symbol as IMethodSymbol;

    private static bool OnlyComputes(IMethodSymbol? method, FixQuestion ask, int follow)
    {
        if (method is null || method.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate))
            return false;
        if (IsOfComputingType(method) || method.IsImplicitlyDeclared || IsAuto(method.AssociatedSymbol))
            return !method.IsAbstract || method.ContainingType.TypeKind != TypeKind.Interface;
        if (follow == 0 || method.IsVirtual || method.IsAbstract || method.IsOverride || method.IsExtern || method.DeclaringSyntaxReferences.IsEmpty)
            return false;

        return method.DeclaringSyntaxReferences.All(part =>
            ask.Compilation.ContainsSyntaxTree(part.SyntaxTree)
            && CodeOf(part.GetSyntax(ask.CancellationToken)).All(code => First(code, ask, follow - 1) is null));
    }

    /// <summary>A local function is not entered from around it, but its own body is.</summary>
    private static IEnumerable<SyntaxNode> CodeOf(SyntaxNode declaration) =>
        declaration.ChildNodes().Where(static node => node is BlockSyntax or ArrowExpressionClauseSyntax or ExpressionSyntax);

    private static bool IsAuto(ISymbol? symbol) =>
        symbol is IPropertySymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } property
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => Guard.Is(field.AssociatedSymbol, property));

    private static bool IsOfComputingType(IMethodSymbol method) =>
        method.ContainingType is { TypeKind: not TypeKind.Delegate } type && !type.Locations.Any(static location => location.IsInSource)
        && (s_computing.Contains(type.ContainingNamespace.ToDisplayString()) ? !s_doingMore.Contains(type.Name)
            : type is { Name: "Interlocked" or "Volatile", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } });

    private static string NameOf(ExpressionSyntax called) => Functions.NameOf(called) ?? called.ToString();
}
