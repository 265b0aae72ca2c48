using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Which variables may hold an object of a private class, followed from where the program makes one.</summary>
/// <remarks>
/// A call by an interface may run each class that implements it. Of a class that only its own surroundings can name, every object starts at a <c>new</c> in
/// sight: what it is never assigned or passed to is no way to its methods. Errs towards any variable: code that is not here, elements of collections,
/// results and patterns may hold everything.
/// </remarks>
internal sealed class ObjectFlows(BodyReader reader, SourceIndex index)
{
    /// <summary>An object that gets to more variables than this may be anywhere.</summary>
    private const int MaxVariables = 32;

    /// <summary>A class or field that more members than this mention is not followed.</summary>
    private const int MaxMembers = 64;

    /// <summary>For each class the variables; null for any.</summary>
    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<ISymbol>?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether <paramref name="call"/>, which names what <paramref name="type"/> implements or overrides, may be one on an object of it.</summary>
    public bool MayReach(CallSite call, INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type is not { DeclaredAccessibility: Accessibility.Private, TypeKind: TypeKind.Class, IsGenericType: false, IsSealed: true, ContainingType.IsGenericType: false } || call.Receiver is not { IsUnknown: false, End: { } receiver })
            return true;

        if (!_known.TryGetValue(type, out var variables))
            variables = _known.GetOrAdd(type, Follow(type, cancellation));
        return variables?.Contains(receiver.OriginalDefinition) != false;
    }

    private HashSet<ISymbol>? Follow(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (HandsItselfOut(type, cancellation) || index.MembersMentioning([type.Name, TreeIndex.NewWithoutName], SourceIndex.DeclarationsThatSee(type), MaxMembers) is not { } members)
            return null;

        var variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<ISymbol>();
        foreach (var node in members.SelectMany(static member => member.DescendantNodes()))
        {
            cancellation.ThrowIfCancellationRequested();

            // `Register<T>()`, `typeof(T)`: somebody else may make one.
            if (node is TypeOfExpressionSyntax or TypeArgumentListSyntax && Mentions(node, type.Name))
                return null;
            if (node is BaseObjectCreationExpressionSyntax && reader.OperationOf(node, cancellation) is IObjectCreationOperation made && Is(made.Type, type) && !Goes(made, pending))
                return null;
        }

        while (pending.Count > 0)
        {
            var variable = pending.Dequeue();
            if (!variables.Add(variable))
                continue;
            if (variables.Count > MaxVariables || PlacesOf(variable, cancellation) is not { } places)
                return null;
            foreach (var place in places)
            {
                if (reader.OperationOf(place, cancellation) is { } use && Is(SymbolOf(use), variable) && !Goes(use, pending))
                    return null;
            }
        }

        return variables;
    }

    /// <summary>The object itself gives <c>this</c> away, or is a part of a class that does.</summary>
    private static bool HandsItselfOut(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.BaseType?.SpecialType != SpecialType.System_Object
        || type.DeclaringSyntaxReferences.Any(part => part.GetSyntax(cancellation).DescendantNodes().OfType<ThisExpressionSyntax>().Any(static one => one.Parent is not MemberAccessExpressionSyntax));

    private static bool Mentions(SyntaxNode node, string name) => node.DescendantTokens().Any(token => token.ValueText == name);

    /// <summary>Where the variable may be read.</summary>
    private IEnumerable<SyntaxNode>? PlacesOf(ISymbol variable, CancellationToken cancellation)
    {
        var scopes = variable switch
        {
            IFieldSymbol or IPropertySymbol => index.MembersMentioning([variable.Name], SourceIndex.DeclarationsThatSee(variable), MaxMembers),
            ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } } =>
                variable.ContainingSymbol.DeclaringSyntaxReferences.Select(one => one.GetSyntax(cancellation)).ToList(),
            _ => null,
        };
        return scopes is null or { Count: 0 } || scopes.Exists(static one => one is TypeDeclarationSyntax) ? null
            : scopes.SelectMany(static one => one.DescendantNodes().OfType<IdentifierNameSyntax>()).Where(name => name.Identifier.ValueText == variable.Name)
                .Select(static name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is MemberBindingExpressionSyntax ? name.Parent : name);
    }

    /// <summary>Notes the variables that get the value; false where it goes to what is not followed.</summary>
    private bool Goes(IOperation value, Queue<ISymbol> pending)
    {
        for (var parent = value.Parent; ; value = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IConditionalOperation:
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                    return Note(local, pending);
                case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }:
                    return Note(fields[0], pending);
                case ISimpleAssignmentOperation assignment:
                    return assignment.Target == value || (assignment.Parent is IExpressionStatementOperation && SymbolOf(assignment.Target) is { } target && Note(target, pending));
                case IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation or IObjectCreationOperation }:
                    return parameter.ContainingSymbol is IMethodSymbol { IsVirtual: false, IsAbstract: false, IsOverride: false, DeclaringSyntaxReferences.IsEmpty: false }
                        && Note(parameter.OriginalDefinition, pending);
                case IMemberReferenceOperation member:
                    return member.Instance == value && member is not (IMethodReferenceOperation or IEventReferenceOperation);
                case IInvocationOperation call:
                    return call.Instance == value;
                case IConditionalAccessOperation access:
                    return access.Operation == value;
                case IExpressionStatementOperation or IUsingOperation or IBinaryOperation or IIsTypeOperation or INameOfOperation:
                    return true;
                default:
                    return false;
            }
        }
    }

    private static bool Note(ISymbol variable, Queue<ISymbol> pending)
    {
        pending.Enqueue(variable);
        return true;
    }

    private static ISymbol? SymbolOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter.OriginalDefinition,
        IFieldReferenceOperation field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Property.OriginalDefinition,
        _ => null,
    };

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
