using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A test whether a variable has its first value: <c>_value is null</c>, <c>!_ready</c>, <c>_date.HasValue</c>.</summary>
/// <param name="Read">The read of the variable; where a local was tested, the read that the local got.</param>
/// <param name="Condition">The whole condition that it is a part of.</param>
/// <param name="Region">The code that is reached where the test lets one go on.</param>
/// <param name="WhenSet">It lets those go on who see it set.</param>
/// <param name="IsVolatile">By <c>Volatile.Read</c> or a like call.</param>
internal sealed record Check(Access Read, SyntaxNode Condition, TextSpan Region, bool WhenSet, bool IsVolatile);

/// <summary>A framework's object is changed through a variable: <c>_map.Add(…)</c>, <c>_timer.Interval = 5</c>.</summary>
/// <param name="Syntax">The call or assignment.</param>
/// <param name="Read">The read of the variable, where it is shared.</param>
/// <param name="Local">The local that holds the object.</param>
internal sealed record Filling(SyntaxNode Syntax, Access? Read, ILocalSymbol? Local);

/// <summary>Reads the checks of a body, and what else <see cref="BodyFacts"/> does not hold of them.</summary>
internal class CheckReader : OperationWalker
{
    private readonly Dictionary<SyntaxNode, Access> _reads = [];
    private readonly Dictionary<ISymbol, List<(int Position, Access Read)>> _copies = new(SymbolEqualityComparer.Default);

    /// <summary>Conditions whose answers were kept: <c>var isLeft = _stock &gt; 0;</c></summary>
    private readonly Dictionary<ISymbol, List<(int Position, IOperation Condition)>> _answers = new(SymbolEqualityComparer.Default);
    private readonly ApiLookup _api;

    private protected CheckReader(BodyFacts body, ApiLookup api)
    {
        _api = api;
        foreach (var access in body.Frames.SelectMany(static frame => frame.Accesses))
        {
            if (access.Kind == AccessKind.Read)
                _reads[access.Target] = access;
        }
    }

    public List<Check> Checks { get; } = [];

    public List<Filling> Fillings { get; } = [];

    /// <returns>Null for code that is nested too deep to be walked.</returns>
    public static CheckReader? TryRead(BodyFacts body, IOperation root, ApiLookup api)
    {
        var reader = new CheckReader(body, api);
        return reader.TryVisit(root) ? reader : null;
    }

    private protected bool TryVisit(IOperation root)
    {
        try
        {
            Visit(root);
            return true;
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }

    public override void VisitVariableDeclarator(IVariableDeclaratorOperation operation)
    {
        if (operation.GetVariableInitializer() is { } initializer)
            Copy(operation.Symbol, initializer.Value, operation.Syntax.SpanStart);
        base.VisitVariableDeclarator(operation);
    }

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        if (operation.Target is ILocalReferenceOperation { Local: { } local })
            Copy(local, operation.Value, operation.Syntax.SpanStart);
        if (operation.Target is IPropertyReferenceOperation { Instance: { } instance, Property.DeclaringSyntaxReferences.IsEmpty: true })
            AddFilling(operation.Syntax, instance);
        if (operation.Target is IArrayElementReferenceOperation { ArrayReference: { } array })
            AddFilling(operation.Syntax, array);
        base.VisitSimpleAssignment(operation);
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        if (operation.Instance is { } instance && Fills(operation.TargetMethod))
            AddFilling(operation.Syntax, instance);
        base.VisitInvocation(operation);
    }

    public override void VisitConditional(IConditionalOperation operation)
    {
        Split(operation.Condition, operation.Condition.Syntax, operation.WhenTrue.Syntax.Span, operation.WhenFalse?.Syntax.Span ?? RestBehind(operation), holds: true);
        base.VisitConditional(operation);
    }

