namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What one body does with its locals and parameters: which are set once, and which outlive the frame that declares them.</summary>
internal sealed class BodyVariables : OperationWalker
{
    private readonly Dictionary<ISymbol, int> _writes = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _initial = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IArgumentOperation> _given = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _unset = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _elementsOf = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _replaced = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _captured = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IArgumentOperation> _asked = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<ISimpleAssignmentOperation>> _made = new(SymbolEqualityComparer.Default);
    private ISymbol? _function;

    public static BodyVariables Read(IOperation root, ISymbol? function)
    {
        var variables = new BodyVariables { _function = function };
        variables.Visit(root);
        return variables;
    }

    /// <summary>Used in a lambda or local function that it is not declared in.</summary>
    public bool IsCaptured(ISymbol variable) => _captured.Contains(variable);

    /// <summary>The only value that <paramref name="variable"/> ever has, where it is that of an expression.</summary>
    public IOperation? OnlyValueOf(ISymbol variable) =>
        _initial.TryGetValue(variable, out var value) && !_writes.ContainsKey(variable) ? value : null;

    /// <summary>The <c>out</c> argument that declares <paramref name="variable"/> and gives it the only value that it ever has.</summary>
    public IArgumentOperation? OnlyGivenBy(ISymbol variable) => _given.TryGetValue(variable, out var argument) && !_writes.ContainsKey(variable) ? argument : null;

    /// <summary>
    /// The <c>out</c> argument that gives <paramref name="variable"/> its first value, and the assignments of a new object that are all its other ones: <c>if
    /// (!_byKey.TryGetValue(key, out var item)) _byKey[key] = item = new();</c>. Null where it has another value.
    /// </summary>
    public (IArgumentOperation Given, IReadOnlyList<ISimpleAssignmentOperation> Made)? GivenOrMade(ISymbol variable)
    {
        if (!_made.TryGetValue(variable, out var made) || _captured.Contains(variable) || !_writes.TryGetValue(variable, out var writes))
            return null;
        if (_given.TryGetValue(variable, out var given))
            return writes == made.Count ? (given, made) : null;
        return _asked.TryGetValue(variable, out var asked) && writes == made.Count + 1 && asked.Syntax.SpanStart < made[0].Syntax.SpanStart ? (asked, made) : null;
    }

    /// <summary>The value that a local starts with and that all later ones are computed from: by <c>++</c> or <c>+=</c>, never by plain assignment.</summary>
    public IOperation? FirstValueOf(ISymbol variable) =>
        _initial.TryGetValue(variable, out var value) && !_replaced.Contains(variable) ? value : null;

    /// <summary>The collection that a <c>foreach</c> variable walks over.</summary>
    public IOperation? CollectionOf(ISymbol variable) => _elementsOf.TryGetValue(variable, out var collection) ? collection : null;

    /// <summary>Whether the variable never changes after it is declared.</summary>
    public bool IsSettled(ISymbol variable) => !_writes.ContainsKey(variable);

    public override void VisitVariableDeclarator(IVariableDeclaratorOperation operation)
    {
        if (operation.GetVariableInitializer()?.Value is { } value)
            _initial[operation.Symbol] = value;
        else
            _unset.Add(operation.Symbol);
        base.VisitVariableDeclarator(operation);
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        foreach (var local in operation.Locals)
            _elementsOf[local] = operation.Collection;
        base.VisitForEachLoop(operation);
    }

    public override void VisitIsPattern(IIsPatternOperation operation)
    {
        NameBy(operation.Pattern, operation.Value);
        base.VisitIsPattern(operation);
    }

    public override void VisitSwitch(ISwitchOperation operation)
    {
        foreach (var clause in operation.Cases.SelectMany(static one => one.Clauses).OfType<IPatternCaseClauseOperation>())
            NameBy(clause.Pattern, operation.Value);
        base.VisitSwitch(operation);
    }

    public override void VisitSwitchExpression(ISwitchExpressionOperation operation)
    {
        foreach (var arm in operation.Arms)
            NameBy(arm.Pattern, operation.Value);
        base.VisitSwitchExpression(operation);
    }

    /// <summary><c>value is Box box</c>: another name for the value.</summary>
    private void NameBy(IPatternOperation pattern, IOperation value)
    {
        var declared = pattern switch
        {
            IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
            IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
            _ => null,
        };
        if (declared is not null)
            _initial[declared] = value;
    }

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation)
    {
        var outer = _function;
        _function = operation.Symbol;
        base.VisitAnonymousFunction(operation);
        _function = outer;
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        var outer = _function;
        _function = operation.Symbol;
        base.VisitLocalFunction(operation);
        _function = outer;
    }

    public override void VisitLocalReference(ILocalReferenceOperation operation) => Use(operation.Local, operation);

    public override void VisitParameterReference(IParameterReferenceOperation operation) => Use(operation.Parameter, operation);

    private void Use(ISymbol variable, IOperation reference)
    {
        if (_function is not null && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _function))
            _captured.Add(variable);

        if (reference.Parent is IDeclarationExpressionOperation { Parent: IArgumentOperation { Parameter.RefKind: RefKind.Out } argument })
            _given[variable] = argument;

        if (reference.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out } given)
            _asked[variable] = given;
        if (variable is ILocalSymbol { IsRef: false } && reference.Parent is ISimpleAssignmentOperation { Value: var value } making && making.Target == reference && Operands.Unwrapped(value) is IObjectCreationOperation)
        {
            if (!_made.TryGetValue(variable, out var made))
                _made.Add(variable, made = []);
            made.Add(making);
        }

        // What is written through a ref local is another variable.
        if (variable is ILocalSymbol { IsRef: true } && reference.Parent is not ISimpleAssignmentOperation { IsRef: true })
            return;

        var writes = reference.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == reference => IsFirstValue(variable, assignment) ? 0 : 1,
            IAssignmentOperation assignment when assignment.Target == reference => 1,
            IIncrementOrDecrementOperation => 1,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => 1,
            IAddressOfOperation => 1,
            ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple when deconstruction.Target == tuple => 1,
            _ => 0,
        };
        if (writes == 0)
            return;

        if (reference.Parent is not (ICompoundAssignmentOperation or IIncrementOrDecrementOperation) && !IsComputedFromItself(variable, reference.Parent))
            _replaced.Add(variable);
        _writes.TryGetValue(variable, out var before);
        _writes[variable] = before + writes;
    }

    /// <summary><c>sum = sum + x</c>, which is <c>sum += x</c>.</summary>
    private static bool IsComputedFromItself(ISymbol variable, IOperation? assignment) =>
        assignment is ISimpleAssignmentOperation { Value: { } value }
        && value.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation { Local: { } local } && SymbolEqualityComparer.Default.Equals(local, variable));

    /// <summary>
    /// A local that is declared first and set once afterwards has one value all the same. One that a deconstruction or an <c>out</c> argument
    /// declares has a value by then: <c>var (a, b) = f(); b = a + b;</c> says what b is in terms of itself.
    /// </summary>
    private bool IsFirstValue(ISymbol variable, ISimpleAssignmentOperation assignment)
    {
        if (variable is not ILocalSymbol { IsRef: false } || !_unset.Contains(variable) || _initial.ContainsKey(variable) || _asked.ContainsKey(variable) || _captured.Contains(variable))
            return false;

        _initial[variable] = assignment.Value;
        return true;
    }
}
