using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Fixes.Snapshots;

/// <summary>Whether code may run again, because another thread was faster, without anybody noticing: it computes, and changes only what it has made itself.</summary>
/// <remarks>Errs towards no: a call is followed where the source shows what it runs, and believed of types of the framework that only compute.</remarks>
internal sealed class Repeatable
{
    private const int MostFollowed = 3;

    private static readonly ImmutableHashSet<string> s_computing = ImmutableHashSet.Create(
        "System", "System.Collections.Generic", "System.Collections.Immutable", "System.Globalization", "System.Linq", "System.Numerics", "System.Text");

    private static readonly ImmutableHashSet<string> s_doingMore = ImmutableHashSet.Create("Activator", "AppDomain", "Console", "Environment", "GC", "Lazy", "Progress", "Random");

    private readonly FixQuestion _ask;
    private readonly SemanticModel _model;
    private readonly ExpressionSyntax? _target;
    private readonly HashSet<string> _own;
    private readonly int _follow;

    private Repeatable(IReadOnlyCollection<SyntaxNode> code, ExpressionSyntax? target, FixQuestion ask, int follow)
    {
        (_ask, _model, _target, _follow) = (ask, ask.ModelOf(code.First().SyntaxTree), target, follow);
        _own = new HashSet<string>(
            code.SelectMany(static part => part.DescendantNodesAndSelf()).Select(static node => node switch
            {
                VariableDeclaratorSyntax local => local.Identifier.ValueText,
                SingleVariableDesignationSyntax local => local.Identifier.ValueText,
                ForEachStatementSyntax loop => loop.Identifier.ValueText,
                _ => null,
            }).OfType<string>(),
            StringComparer.Ordinal);
    }

    /// <param name="code">What would run again.</param>
    /// <param name="target">The variable that it makes a new value for.</param>
    /// <param name="ask">The program.</param>
    public static bool Is(IReadOnlyCollection<SyntaxNode> code, ExpressionSyntax target, FixQuestion ask)
    {
        var reader = new Repeatable(code, target, ask, MostFollowed);
        return code.All(reader.IsHarmless);
    }

    private bool IsHarmless(SyntaxNode code) => code.DescendantNodesAndSelf().All(node => node switch
    {
        AwaitExpressionSyntax or YieldStatementSyntax or LockStatementSyntax or UsingStatementSyntax or TryStatementSyntax or GotoStatementSyntax or RefExpressionSyntax => false,
        LocalDeclarationStatementSyntax local => local.UsingKeyword.IsKind(SyntaxKind.None),
        BreakStatementSyntax or ContinueStatementSyntax => node.Ancestors().TakeWhile(outer => outer != code).Any(static outer => outer is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax),
        AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => IsOwn(assignment.Left) || IsLink(assignment),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => IsOwn(step.Operand),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => IsOwn(step.Operand),
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => argument.Expression is DeclarationExpressionSyntax || IsOwn(argument.Expression),
        InvocationExpressionSyntax call => _model.GetOperation(call) is INameOfOperation || OnlyComputes(call),
        BaseObjectCreationExpressionSyntax creation => _model.GetSymbolInfo(creation).Symbol is IMethodSymbol made && IsOfComputingType(made),
        SimpleNameSyntax or ElementAccessExpressionSyntax when _model.GetSymbolInfo(node).Symbol is IPropertySymbol { GetMethod: { } getter } property =>
            IsOfFramework(property) || IsOfComputingType(getter),
        _ => true,
    });

    /// <summary>Made by the code itself, and so made anew when it runs again.</summary>
    private bool IsOwn(ExpressionSyntax target) => RootOf(target) is { } root && _own.Contains(root);

    /// <summary><c>node.Next = _head;</c> of an object that the method has made: to set it again sets it right.</summary>
    private bool IsLink(AssignmentExpressionSyntax assignment) =>
        assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Left is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax holder }
        && _model.GetSymbolInfo(holder).Symbol is ILocalSymbol local && Writes.Never(local, assignment)
        && local.DeclaringSyntaxReferences.Any(static place => place.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax });

    private bool OnlyComputes(InvocationExpressionSyntax call)
    {
        if (_model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || method.MethodKind == MethodKind.DelegateInvoke || !IsOfComputingType(method))
            return false;
        return !IsOfFramework(method) || method.IsStatic || method.ReducedFrom is not null || call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver }
            || IsOwn(receiver) || IsUnchanging(_model.GetTypeInfo(receiver).Type) || IsTarget(receiver);
    }

    private bool IsTarget(ExpressionSyntax receiver) => _target is not null && SyntaxFactory.AreEquivalent(receiver, _target);

    private bool IsUnchanging(ITypeSymbol? type) =>
        type is { IsValueType: true } or { SpecialType: SpecialType.System_String or SpecialType.System_Object } || (type is not null && (_ask.Model.NatureOf(type) & ApiNature.Immutable) != 0);

    private bool IsOfComputingType(IMethodSymbol method)
    {
        if (IsOfFramework(method))
            return s_computing.Contains(method.ContainingType.ContainingNamespace.ToDisplayString()) && !s_doingMore.Contains(method.ContainingType.Name);
        if (method.IsImplicitlyDeclared || method.DeclaringSyntaxReferences.IsEmpty)
            return true;
        return _follow > 0 && !method.IsVirtual && !method.IsAbstract && !method.IsOverride && !method.IsExtern && method.DeclaringSyntaxReferences.All(part =>
            _ask.Compilation.ContainsSyntaxTree(part.SyntaxTree) && CodeOf(part.GetSyntax(_ask.CancellationToken)).All(code => new Repeatable([code], target: null, _ask, _follow - 1).IsHarmlessIn(code, method)));
    }

    /// <summary>A constructor sets what is new.</summary>
    private bool IsHarmlessIn(SyntaxNode code, IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor
            ? code.DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>().All(one => _model.GetSymbolInfo(one.Left).Symbol is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false })
                && code.DescendantNodesAndSelf().All(static node => node is not (InvocationExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax))
            : IsHarmless(code);

    private static IEnumerable<SyntaxNode> CodeOf(SyntaxNode declaration) =>
        declaration is TypeDeclarationSyntax ? [] : declaration.ChildNodes().Where(static node => node is BlockSyntax or ArrowExpressionClauseSyntax);

    private static bool IsOfFramework(ISymbol member) => !member.ContainingType.Locations.Any(static place => place.IsInSource);

    private static string? RootOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: var inner } => RootOf(inner),
        ElementAccessExpressionSyntax { Expression: var inner } => RootOf(inner),
        ParenthesizedExpressionSyntax { Expression: var inner } => RootOf(inner),
        _ => null,
    };
}