    public override void VisitCoalesce(ICoalesceOperation operation)
    {
        if (ReadOf(operation.Value) is { } read)
            Checks.Add(new Check(read, operation.Value.Syntax, operation.WhenNull.Syntax.Span, WhenSet: false, IsVolatileRead(operation.Value)));
        base.VisitCoalesce(operation);
    }

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        foreach (var part in PartsOf(operation))
            Visit(part);
    }

    /// <summary>The operands of <c>a + b + c</c> in their order, found once for the whole and without a stack frame for each.</summary>
    private protected static IEnumerable<IOperation> PartsOf(IBinaryOperation operation)
    {
        var parts = new Stack<IOperation>();
        IOperation first = operation;
        while (first is IBinaryOperation chained && chained.OperatorKind == operation.OperatorKind)
        {
            parts.Push(chained.RightOperand);
            first = chained.LeftOperand;
        }

        parts.Push(first);
        return parts;
    }

    private bool Fills(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty
        && _api.EffectsOf(method).Any(static effect => effect is { Verb: ApiVerb.Writes or ApiVerb.Updates, Target.Kind: ApiOperandKind.This } && !effect.Has(ApiFlags.Atomically));

    private void AddFilling(SyntaxNode syntax, IOperation instance)
    {
        instance = Operands.Unwrapped(instance);
        if (instance is ILocalReferenceOperation { Local: { } local })
            Fillings.Add(new Filling(syntax, null, local));
        else if (_reads.TryGetValue(instance.Syntax, out var read))
            Fillings.Add(new Filling(syntax, read, null));
    }

    private void Copy(ILocalSymbol local, IOperation value, int position)
    {
        if (ReadOf(value) is { } read)
        {
            Copy(local, read, position);
        }
        else if (local.Type.SpecialType == SpecialType.System_Boolean)
        {
            if (!_answers.TryGetValue(local, out var answers))
                _answers.Add(local, answers = []);
            answers.Add((position, value));
        }
    }

    /// <summary>The condition whose answer <paramref name="local"/> holds at <paramref name="position"/>, if it got no other one.</summary>
    private IOperation? ConditionIn(ILocalSymbol local, int position)
    {
        if (_copies.ContainsKey(local) || !_answers.TryGetValue(local, out var answers))
            return null;
        var asked = answers.FindAll(answer => answer.Position <= position && !IsConstant(answer.Condition));
        return asked.Count == 1 ? asked[0].Condition : null;
    }

    private protected void Copy(ILocalSymbol local, Access read, int position)
    {
        if (!_copies.TryGetValue(local, out var copies))
            _copies.Add(local, copies = []);
        copies.Add((position, read));
    }

    /// <summary>The code behind an <c>if</c> whose body leaves: it is reached where the condition does not hold.</summary>
    private protected virtual TextSpan RestBehind(IConditionalOperation operation)
    {
        if (operation.Syntax is not IfStatementSyntax { Parent: BlockSyntax block } statement)
            return default;
        return Blocks.Leave(statement.Statement) ? TextSpan.FromBounds(statement.Span.End, block.Span.End) : default;
    }

    /// <summary>Finds the tests in a condition. Of several that are joined each counts, since each may be the one that decides.</summary>
    private protected void Split(IOperation condition, SyntaxNode whole, TextSpan whenTrue, TextSpan whenFalse, bool holds)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        condition = Operands.Unwrapped(condition);
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                Split(not.Operand, whole, whenTrue, whenFalse, !holds);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } joined:
                foreach (var part in PartsOf(joined))
                    Split(part, whole, whenTrue, whenFalse, holds);
                return;
            case ILocalReferenceOperation { Local: { } local } when ConditionIn(local, condition.Syntax.SpanStart) is { } asked:
                Split(asked, whole, whenTrue, whenFalse, holds);
                return;
        }

        if (TestIn(condition) is not { } test)
            return;

        var whenSet = test.IsSet == holds;
        if (!whenTrue.IsEmpty)
            Checks.Add(new Check(test.Read, whole, whenTrue, whenSet, test.IsVolatile));
        if (!whenFalse.IsEmpty)
            Checks.Add(new Check(test.Read, whole, whenFalse, !whenSet, test.IsVolatile));
    }

    private protected virtual (Access Read, bool IsSet, bool IsVolatile)? TestIn(IOperation condition)
    {
        var (value, isSet) = condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
                (IsConstant(comparison.RightOperand) ? comparison.LeftOperand : IsConstant(comparison.LeftOperand) ? comparison.RightOperand : null,
                IsSetWhenEqual(comparison) == (comparison.OperatorKind == BinaryOperatorKind.Equals)),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation } } pattern => (pattern.Value, true),
            IIsPatternOperation { Pattern: IConstantPatternOperation constant } pattern => (pattern.Value, constant.Value.ConstantValue is { HasValue: true, Value: true }),
            IIsPatternOperation { Pattern: IRecursivePatternOperation or IDeclarationPatternOperation } pattern => (pattern.Value, true),
            IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } nullable } => (nullable, true),
            { Type.SpecialType: SpecialType.System_Boolean } => (condition, true),
            _ => ((IOperation?)null, false),
        };
        return value is not null && ReadOf(value) is { } read ? (read, isSet, IsVolatileRead(value)) : null;
    }

    /// <summary><c>== true</c> asks for what is set; <c>== null</c>, <c>== 0</c>, <c>== State.New</c> ask for what is not.</summary>
    private static bool IsSetWhenEqual(IBinaryOperation comparison) =>
        comparison.RightOperand.ConstantValue is { HasValue: true, Value: true } || comparison.LeftOperand.ConstantValue is { HasValue: true, Value: true };

    /// <summary>Also <c>Guid.Empty</c>, which is a read-only field of its type.</summary>
    private static bool IsConstant(IOperation value) =>
        value.ConstantValue.HasValue || Operands.Unwrapped(value) is ILiteralOperation or IDefaultValueOperation or IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true, ContainingType.IsValueType: true } };

    private protected virtual Access? ReadOf(IOperation value)
    {
        value = Operands.Unwrapped(value);
        switch (value)
        {
            case ISimpleAssignmentOperation assignment:
                return ReadOf(assignment.Value);
            case ILocalReferenceOperation { Local: { } local } when !_reads.ContainsKey(value.Syntax):
                return CopyOf(local, value.Syntax.SpanStart);
            case IInvocationOperation call when AtomicallyRead(call) is { } location:
                return AtomicRead(location);
            default:
                return _reads.TryGetValue(value.Syntax, out var read) ? read : null;
        }
    }

    /// <summary>The read that <paramref name="local"/> got its value from, as it is at <paramref name="position"/>.</summary>
    private protected Access? CopyOf(ILocalSymbol local, int position) =>
        _copies.TryGetValue(local, out var copies) ? copies.Where(copy => copy.Position <= position).Select(static copy => copy.Read).LastOrDefault() : null;

    private Access? AtomicRead(IOperation location) => _reads.TryGetValue(location.Syntax, out var read) ? read : null;

    private protected bool IsVolatileRead(IOperation value) => Operands.Unwrapped(value) is IInvocationOperation call && AtomicallyRead(call) is not null;

    private IOperation? AtomicallyRead(IInvocationOperation call)
    {
        foreach (var effect in _api.EffectsOf(call.TargetMethod))
        {
            if (effect.Verb == ApiVerb.Reads && effect.Has(ApiFlags.Atomically) && Operands.Of(call, effect.Target) is { } location)
                return location;
        }

        return null;
    }
}
