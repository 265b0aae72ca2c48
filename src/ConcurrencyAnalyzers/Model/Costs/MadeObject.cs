using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>An object that an expression makes, or a method that does nothing else: what it holds from the start can be read there.</summary>
internal sealed class MadeObject(IObjectCreationOperation creation, BodyReader reader, CancellationToken cancellation)
{
    /// <summary>Null where it is not seen how the object is made, or a constructor of the program may set anything.</summary>
    public static MadeObject? Of(IOperation value, BodyReader reader, CancellationToken cancellation)
    {
        var made = Operands.Unwrapped(value);
        if (made is IInvocationOperation { TargetMethod: { IsStatic: true } factory })
            made = ReturnedBy(factory, reader, cancellation);
        return made is IObjectCreationOperation { Constructor: { IsImplicitlyDeclared: true, Parameters.IsEmpty: true }, Type: INamedTypeSymbol { BaseType.SpecialType: SpecialType.System_Object } } creation
            ? new MadeObject(creation, reader, cancellation)
            : null;
    }

    /// <summary>The constant that the member starts with, which may be <c>null</c>; no value where it is not known.</summary>
    public Optional<object?> ValueOf(ISymbol member)
    {
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingType, creation.Type?.OriginalDefinition) || (member is IPropertySymbol property && !IsPlain(property)))
            return default;

        var set = creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(one => one.Target is IMemberReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Member.OriginalDefinition, member))?.Value;
        if ((set ?? InitialOf(member)) is { } value)
            return value.ConstantValue;
        return DefaultOf((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type);
    }

    private static IOperation? ReturnedBy(IMethodSymbol factory, BodyReader reader, CancellationToken cancellation)
    {
        var syntax = factory.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault(one => reader.Compilation.ContainsSyntaxTree(one.SyntaxTree))?.GetSyntax(cancellation);
        var returned = syntax switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: var value } => value,
            MethodDeclarationSyntax { Body.Statements: { Count: 1 } only } => (only[0] as ReturnStatementSyntax)?.Expression,
            _ => null,
        };
        return returned is null ? null : Operands.Unwrapped(reader.OperationOf(returned, cancellation));
    }

    private IOperation? InitialOf(ISymbol member)
    {
        var initializer = member.DeclaringSyntaxReferences.Where(one => reader.Compilation.ContainsSyntaxTree(one.SyntaxTree)).Select(one => one.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        }).FirstOrDefault();
        return initializer is null ? null : reader.OperationOf(initializer.Value, cancellation);
    }

    /// <summary>Without code of its own, and of no other class.</summary>
    private static bool IsPlain(IPropertySymbol property) =>
        property is { IsVirtual: false, IsOverride: false, IsAbstract: false }
        && property.ContainingType.GetMembers().Any(one => one is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property));

    private static Optional<object?> DefaultOf(ITypeSymbol? type) => type switch
    {
        { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => new(null),
        { SpecialType: SpecialType.System_Boolean } => new(false),
        { SpecialType: SpecialType.System_Int32 } => new(0),
        _ => default,
    };
}
