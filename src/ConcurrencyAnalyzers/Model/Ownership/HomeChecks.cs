using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Ownership;

/// <summary>Code that has asked whether it is on the thread of a window, dispatcher or event loop, and is there.</summary>
/// <remarks>
/// <code>
///   if (window.InvokeRequired) { window.Invoke(Count); return; }
///   _n++;                        // on the window's thread, whoever called
/// </code>
/// Found by the syntax around a place: asked only of what would else be a race, and of nothing where the body says no word of the tables. That two such places
/// may have asked two objects with a thread each is not looked at, and errs towards silence.
/// </remarks>
internal sealed class HomeChecks(BodyReader reader, ApiLookup api, ApiTables tables)
{
    private readonly ConcurrentDictionary<SyntaxNode, bool> _asking = new();
    private readonly ConcurrentDictionary<InvocationExpressionSyntax, bool> _admitting = new();
    private readonly ConcurrentDictionary<(ExpressionSyntax Condition, bool IsTrue), bool> _telling = new();

    public bool IsAtHome(Site site, CancellationToken cancellation)
    {
        if (!_asking.GetOrAdd(site.Frame.Body.Syntax, Asks))
            return false;

        try
        {
            var end = site.Frame.Syntax;
            return Branches.Around(site.Syntax, end).Any(branch => Tells(branch.Condition, branch.Holds, cancellation))
                || Branches.Passed(site.Syntax, end).Any(statement => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && Admits(call, cancellation));
        }
        catch (InsufficientExecutionStackException)
        {
            // A condition of thousands of parts: nobody asks for a thread there.
            return false;
        }
    }

    /// <summary>By names alone.</summary>
    private bool Asks(SyntaxNode body) => body.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && tables.Ask(token.ValueText));

    /// <summary>Only who is at home comes to what stands behind <paramref name="call"/>.</summary>
    private bool Admits(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        _admitting.TryGetValue(call, out var known) ? known : _admitting.GetOrAdd(call, IsGate(call, cancellation));

    private bool IsGate(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        reader.OperationOf(call, cancellation) is IInvocationOperation operation
        && (Has(operation.TargetMethod, ApiVerb.Confirms) && operation.Type?.SpecialType == SpecialType.System_Void
            || operation.Arguments.Any(argument => argument.Value is { } value && IsAssertion(operation) && Tells(value, isTrue: true)));

    /// <summary><c>Debug.Assert(loop.IsHere)</c>: what is asserted holds, as the author says.</summary>
    private static bool IsAssertion(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Assert", ContainingType: { Name: "Debug", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } };

    private bool Tells(ExpressionSyntax condition, bool isTrue, CancellationToken cancellation) =>
        _telling.TryGetValue((condition, isTrue), out var known) ? known
        : _telling.GetOrAdd((condition, isTrue), reader.OperationOf(condition, cancellation) is { } operation && Tells(operation, isTrue));

    /// <summary>Whether one is at home where <paramref name="condition"/> is true, or not.</summary>
    private bool Tells(IOperation condition, bool isTrue)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (Operands.Unwrapped(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Tells(not.Operand, !isTrue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return isTrue && (Tells(both.LeftOperand, isTrue) || Tells(both.RightOperand, isTrue));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                return !isTrue && (Tells(either.LeftOperand, isTrue) || Tells(either.RightOperand, isTrue));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool value } } comparison:
                return Tells(comparison.LeftOperand, isTrue == value);
            case IInvocationOperation call:
                return Has(call.TargetMethod, isTrue ? ApiVerb.Confirms : ApiVerb.Denies);
            case IPropertyReferenceOperation property:
                return Has(property.Property, isTrue ? ApiVerb.Confirms : ApiVerb.Denies);
            default:
                return false;
        }
    }

    private bool Has(ISymbol member, ApiVerb verb) => api.EffectsOf(member).Any(effect => effect.Verb == verb);
}
