using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>The code of a delegate that a variable always has: a local that is set once, or a field that nobody sets again.</summary>
internal sealed class KnownDelegates(BodyReader reader)
{
    // A class that calls its delegate in each of a thousand methods is looked through once.
    private readonly ConcurrentDictionary<IFieldSymbol, ExpressionSyntax?> _values = new(SymbolEqualityComparer.Default);

    /// <summary>How many names in a row are followed.</summary>
    private const int MaxNames = 4;

    /// <summary>What <c>work(n)</c> runs; null where that is not known.</summary>
    public IMethodSymbol? CodeOf(IInvocationOperation call, BodyVariables variables, CancellationToken cancellation)
    {
        var target = call.Instance is IConditionalAccessInstanceOperation && call.Parent is IConditionalAccessOperation access ? access.Operation : call.Instance;
        return CodeOf(target, variables, MaxNames, cancellation);
    }

    private IMethodSymbol? CodeOf(IOperation? value, BodyVariables variables, int names, CancellationToken cancellation)
    {
        if (names == 0)
            return null;

        return Operands.Unwrapped(value) switch
        {
            IDelegateCreationOperation { Target: var made } => CodeOf(made, variables, names - 1, cancellation),
            IAnonymousFunctionOperation lambda => lambda.Symbol,

            // An extension method has one parameter more than the delegate.
            IMethodReferenceOperation { IsVirtual: false, Method: { ReducedFrom: null } method } => method.OriginalDefinition,
            ILocalReferenceOperation { Local: { } local } when variables.OnlyValueOf(local) is { } only => CodeOf(only, variables, names - 1, cancellation),
            IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences.Length: 1 } field } => CodeOf(ValueOf(field, cancellation), variables, names - 1, cancellation),
            _ => null,
        };
    }

    /// <summary>Of its declaration, or of the one assignment in the type.</summary>
    private IOperation? ValueOf(IFieldSymbol field, CancellationToken cancellation)
    {
        var value = _values.TryGetValue(field, out var known) ? known : _values.GetOrAdd(field, OnlyValueOf(field, cancellation));
        return value is null ? null : reader.OperationOf(value, cancellation);
    }

    private ExpressionSyntax? OnlyValueOf(IFieldSymbol field, CancellationToken cancellation)
    {
        if (field.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax declarator || !reader.Compilation.ContainsSyntaxTree(declarator.SyntaxTree))
            return null;

        var values = new List<ExpressionSyntax>();
        if (declarator.Initializer is { } initializer)
            values.Add(initializer.Value);
        foreach (var node in field.ContainingType.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()))
        {
            switch (node)
            {
                case AssignmentExpressionSyntax { Left: var target, Right: var value } when Targets.NameOf(target) == field.Name:
                    values.Add(value);
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var passed } when Targets.NameOf(passed) == field.Name:
                    return null;
            }
        }

        return values.Count == 1 && reader.Compilation.ContainsSyntaxTree(values[0].SyntaxTree) ? values[0] : null;
    }
}
