using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Threads in a collection that has no name: only the loop, or the <c>ForEach</c>, that walks over it ever has them.</summary>
internal sealed class WalkedThreads(BodyReader reader, CancellationToken cancellation)
{
    /// <summary>Where the walk starts <paramref name="thread"/>, if it does nothing else with it.</summary>
    public SyntaxNode? StartOf(ThreadSite thread)
    {
        for (SyntaxNode node = thread.Syntax; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ForEachStatementSyntax each when each.Expression == node:
                    return OnlyStart(each.Statement, each.Identifier.ValueText, thread.Frame);
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == node:
                    var arguments = call.ArgumentList.Arguments;
                    if (access.Name.Identifier.ValueText == "ForEach" && arguments.Count == 1 && arguments[0].Expression is SimpleLambdaExpressionSyntax lambda)
                        return OnlyStart(lambda.Body, lambda.Parameter.Identifier.ValueText, thread.Frame);
                    if (arguments.Any(static one => one.Expression is AnonymousFunctionExpressionSyntax))
                        return null;
                    break;
                case InvocationExpressionSyntax or InitializerExpressionSyntax or ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax
                    or CollectionExpressionSyntax or ExpressionElementSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax:
                case ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "List" } }:
                case LambdaExpressionSyntax { Parent.Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" } } }:
                case ArgumentSyntax { Expression: LambdaExpressionSyntax } or ArgumentListSyntax:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private SyntaxNode? OnlyStart(SyntaxNode walk, string thread, Frame frame)
    {
        SyntaxNode? start = null;
        foreach (var name in walk.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != thread)
                continue;
            if (name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access && access.Expression == name)
            {
                if (member == "Start" && access.Parent is InvocationExpressionSyntax call)
                    start ??= call;
                else if (member is not ("Name" or "Priority"))
                    return null;
            }
            else if (name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax given } argument && IsStartedBy(given, argument, frame))
            {
                start ??= given;
            }
            else
            {
                return null;
            }
        }

        return start;
    }

    /// <summary>A method of the program that starts what it is given, and no more.</summary>
    private bool IsStartedBy(InvocationExpressionSyntax call, ArgumentSyntax argument, Frame frame) =>
        reader.OperationOf(call, cancellation) is IInvocationOperation { TargetMethod: { } method } invocation
        && invocation.Arguments.FirstOrDefault(one => one.Syntax == argument)?.Parameter is { } parameter
        && ThreadHandling.Of(new HandlePass(frame, call, MemoryPath.Unknown, (method.ReducedFrom ?? method).OriginalDefinition, parameter.Ordinal), reader, cancellation)
            is { IsLost: false, IsBackground: false, Waits.Count: 0, Starts.Count: > 0 };
}
