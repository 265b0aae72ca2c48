using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Whether a variable holds a container that two threads must not use at once.</summary>
/// <remarks>
/// A variable that is declared as an interface, <c>IDictionary&lt;K, V&gt;</c>, may hold one that is safe. What it holds is said by what is put into it.
/// Errs towards no: a value of unknown making may be safe.
/// </remarks>
internal sealed class Containers(BodyReader reader, MemoryUses uses, ApiLookup api)
{
    public bool IsPlain(Memory content, CancellationToken cancellation)
    {
        // Of the items of a collection the type is all that is known.
        if (content.IsOfItem)
            return content.Type is { TypeKind: TypeKind.Class, IsAbstract: false } && !MayBeSafe(content.Type);
        if (IsUnsafe(content.Type))
            return IsOnlyUnsafe(content, cancellation);

        var isExact = content.Type is { TypeKind: TypeKind.Class, IsAbstract: false };
        if (!isExact && content.Symbol is IParameterSymbol)
            return false;

        var any = isExact;
        foreach (var value in ValuesOf(content.Symbol, cancellation))
        {
            if (value.ConstantValue is { HasValue: true, Value: null })
                continue;
            if (IsMadeSafe(value) || (!isExact && !IsNewPlain(value)))
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>Whether a variable holds an object of a type that is no collection, and for one thread at a time.</summary>
    public bool IsUnsafe(ITypeSymbol type) => (api.NatureOf(type) & ApiNature.Unsafe) != 0;

    /// <summary>
    /// Of some types there are safe objects as well, <c>Random.Shared</c>, <c>TextWriter.Synchronized(…)</c>: a variable of such a type has to be seen
    /// to get another. What is declared as a <c>FileStream</c> or as a context of a database can only be one.
    /// </summary>
    private bool IsOnlyUnsafe(Memory content, CancellationToken cancellation)
    {
        var mayBeSafe = MayBeSafe(content.Type);
        var any = !mayBeSafe;
        foreach (var value in ValuesOf(content.Symbol, cancellation))
        {
            if (value.ConstantValue is { HasValue: true, Value: null })
                continue;
            if (IsMadeSafe(value) || value.Type is not { } type || !IsUnsafe(type))
                return false;

            // A writer of the program itself may lock inside, and what comes from elsewhere as a mere `TextWriter` may be a safe one.
            if (mayBeSafe && IsOwn(type) || value is not IObjectCreationOperation && MayBeSafe(type))
                return false;
            any = true;
        }

        return any;
    }

    private bool MayBeSafe(ITypeSymbol type) => type.GetMembers().Any(member => member is IMethodSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } && GivesSafe(member));

    /// <summary>What the source puts into a variable: by its declaration, and by assignments.</summary>
    public IEnumerable<IOperation> ValuesOf(ISymbol holder, CancellationToken cancellation)
    {
        foreach (var declaration in holder.DeclaringSyntaxReferences)
        {
            if (InitializerOf(declaration.GetSyntax(cancellation)) is { } initializer
                && reader.ModelOf(initializer.SyntaxTree).GetOperation(initializer, cancellation) is { } value)
            {
                yield return Unconverted(value);
            }
        }

        foreach (var access in uses.Of(new Memory(holder, isElement: false), cancellation).Accesses)
        {
            if (access.Value is { } assigned)
                yield return Unconverted(assigned);
        }
    }

    private static SyntaxNode? InitializerOf(SyntaxNode declaration) => declaration switch
    {
        Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax property => property.Initializer?.Value,
        _ => null,
    };

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }

    private bool IsMadeSafe(IOperation value) => value switch
    {
        IInvocationOperation call => GivesSafe(call.TargetMethod),
        IPropertyReferenceOperation property => GivesSafe(property.Property),
        _ => false,
    };

    private bool GivesSafe(ISymbol member) => api.EffectsOf(member).Any(static effect => effect.Verb == ApiVerb.Gives && (effect.Nature & ApiNature.Safe) != 0);

    private bool IsNewPlain(IOperation value) =>
        value is ICollectionExpressionOperation
        || value is IObjectCreationOperation { Type: { } type } && (api.NatureOf(type) & (ApiNature.Safe | ApiNature.Immutable)) == 0 && !IsOwn(type);

    /// <summary>A container of the program itself may lock inside.</summary>
    private static bool IsOwn(ITypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;
}
