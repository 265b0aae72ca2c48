using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Threads in a collection that has no name: only the loop, or the <c>ForEach</c>, that walks over it ever has them.</summary>
internal static class WalkedThreads
{
    /// <summary>Where the walk starts <paramref name="thread"/>, if it does nothing else with it.</summary>
    public static SyntaxNode? StartOf(ThreadSite thread)
    {
        for (SyntaxNode node = thread.Syntax; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ForEachStatementSyntax each when each.Expression == node:
                    return OnlyStart(each.Statement, each.Identifier.ValueText);
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == node:
                    if (access.Name.Identifier.ValueText == "ForEach")
                        return call.ArgumentList.Arguments is { Count: 1 } walk && walk[0].Expression is SimpleLambdaExpressionSyntax lambda ? OnlyStart(lambda.Body, lambda.Parameter.Identifier.ValueText) : null;
                    if (call.ArgumentList.Arguments.Any(static one => one.Expression is AnonymousFunctionExpressionSyntax))
                        return null;
                    break;
                case InvocationExpressionSyntax or InitializerExpressionSyntax or ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax
                    or CollectionExpressionSyntax or ExpressionElementSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax:
                case ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "List" } }:
                case LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" } } } }:
                case ArgumentSyntax { Expression: LambdaExpressionSyntax } or ArgumentListSyntax:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static SyntaxNode? OnlyStart(SyntaxNode walk, string thread)
    {
        SyntaxNode? start = null;
        foreach (var name in walk.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != thread)
                continue;
            if (name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access || access.Expression != name)
                return null;
            if (member == "Start" && access.Parent is InvocationExpressionSyntax call)
                start ??= call;
            else if (member is not ("Name" or "Priority"))
                return null;
        }

        return start;
    }
}
