using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What a place that outlives a round is used for in it.</summary>
internal sealed partial class DelegateKeeping
{
    /// <summary>A place outside of the round, if the round does nothing but add to it.</summary>
    private KeptDelegate? Outlives(ISymbol place, IOperation reference, IOperation? owner, SyntaxNode adding, Round round)
    {
        foreach (var mention in round.Mentions(place.Name))
        {
            // `this._actions` and `panel.Controls` are named by their last part.
            var whole = mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : (ExpressionSyntax)mention;
            if (reader.OperationOf(whole, round.Cancellation) is not { } use)
                continue;

            var meant = use switch
            {
                IMemberReferenceOperation member => member.Member,
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (meant is not null && Is(meant, place) && !adding.Span.Contains(mention.Span) && !IsOnlyFilled(use))
                return null;
        }

        return IsUsedByCalls(place, round, adder: null)
            ? null
            : new KeptDelegate(adding, owner ?? (reference as IMemberReferenceOperation)?.Instance, place, $"'{place.Name}'");
    }

    /// <summary>Added to, counted, or one more handler: nothing that calls what is in it.</summary>
    private bool IsOnlyFilled(IOperation use) => use.Parent switch
    {
        IInvocationOperation call when call.Instance == use => api.EffectsOf(call.TargetMethod).Any(static effect => effect is { Verb: ApiVerb.Adds, Other.Kind: ApiOperandKind.This }),
        IPropertyReferenceOperation { Property.IsIndexer: false, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Boolean } => true,
        IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation assignment } element => assignment.Target == element,
        IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation assignment } element => assignment.Target == element,
        IEventAssignmentOperation { Adds: true } or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } => true,
        _ => false,
    };

    /// <summary>A method of the program that the round calls has to do with the place: <c>Flush()</c> may run what is in it.</summary>
    private bool IsUsedByCalls(ISymbol place, Round round, IMethodSymbol? adder)
    {
        if (place is not (IFieldSymbol or IPropertySymbol) || !Is(place.ContainingAssembly, reader.Compilation.Assembly))
            return false;

        foreach (var call in round.Calls.Select(call => reader.OperationOf(call, round.Cancellation)).OfType<IInvocationOperation>())
        {
            if (Is(call.TargetMethod.ContainingAssembly, reader.Compilation.Assembly) && (adder is null || !Is(call.TargetMethod.OriginalDefinition, adder))
                && reader.FrameOf(call.TargetMethod.OriginalDefinition, round.Cancellation) is { } frame
                && frame.Body.Frames.SelectMany(static one => one.Accesses).Any(access => Is(access.Memory.Symbol, place.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing is kept of what the call gives back.</summary>
    private static bool IsDropped(IOperation call)
    {
        var parent = call.Parent is IConditionalAccessOperation access ? access.Parent : call.Parent;
        return parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    /// <summary>A sequence that is made anew each time somebody walks over it.</summary>
    private static bool IsLazy(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IQueryable" or "IOrderedEnumerable" or "IOrderedQueryable" or "IAsyncEnumerable" }
            && value is not IInvocationOperation { TargetMethod.ContainingNamespace.Name: not "Linq" };
    }

    /// <summary>The code that a delegate is to outlive, and how far it is followed.</summary>
    private readonly struct Round(SyntaxNode code, int hands, CancellationToken cancellation)
    {
        public int Hands => hands;

        public CancellationToken Cancellation => cancellation;

        public Round Next() => new(code, hands - 1, cancellation);

        public Round In(SyntaxNode other) => new(other, hands, cancellation);

        /// <summary>Whether each run of the code has a variable of its own.</summary>
        public bool Declares(ILocalSymbol local) => Loops.DeclaresInRound(code, local);

        public IEnumerable<IdentifierNameSyntax> Mentions(string name) =>
            code.DescendantNodes().OfType<IdentifierNameSyntax>().Where(one => one.Identifier.ValueText == name);

        public IEnumerable<InvocationExpressionSyntax> Calls =>
            code.DescendantNodes(static node => node is not (LambdaExpressionSyntax or AnonymousMethodExpressionSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>();
    }
}
