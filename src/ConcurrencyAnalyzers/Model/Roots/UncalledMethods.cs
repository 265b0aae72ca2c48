using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Methods that no execution enters.</summary>
/// <remarks>
/// Errs towards no: what has parameters may be a handler that a designer names, what has an attribute may be called by who knows that, and what
/// derives from a class of a framework may be called by its name.
/// </remarks>
internal static class UncalledMethods
{
    public static bool IsUncalled(Frame frame, CallGraph calls, CancellationToken cancellation) =>
        frame is { Parent: null, Method: { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, Parameters.IsEmpty: true } method }
        && method.ContainingType is { } type && !EndOfProgram.IsMain(frame) && IsWholeAndOurs(type) && method.GetAttributes().IsEmpty
        && calls.CallersOf(frame, cancellation) is { IsComplete: true, Sites.IsEmpty: true }
        && !IsNamed(method, type, cancellation);

    /// <summary>A partial class may have a part that a generator, or markup, writes.</summary>
    private static bool IsWholeAndOurs(INamedTypeSymbol type)
    {
        for (var one = type; one is not null && one.SpecialType != SpecialType.System_Object; one = one.BaseType)
        {
            if (one.DeclaringSyntaxReferences.Length != 1 && one.SpecialType != SpecialType.System_ValueType
                || one.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is TypeDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(Microsoft.CodeAnalysis.CSharp.SyntaxKind.PartialKeyword)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>By <c>nameof</c>, or in a way that the call graph has no word for.</summary>
    private static bool IsNamed(IMethodSymbol method, INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(part => part.GetSyntax(cancellation).DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(name => name.Identifier.ValueText == method.Name && name.Parent is not MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax }));
}
