using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The lambdas and local functions of one tree that stand in a loop and mention a name which the loop changes. Like <see cref="TreeIndex"/> it binds nothing.</summary>
internal static class LoopFunctions
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<SyntaxNode, ImmutableArray<SyntaxNode>>> s_known = new();

    /// <summary>By function the loops around it that change such a name, the innermost first.</summary>
    public static IReadOnlyDictionary<SyntaxNode, ImmutableArray<SyntaxNode>> In(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        var found = new Dictionary<SyntaxNode, ImmutableArray<SyntaxNode>>();
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
        {
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax && Loops.ThatMayChangeWhatIsCaptured(node).ToImmutableArray() is { IsEmpty: false } loops)
                found.Add(node, loops);
        }

        return s_known.GetValue(tree, _ => found);
    }
}
