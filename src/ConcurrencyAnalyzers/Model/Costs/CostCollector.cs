using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>The pass over one piece of code that writes down what it repeats, computes and calls. Lambdas and local functions are code of their own.</summary>
/// <remarks>Left out is what runs rarely: handlers of exceptions, and what fills a field that was empty.</remarks>
internal sealed partial class CostCollector : OperationWalker
{
    private readonly BodyCosts _body;
    private readonly BodyReader _reader;
    private readonly ApiLookup _api;
    private readonly Implementations _implementations;
    private readonly AmountReader _amounts;
    private readonly LoopReader _loopReader;
    private readonly BodyVariables _variables;
    private readonly KnownDelegates _delegates;
    private readonly CancellationToken _cancellation;
    private readonly IOperation _code;
    private readonly List<IAwaitOperation> _awaits = [];
    private HashSet<ISymbol>? _set;
    private ImmutableArray<CostLoop> _loops = ImmutableArray<CostLoop>.Empty;
    private ImmutableArray<CostCondition> _conditions = ImmutableArray<CostCondition>.Empty;

    private CostCollector(BodyCosts body, IOperation code, BodyReader reader, ApiLookup api, Implementations implementations, KnownDelegates delegates, CancellationToken cancellation)
    {
        (_body, _code, _reader, _api, _implementations, _delegates, _cancellation) = (body, code, reader, api, implementations, delegates, cancellation);
        var outermost = code;
        while (outermost.Parent is { } above)
            outermost = above;
        _variables = BodyVariables.Read(outermost, body.Method);
        _amounts = new AmountReader(_variables, reader, cancellation);
        _loopReader = new LoopReader(_amounts);
    }

    public static BodyCosts Collect(
        SyntaxNode syntax, IMethodSymbol? method, IOperation code, BodyReader reader, ApiLookup api, Implementations implementations, KnownDelegates delegates,
        CancellationToken cancellation)
    {
        var body = new BodyCosts(syntax, method);
        var collector = new CostCollector(body, code, reader, api, implementations, delegates, cancellation);
        collector.Visit(code);
        collector.AddRecursion();
        collector.PlaceAwaits();
        return body;
    }

