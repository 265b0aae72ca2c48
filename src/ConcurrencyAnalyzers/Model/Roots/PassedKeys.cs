using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Ownership;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Keys that callers give: <c>Load("users")</c> and <c>Load("orders")</c> are about two entries of <c>_pages[name]</c>.</summary>
/// <remarks>Only constants are compared, and only where the key is the parameter itself or a tuple that holds it: whatever is computed from two can be equal.</remarks>
internal static class PassedKeys
{
    /// <summary>Whether both ways come to calls on a container with keys that differ.</summary>
    public static bool Differ(Context one, Context two)
    {
        if (!one.Access.IsStep || !two.Access.IsStep || one.Access.Key is not { } mine || two.Access.Key is not { } theirs)
            return false;

        var (first, second) = (PartsOf(mine), PartsOf(theirs));
        if (first.Count != second.Count)
            return false;
        for (var i = 0; i < first.Count; i++)
        {
            if (ConstantOf(first[i], one) is { } value && ConstantOf(second[i], two) is { } other && !value.Equals(other))
                return true;
        }

        return false;
    }

    private static List<ExpressionSyntax> PartsOf(ExpressionSyntax key) =>
        key is TupleExpressionSyntax tuple ? [.. tuple.Arguments.Select(static argument => argument.Expression)] : [key];

    private static object? ConstantOf(ExpressionSyntax part, Context way)
    {
        if (part is LiteralExpressionSyntax { Token.Value: { } literal })
            return literal;
        if (part is not IdentifierNameSyntax { Identifier.ValueText: var name }
            || way.Access.Frame.Outermost.Method?.Parameters.FirstOrDefault(parameter => parameter.Name == name) is not { RefKind: RefKind.None } parameter)
        {
            return null;
        }

        foreach (var link in way.FromInside)
        {
            if (link is not { Site: CallSite call, Inner: { } inner } || !Confinement.Declares(inner.Frame, parameter))
                continue;
            if (call.ArgumentFor(parameter.Ordinal) is not { } argument)
                return null;
            if (argument.Index.Constant is { } constant)
                return constant;
            if (argument.Index is not { Variable: IParameterSymbol passed, IsScaled: false } index || index.ToString() != passed.Name)
                return null;
            parameter = passed;
        }

        return null;
    }
}
