using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How many bodies a parallel loop runs at once, where its options say it, and whether one of them ends it.</summary>
internal static class ParallelShapes
{
    /// <summary><c>new ParallelOptions { MaxDegreeOfParallelism = 1 }</c>, written in the call.</summary>
    public static bool IsLimitedToOne(IOperation call)
    {
        var arguments = (call as IInvocationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty;
        foreach (var argument in arguments)
        {
            if (argument.Value is not IObjectCreationOperation { Initializer: { } initializer, Type.Name: "ParallelOptions" })
                continue;
            foreach (var setting in initializer.Initializers)
            {
                if (setting is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxDegreeOfParallelism" }, Value.ConstantValue: { HasValue: true, Value: 1 } })
                    return true;
            }
        }

        return false;
    }

    /// <summary>The body calls <c>state.Stop()</c> or <c>state.Break()</c>: it looks for one of several, and any of them will do.</summary>
    public static bool MayEndLoop(Frame body)
    {
        var state = body.Method?.Parameters.FirstOrDefault(static parameter => parameter.Type.Name == "ParallelLoopState");
        return state is not null && body.Syntax.DescendantNodes().Any(node =>
            node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Stop" or "Break" } && name.Identifier.ValueText == state.Name);
    }
}
