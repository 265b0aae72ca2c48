using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which members can hand out a container at all, by their source alone: the others need not be bound to ask what they hand out.</summary>
/// <remarks>Errs towards too many.</remarks>
internal static class HandingOut
{
    /// <param name="member">Mentions one of the names.</param>
    /// <param name="isMeant">Of a container.</param>
    public static bool IsPossible(MemberSyntax member, Func<string, bool> isMeant) =>
        member.Node switch
        {
            MethodDeclarationSyntax method => MayHold(method.ReturnType) || HasOut(method.ParameterList),
            BasePropertyDeclarationSyntax property => MayHold(property.Type),
            OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => true,
            _ => false,
        }
        || member.Nodes.Any(node => node is ArgumentSyntax { RefKindKeyword.RawKind: 0, Expression: var passed } && Names(passed, isMeant));

    /// <summary><c>_all</c>, <c>_all.AsReadOnly()</c>.</summary>
    private static bool Names(ExpressionSyntax passed, Func<string, bool> isMeant) => passed switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } => Names(receiver, isMeant),
        MemberAccessExpressionSyntax { Name: var name, Expression: var receiver } => isMeant(name.Identifier.ValueText) || Names(receiver, isMeant),
        _ => Targets.NameOf(passed) is { } named && isMeant(named),
    };

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