    public override void Visit(IOperation? operation)
    {
        _cancellation.ThrowIfCancellationRequested();
        base.Visit(operation);
    }

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation)
    {
        if (operation == _code)
            base.VisitAnonymousFunction(operation);
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        if (operation == _code)
            base.VisitLocalFunction(operation);
    }

    public override void VisitNameOf(INameOfOperation operation)
    {
    }

    public override void VisitCatchClause(ICatchClauseOperation operation)
    {
    }

    public override void VisitThrow(IThrowOperation operation)
    {
    }

    public override void VisitCoalesceAssignment(ICoalesceAssignmentOperation operation)
    {
        if (operation.Target is not (IFieldReferenceOperation or IPropertyReferenceOperation))
            base.VisitCoalesceAssignment(operation);
    }

    /// <summary><c>if (_table == null)</c>: what follows is done once.</summary>
    public override void VisitConditional(IConditionalOperation operation)
    {
        Visit(operation.Condition);
        var before = _conditions;
        if (!IsEmptyField(operation.Condition))
        {
            _conditions = before.AddRange(ConditionsIn(operation, holds: true));
            Visit(operation.WhenTrue);
        }

        _conditions = before.AddRange(ConditionsIn(operation, holds: false));
        Visit(operation.WhenFalse);
        _conditions = before;
    }

    /// <summary><c>if (!validate) return;</c> says what holds in all that follows in the block.</summary>
    public override void VisitBlock(IBlockOperation operation)
    {
        var before = _conditions;
        foreach (var statement in operation.Operations)
        {
            Visit(statement);
            if (statement is IConditionalOperation { WhenFalse: null, WhenTrue: var then } guard && IsLeaving(then))
                _conditions = _conditions.AddRange(ConditionsIn(guard, holds: false));
        }

        _conditions = before;
    }

    /// <summary>Each section that one constant leads to says what the parameter is.</summary>
    public override void VisitSwitch(ISwitchOperation operation)
    {
        Visit(operation.Value);
        var before = _conditions;
        foreach (var section in operation.Cases)
        {
            if (section.Clauses.Length == 1 && section.Clauses[0] is ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true, Value: var value } }
                && operation.Value is IParameterReferenceOperation { Parameter: { } parameter } && _variables.IsSettled(parameter))
            {
                _conditions = before.Add(new CostCondition(parameter.OriginalDefinition, new Comparison(BinaryOperatorKind.Equals, value)));
            }

            Visit(section);
            _conditions = before;
        }
    }

    private static bool IsLeaving(IOperation statement) => statement switch
    {
        IBlockOperation { Operations: { Length: > 0 } inner } => IsLeaving(inner[inner.Length - 1]),
        IReturnOperation { Kind: OperationKind.Return } => true,
        IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        _ => false,
    };

    private IEnumerable<CostCondition> ConditionsIn(IConditionalOperation operation, bool holds) =>
        CostCondition.In(operation.Condition, holds).Where(condition => _variables.IsSettled(condition.Parameter) && (condition.Member is null || !IsSet(condition.Member)));

    /// <summary>Here, for whatever object.</summary>
    private bool IsSet(ISymbol member)
    {
        _set ??= new(_code.Descendants().OfType<IAssignmentOperation>().Select(static one => one.Target).OfType<IMemberReferenceOperation>()
            .Select(static target => target.Member.OriginalDefinition), SymbolEqualityComparer.Default);
        return _set.Contains(member);
    }

    public override void VisitForLoop(IForLoopOperation operation)
    {
        foreach (var before in operation.Before)
            Visit(before);
        InLoop(operation, () =>
        {
            Visit(operation.Condition);
            Visit(operation.Body);
            foreach (var bottom in operation.AtLoopBottom)
                Visit(bottom);
        });
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        Visit(operation.Collection);
        InLoop(operation, () => Visit(operation.Body));
    }

    public override void VisitWhileLoop(IWhileLoopOperation operation) =>
        InLoop(operation, () =>
        {
            Visit(operation.Condition);
            Visit(operation.Body);
        });

    public override void VisitAwait(IAwaitOperation operation)
    {
        base.VisitAwait(operation);
        _awaits.Add(operation);
        RoundsWait();
    }

    public override void VisitReturn(IReturnOperation operation)
    {
        base.VisitReturn(operation);
        if (operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak)
            RoundsWait();
    }

    public override void VisitUsing(IUsingOperation operation)
    {
        if (operation.IsAsynchronous)
            RoundsWait();
        base.VisitUsing(operation);
    }

    private void InLoop(ILoopOperation loop, Action visit)
    {
        var one = new CostLoop(_loopReader.FactorOf(loop, _body.Method), loop.Syntax);
        _body.Loops.Add(one);
        if (one.Factor is { } factor)
            _body.Sites.Add(new CostSite(loop.Syntax, _loops) { Own = factor, Conditions = _conditions });
        if (loop is IForEachLoopOperation { IsAsynchronous: true } || (loop is IForEachLoopOperation each && IsRemote(each)))
        {
            one.Waits = true;
            RoundsWait();
        }

        var outside = _loops;
        _loops = _loops.Add(one);
        visit();
        _loops = outside;
    }

    /// <summary>Elements come from a database or another thread, one after the other.</summary>
    private bool IsRemote(IForEachLoopOperation loop)
    {
        var collection = loop.Collection;
        while (collection is IConversionOperation conversion)
            collection = conversion.Operand;
        return collection.Type is { } type && (type.Name == "IQueryable" || type.AllInterfaces.Any(static one => one.Name == "IQueryable"))
            || collection is IInvocationOperation call && _api.EffectsOf(call.TargetMethod).Any(static effect => effect.Verb is ApiVerb.Blocks or ApiVerb.Waits);
    }

    private void RoundsWait()
    {
        foreach (var loop in _loops)
            loop.Waits = true;
    }

    private static bool IsEmptyField(IOperation condition) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => IsField(equals.LeftOperand) && IsNull(equals.RightOperand) || IsField(equals.RightOperand) && IsNull(equals.LeftOperand),
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } pattern => IsField(pattern.Value) && IsNull(value),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var flag } => IsField(flag),
        _ => false,
    };

    private static bool IsField(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation is IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true, Instance: null or IInstanceReferenceOperation };
    }

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null } || operation is IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: null } };

    private void AddRecursion()
    {
        if (_body.Method is not { } method)
            return;

        var calls = Recursions.CallsIn(_code, method.OriginalDefinition);
        if (calls.Count == 0)
            return;

        var recursion = Recursions.In(calls, method.OriginalDefinition, call =>
            _body.Sites.Any(site => site.Syntax == call.Syntax && site.Loops.Any(static loop => loop is { Waits: false, Factor: not null })));
        if (recursion is not null)
            _body.Sites.Add(new CostSite(recursion.Syntax, ImmutableArray<CostLoop>.Empty) { Own = recursion });
        else if (_awaits.Count == 0 && !_body.Blocks && Recursions.DescentIn(calls, method.OriginalDefinition) is { } descent)
            _body.Repeat(new CostLoop(descent, descent.Syntax));
    }

    /// <summary>Which places are reached only behind an await. One in a loop is behind those of the round before as well, which does not make it later the first time.</summary>
    private void PlaceAwaits()
    {
        foreach (var site in _body.Sites)
        {
            foreach (var awaited in _awaits)
            {
                if (awaited.Syntax.Span.End > site.Syntax.SpanStart || awaited.Syntax.Span.Contains(site.Syntax.Span))
                    continue;
                site.IsAfterAwait = true;
                site.IsOffContext |= awaited.Operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Arguments: { Length: 1 } arguments } && arguments[0].Value.ConstantValue is { HasValue: true, Value: false };
            }
        }
    }
}
