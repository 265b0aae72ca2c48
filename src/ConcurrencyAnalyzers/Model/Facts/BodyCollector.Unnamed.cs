using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Calls that the source makes without naming what it calls: operators, enumerators, awaiters. See <see cref="UnnamedCalls"/>.</summary>
internal sealed partial class BodyCollector
{
    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        base.VisitBinaryOperator(operation);
        RecordOperator(operation, operation.OperatorMethod, operation.LeftOperand, operation.RightOperand);

        // `left && right` asks first whether `left` is false.
        if (operation is { OperatorMethod.ContainingType: { } type, OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr })
        {
            var name = operation.OperatorKind == BinaryOperatorKind.ConditionalAnd ? WellKnownMemberNames.FalseOperatorName : WellKnownMemberNames.TrueOperatorName;
            RecordOperator(operation, type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(), operation.LeftOperand);
        }
    }

    public override void VisitUnaryOperator(IUnaryOperation operation)
    {
        base.VisitUnaryOperator(operation);
        RecordOperator(operation, operation.OperatorMethod, operation.Operand);
    }

    public override void VisitConversion(IConversionOperation operation)
    {
        base.VisitConversion(operation);
        RecordOperator(operation, operation.OperatorMethod, operation.Operand);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        base.VisitCompoundAssignment(operation);
        if (operation.OperatorMethod is { IsStatic: false } own)
            RecordUnnamed(operation.Syntax, own, _paths.PathOf(operation.Target), [operation.Value]);
        else
            RecordOperator(operation, operation.OperatorMethod, operation.Target, operation.Value);
    }

    public override void VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation)
    {
        base.VisitIncrementOrDecrement(operation);
        if (operation.OperatorMethod is { IsStatic: false } own)
            RecordUnnamed(operation.Syntax, own, _paths.PathOf(operation.Target), []);
        else
            RecordOperator(operation, operation.OperatorMethod, operation.Target);
    }

    public override void VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation)
    {
        base.VisitDeconstructionAssignment(operation);
        if (IsOfOurs(operation.Value.Type) && operation.Syntax is AssignmentExpressionSyntax assignment)
            RecordUnnamed(assignment, operation.SemanticModel?.GetDeconstructionInfo(assignment).Method, operation.Value);
    }

    public override void VisitRecursivePattern(IRecursivePatternOperation operation)
    {
        base.VisitRecursivePattern(operation);
        if (operation.DeconstructSymbol is IMethodSymbol method)
            RecordUnnamed(operation.Syntax, method, operation.Parent is IIsPatternOperation { Value: { } value } ? value : null);
    }

    private void RecordOperator(IOperation operation, IMethodSymbol? method, params ImmutableArray<IOperation> operands)
    {
        if (method is not null && operation.Syntax is not null)
            RecordUnnamed(operation.Syntax, method, MemoryPath.Unknown, operands);
    }

    /// <summary>A call on <paramref name="value"/>, or of an extension that has it as its first argument.</summary>
    private void RecordUnnamed(SyntaxNode place, IMethodSymbol? method, IOperation? value)
    {
        if (method is { IsStatic: true })
            RecordUnnamed(place, method, MemoryPath.Unknown, value is null ? [] : [value]);
        else if (method is not null)
            RecordUnnamed(place, method, _paths.PathOf(value), []);
    }

    private void RecordUnnamed(SyntaxNode place, IMethodSymbol method, MemoryPath receiver, ImmutableArray<IOperation> arguments, List<DelegateUse>? walks = null)
    {
        var target = DefinitionOf(method);
        if (!IsOurs(target))
            return;

        _frame.Calls.Add(new CallSite(_frame, place, _locks, target, receiver, arguments.Select((value, ordinal) => new Argument(ordinal, _paths.PathOf(value), _paths.IndexOf(value))).ToImmutableArray())
        {
            Constructed = method.GetConstructedReducedFrom() ?? method,
            Walks = walks,
        });
    }

    /// <summary>A loop over an object of the program calls its enumerator.</summary>
    private void RecordEnumerator(IForEachLoopOperation loop)
    {
        var collection = Operands.Unwrapped(loop.Collection);
        if (!IsOfOurs(collection.Type) || loop.Syntax is not CommonForEachStatementSyntax statement || loop.SemanticModel?.GetForEachStatementInfo(statement) is not { } calls)
            return;

        // What a loop gets is most often made for it alone.
        var place = loop.Collection.Syntax;
        var enumerator = MemoryPath.Allocation(place);
        if (calls.GetEnumeratorMethod is { } starting)
        {
            var walk = new DelegateUse(_frame, place, _locks, DelegateSource.Unknown, DelegateFate.Called) { Many = true, Deferred = true };
            AddWalk(walk);
            RecordUnnamed(place, starting, _paths.PathOf(collection), [], [walk]);
        }

        foreach (var each in new[] { calls.MoveNextMethod, calls.CurrentProperty?.GetMethod, calls.DisposeMethod })
        {
            if (each is not null)
                RecordUnnamed(place, each, enumerator, []);
        }

        if (statement is ForEachVariableStatementSyntax deconstructing && IsOfOurs(calls.ElementType))
            RecordUnnamed(place, loop.SemanticModel!.GetDeconstructionInfo(deconstructing).Method, null);
    }

    private void RecordAwaiter(IAwaitOperation operation)
    {
        if (!IsOfOurs(operation.Operation.Type) || operation.Syntax is not AwaitExpressionSyntax syntax || operation.SemanticModel?.GetAwaitExpressionInfo(syntax) is not { } calls)
            return;

        var awaiter = MemoryPath.Allocation(syntax);
        RecordUnnamed(syntax, calls.GetAwaiterMethod, operation.Operation);
        foreach (var each in new[] { calls.IsCompletedProperty?.GetMethod, calls.GetResultMethod })
        {
            if (each is not null)
                RecordUnnamed(syntax, each, awaiter, []);
        }
    }

    /// <summary>Whether calls that the compiler makes on an object of <paramref name="type"/> may be of this compilation.</summary>
    private bool IsOfOurs(ITypeSymbol? type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(one.ContainingAssembly, _assembly))
                return true;
        }

        return false;
    }
}
