using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Ownership;

/// <summary>Handlers of an object that another type may have bound to the thread of a window: <c>timer.SynchronizingObject = form</c>.</summary>
/// <remarks>
/// The type that subscribes is read with the subscription. Here it is asked whether anybody else in the program sets the property, and whether he can have the
/// object: one that the type makes itself, keeps to itself and passes to nobody is its own.
/// </remarks>
internal sealed class BoundEvents(SourceIndex index)
{
    private const int MaxMembers = 64;

    private readonly ConcurrentDictionary<string, bool> _set = new(StringComparer.Ordinal);

    public bool MayBeBound(DelegateUse handler) =>
        handler.UiIfSet is { } property && _set.GetOrAdd(property, IsSomewhereSet) && !IsOwn(handler);

    private bool IsSomewhereSet(string property) =>
        index.MembersMentioning([property], within: null, MaxMembers) is not { } members
        || members.SelectMany(static member => member.DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .Any(assignment => Targets.NameOf(assignment.Left) == property && !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression));

    private static bool IsOwn(DelegateUse handler)
    {
        if (handler.KeptOn.End is not ({ DeclaredAccessibility: Accessibility.Private } or ILocalSymbol) || handler.KeptOn.End is not { } raiser)
            return false;

        var scopes = raiser is ILocalSymbol ? [handler.Frame.Body.Syntax] : raiser.ContainingType.DeclaringSyntaxReferences.Select(static part => part.GetSyntax());
        return scopes.SelectMany(static scope => scope.DescendantNodes()).All(node => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } declared when declared.Identifier.ValueText == raiser.Name => value is BaseObjectCreationExpressionSyntax,
            AssignmentExpressionSyntax assignment when Targets.NameOf(assignment.Left) == raiser.Name => assignment.Right is BaseObjectCreationExpressionSyntax or LiteralExpressionSyntax,
            ArgumentSyntax { Expression: var given } => Targets.NameOf(given) != raiser.Name,
            _ => true,
        });
    }
}
