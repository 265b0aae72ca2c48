using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Branches of which an object takes one for its whole life: <c>if (_options.Tasks == 1) Replay(page); else Hand(page);</c></summary>
/// <remarks>
/// Both ways lead through one method, one by each branch, and the condition asks for nothing but members that the type itself sets in its constructors alone. Then
/// no two calls on one object go both ways. Errs towards silence: others may change a setting in between.
/// </remarks>
internal sealed class ChosenBranches(BodyReader reader)
{
    private readonly ConcurrentDictionary<IfStatementSyntax, bool> _settled = new();

    public bool Part(Context one, Context two, CancellationToken cancellation)
    {
        for (var mine = one; mine is not null; mine = mine.Inner)
        {
            for (var theirs = two; theirs is not null; theirs = theirs.Inner)
            {
                if (mine.Frame == theirs.Frame && mine.Site != theirs.Site && ChoiceBetween(mine.Site.Syntax, theirs.Site.Syntax) is { } choice && IsSettled(choice, mine.Frame, cancellation))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The statement that has one of them in each branch.</summary>
    private static IfStatementSyntax? ChoiceBetween(SyntaxNode one, SyntaxNode other)
    {
        var choice = one.Ancestors().OfType<IfStatementSyntax>().FirstOrDefault(choice => choice.Span.Contains(other.Span));
        return choice is { Else: { } otherwise }
            && (choice.Statement.Span.Contains(one.Span) && otherwise.Span.Contains(other.Span) || choice.Statement.Span.Contains(other.Span) && otherwise.Span.Contains(one.Span))
            ? choice
            : null;
    }

    private bool IsSettled(IfStatementSyntax choice, Frame frame, CancellationToken cancellation) =>
        _settled.TryGetValue(choice, out var known) ? known : _settled.GetOrAdd(choice, AsksForSettings(choice, frame, cancellation));

    private bool AsksForSettings(IfStatementSyntax choice, Frame frame, CancellationToken cancellation)
    {
        if (frame.Outermost.Method?.ContainingType is not { } type || reader.OperationOf(choice.Condition, cancellation) is not { } condition)
            return false;

        var asked = false;
        foreach (var part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case IFieldReferenceOperation { Field: { IsVolatile: false } field }:
                    asked |= !field.IsConst;
                    if (!field.IsConst && !field.IsReadOnly && IsSetBy(type, field.Name))
                        return false;
                    break;
                case IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: var property }:
                    asked = true;
                    if (IsSetBy(type, property.Name))
                        return false;
                    break;
                case IBinaryOperation or IUnaryOperation or IParenthesizedOperation or IConversionOperation or ILiteralOperation or IInstanceReferenceOperation:
                    break;
                default:
                    return false;
            }
        }

        return asked;
    }

    /// <summary>By the name, in any method of the type; its constructors settle what there is to settle.</summary>
    private static bool IsSetBy(INamedTypeSymbol type, string name) => type.DeclaringSyntaxReferences.Any(part => part.GetSyntax().DescendantNodes().Any(node =>
        (node switch
        {
            AssignmentExpressionSyntax assignment => Targets.NameOf(assignment.Left),
            PrefixUnaryExpressionSyntax step => Targets.NameOf(step.Operand),
            PostfixUnaryExpressionSyntax step => Targets.NameOf(step.Operand),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => Targets.NameOf(argument.Expression),
            _ => null,
        }) == name && !node.Ancestors().Any(static outer => outer is ConstructorDeclarationSyntax or InitializerExpressionSyntax)));
}
