namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Where code belongs: to which function, to which member. A function inside another runs at another time.</summary>
internal static class Functions
{
    /// <summary>A lambda, anonymous method or local function.</summary>
    public static bool IsInner(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>What <paramref name="code"/> itself runs, without the bodies of functions inside it.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode code) => code.DescendantNodesAndSelf(static node => !IsInner(node));

    /// <summary>What the body of <paramref name="function"/> itself runs, without those of functions and types inside it.</summary>
    public static IEnumerable<SyntaxNode> BodyNodes(SyntaxNode function) =>
        function.DescendantNodes(node => node == function || !(IsInner(node) || node is BaseTypeDeclarationSyntax));

    /// <summary>Whether <paramref name="inner"/> is run by <paramref name="outer"/> itself, which contains it.</summary>
    public static bool RunsIn(SyntaxNode outer, SyntaxNode inner) => !inner.AncestorsAndSelf().TakeWhile(node => node != outer).Any(IsInner);

    /// <summary>The member around <paramref name="node"/>; of a top-level statement the whole file.</summary>
    public static SyntaxNode MemberAround(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(static one => one is MemberDeclarationSyntax and not GlobalStatementSyntax)
        ?? node.SyntaxTree.GetRoot();

    /// <summary>The function whose own code <paramref name="node"/> is; of a top-level statement the whole file.</summary>
    public static SyntaxNode FunctionAround(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static one => IsInner(one) || one is AccessorDeclarationSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)
        ?? node.SyntaxTree.GetRoot();

    /// <summary>The last name in what is called.</summary>
    public static string? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
