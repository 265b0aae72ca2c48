using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which members can hand out a container at all, by their source alone: the others need not be bound to ask what they hand out.</summary>
/// <remarks>Errs towards too many.</remarks>
internal static class HandingOut
{
    /// <param name="member">Mentions one of the names.</param>
    /// <param name="isMeant">Of a container.</param>
    public static bool IsPossible(MemberSyntax member, Func<string, bool> isMeant)
    {
        var hasResult = member.Node switch
        {
            MethodDeclarationSyntax method => ResultOf(method) is { } result && MayHold(result) || HasOut(method.ParameterList),
            BasePropertyDeclarationSyntax property => MayHold(property.Type),
            OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => true,
            _ => false,
        };
        return member.Nodes.Any(node => node is IdentifierNameSyntax name && isMeant(name.Identifier.ValueText) && MayLeave(name, hasResult, member.Node));
    }

    /// <summary>Whether what <paramref name="name"/> names, or what is made of it, stands where it is returned, kept in a local or passed to a delegate.</summary>
    private static bool MayLeave(IdentifierNameSyntax name, bool hasResult, SyntaxNode member)
    {
        for (SyntaxNode node = name; ;)
        {
            switch (node.Parent)
            {
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when IsOfDelegate(call, member):
                    return true;
                case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } call } }:
                    node = call;
                    break;
                case AssignmentExpressionSyntax assignment when assignment.Left == node:
                    return false;
                case ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax:
                    return hasResult;
                case ElementAccessExpressionSyntax or BracketedArgumentListSyntax or InterpolationSyntax or null:
                    return false;
                case ExpressionSyntax or ArgumentSyntax or SwitchExpressionArmSyntax:
                    node = node.Parent;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary><c>Changed?.Invoke(…)</c>, <c>visit(…)</c>.</summary>
    private static bool IsOfDelegate(InvocationExpressionSyntax call, SyntaxNode member) =>
        Targets.NameOf(call) is { } called
        && (called == WellKnownMemberNames.DelegateInvokeName
            || member is BaseMethodDeclarationSyntax method && method.ParameterList.Parameters.Any(one => one.Identifier.ValueText == called)
            || member.Parent is TypeDeclarationSyntax type
                && type.Members.OfType<EventFieldDeclarationSyntax>().Any(raised => raised.Declaration.Variables.Any(one => one.Identifier.ValueText == called)));

    /// <summary>What a method gives back; of an async one what its task has in the end, if anything.</summary>
    private static TypeSyntax? ResultOf(MethodDeclarationSyntax method)
    {
        if (!method.Modifiers.Any(SyntaxKind.AsyncKeyword))
            return method.ReturnType;
        var task = method.ReturnType is QualifiedNameSyntax qualified ? qualified.Right : method.ReturnType;
        return task is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0] : null;
    }

    /// <summary>Numbers, texts and nothing hold no container.</summary>
    private static bool MayHold(TypeSyntax type) => type switch
    {
        PredefinedTypeSyntax predefined => predefined.Keyword.IsKind(SyntaxKind.ObjectKeyword),
        NullableTypeSyntax nullable => MayHold(nullable.ElementType),
        _ => true,
    };

    private static bool HasOut(BaseParameterListSyntax parameters) =>
        parameters.Parameters.Any(static one => one.Modifiers.Any(static word => word.IsKind(SyntaxKind.OutKeyword) || word.IsKind(SyntaxKind.RefKeyword)));
}
