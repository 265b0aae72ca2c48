using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>
/// Whether others get the word of a thread: its event, task source, or the task of that, is returned, waited for, or given to other code. That a
/// caller then does not look at it is no matter of the thread.
/// </summary>
/// <remarks>Errs towards yes.</remarks>
internal sealed class SignalsHandedOut(BodyReader reader, ApiLookup api)
{
    /// <summary>How many other names are followed: <c>var task = source.Task; all.Add(task);</c>.</summary>
    private const int MaxNames = 4;

    /// <param name="name">Of the event or task source.</param>
    /// <param name="frames">Those that may mention it.</param>
    /// <param name="work">What the thread runs: what it does with its own signal tells nobody.</param>
    /// <param name="cancellation">Ends the question.</param>
    public bool Leaves(ISymbol name, IReadOnlyCollection<Frame> frames, SyntaxNode work, CancellationToken cancellation) =>
        Leaves(name, frames, work, MaxNames, cancellation);

    private bool Leaves(ISymbol name, IReadOnlyCollection<Frame> frames, SyntaxNode work, int names, CancellationToken cancellation)
    {
        foreach (var body in frames.Select(static frame => frame.Body).Distinct())
        {
            foreach (var mention in body.Syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            {
                if (mention.Identifier.ValueText != name.Name || mention.SyntaxTree == work.SyntaxTree && work.Span.Contains(mention.Span)
                    || reader.OperationOf(Whole(mention), cancellation) is not { } value || !SymbolEqualityComparer.Default.Equals(SymbolOf(value), name))
                {
                    continue;
                }

                if (Leaves(value, out var alias) || (alias is not null && names > 0 && Leaves(alias, frames, work, names - 1, cancellation)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Of <c>this._done</c> and <c>owner?._done</c> the name alone has no value.</summary>
    private static SyntaxNode Whole(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is MemberBindingExpressionSyntax ? name.Parent : name;

    private static ISymbol? SymbolOf(IOperation value) => value switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        IMemberReferenceOperation { Member: var member } => member,
        _ => null,
    };

    /// <param name="value">The signal, its task, or a collection of them.</param>
    /// <param name="alias">The local that has it from here on.</param>
    private bool Leaves(IOperation value, out ISymbol? alias)
    {
        alias = null;
        for (; ; value = value.Parent!)
        {
            switch (value.Parent)
            {
                case null or IExpressionStatementOperation or IUsingOperation or ILockOperation or IBinaryOperation or IIsPatternOperation or INameOfOperation:
                    return false;
                case IPropertyReferenceOperation { Type.SpecialType: SpecialType.None } property when property.Instance == value:
                case IInvocationOperation { Type.SpecialType: SpecialType.None } result when result.Instance == value:
                case IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation
                    or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or ISpreadOperation or ITupleOperation:
                    continue;
                case IPropertyReferenceOperation property when property.Instance == value:
                    return false;
                case IInvocationOperation call when call.Instance == value:
                    return false;
                case IConditionalAccessOperation access when access.Operation == value:
                    return access.WhenNotNull.Type is { SpecialType: SpecialType.None };
                case ISimpleAssignmentOperation assignment when assignment.Target == value:
                    return false;
                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    return false;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var other } }:
                    alias = other;
                    return false;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var other } }:
                    alias = other;
                    return false;
                case IArgumentOperation argument:
                    alias = CollectionOf(argument);
                    return alias is null && !IsSignalled(argument);
                default:
                    return true;
            }
        }
    }

    /// <summary>The local list that a call adds the argument to.</summary>
    private ISymbol? CollectionOf(IArgumentOperation argument) =>
        EffectsOn(argument).FirstOrDefault(static effect => effect.Verb == ApiVerb.Adds) is { Other: var collection }
            && Operands.Of(argument.Parent!, collection) is ILocalReferenceOperation { Local: var list } ? list : null;

    private bool IsSignalled(IArgumentOperation argument) => EffectsOn(argument).Any(static effect => effect.Verb == ApiVerb.Signals);

    private IEnumerable<ApiEffect> EffectsOn(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation call
            ? api.EffectsOf(call.TargetMethod).Where(effect => effect.Target.IsParameter && effect.Target.Ordinal == argument.Parameter?.Ordinal)
            : [];
}
