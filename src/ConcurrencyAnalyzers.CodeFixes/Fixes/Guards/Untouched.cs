namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Whether running an expression can change some memory. If not, nobody can tell whether the memory was read before it or after.</summary>
internal static class Untouched
{
    /// <summary>Callees that are looked into. Beyond it the answer is no, which costs a repair its <see cref="FixSafety.Safe"/>, no more.</summary>
    private const int MostCallees = 40;

    /// <summary>Errs towards no: a virtual call, a delegate and an <c>await</c>, during which anything may run, are not followed.</summary>
    public static bool By(ExpressionSyntax code, SharedMemory memory, FixQuestion ask)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<SyntaxNode>([code]);
        while (open.Count > 0)
        {
            var next = open.Dequeue();
            if (memory.Uses.Any(use => use.Kind != UseKind.Read && use.Tree == next.SyntaxTree && next.Span.Contains(use.Node.Span)))
                return false;

            var model = ask.ModelOf(next.SyntaxTree);
            foreach (var node in next.DescendantNodesAndSelf())
            {
                if (node is AwaitExpressionSyntax or YieldStatementSyntax or AnonymousFunctionExpressionSyntax)
                    return false;
                if (CalleeOf(node, model) is not { } callee || !seen.Add(callee.OriginalDefinition))
                    continue;
                if (seen.Count > MostCallees
                    || callee.MethodKind == MethodKind.DelegateInvoke || callee.IsVirtual || callee.IsAbstract || callee.IsOverride
                    || callee.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate))
                {
                    return false;
                }

                foreach (var part in callee.DeclaringSyntaxReferences)
                {
                    if (!ask.Compilation.ContainsSyntaxTree(part.SyntaxTree))
                        return false;
                    open.Enqueue(part.GetSyntax(ask.CancellationToken));
                }
            }
        }

        return true;
    }

    private static IMethodSymbol? CalleeOf(SyntaxNode node, SemanticModel model) => node switch
    {
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax => model.GetSymbolInfo(node).Symbol as IMethodSymbol,
        SimpleNameSyntax or ElementAccessExpressionSyntax => (model.GetSymbolInfo(node).Symbol as IPropertySymbol)?.GetMethod,
        _ => null,
    };
}
