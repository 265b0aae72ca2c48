using ConcurrencyAnalyzers.Model.Costs;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Texts that somebody outside of the program has written: what a request or a line of a feed brings.</summary>
internal static class OutsideTexts
{
    public static bool IsAny(Amount sources, ServingRoot root) => sources.Depends.Any(one => one switch
    {
        IParameterSymbol parameter => root.Kind == ServingKind.Request && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, root.Code.OriginalDefinition) && IsOfRequest(parameter, root.Code),
        ILocalSymbol local => root.Loop is { } loop && IsReadIn(loop, local),
        _ => false,
    });

    /// <summary>An object that a container may give is the program's own; that of an action is read from the request, unless it says otherwise.</summary>
    private static bool IsOfRequest(IParameterSymbol parameter, IMethodSymbol code) =>
        parameter.Type is { SpecialType: SpecialType.System_String } or { Name: "HttpContext" or "HttpRequest" or "StringValues" }
        || (parameter.Type.TypeKind is TypeKind.Class or TypeKind.Struct && !parameter.Type.IsAbstract && code is { MethodKind: MethodKind.Ordinary, IsStatic: false }
            && !parameter.GetAttributes().Any(static one => one.AttributeClass?.Name is "FromServicesAttribute" or "FromKeyedServicesAttribute"));

    private static bool IsReadIn(SyntaxNode loop, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.Any(one => one.GetSyntax() == loop)
        || loop.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment => name.Identifier.ValueText == local.Name && HasAwait(assignment.Right),
            VariableDeclaratorSyntax { Initializer.Value: { } value } declared => declared.Identifier.ValueText == local.Name && HasAwait(value),
            _ => false,
        });

    private static bool HasAwait(ExpressionSyntax value) => value.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax);
}
