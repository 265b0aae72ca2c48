namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>What one piece of code repeats, computes and calls: what a caller needs to know of it, without its callees.</summary>
internal sealed class BodyCosts(SyntaxNode code, IMethodSymbol? method)
{
    public SyntaxNode Code { get; } = code;

    public IMethodSymbol? Method { get; } = method;

    /// <summary>In order of position.</summary>
    public List<CostSite> Sites { get; } = [];

    public List<CostLoop> Loops { get; } = [];

    /// <summary>All that it does stands in <paramref name="loop"/>.</summary>
    public void Repeat(CostLoop loop)
    {
        for (var i = 0; i < Sites.Count; i++)
            Sites[i] = Sites[i].In(loop);
    }

    /// <summary>Waits for a device, the network or another thread: whoever repeats it does not compute.</summary>
    public bool Blocks { get; set; }
}

/// <summary>A loop of the source, or a call that runs a delegate for each element.</summary>
internal sealed class CostLoop(CostFactor? factor, SyntaxNode syntax)
{
    /// <summary>Null where nothing says that it has many rounds.</summary>
    public CostFactor? Factor { get; } = factor;

    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>A round awaits, blocks or yields.</summary>
    public bool Waits { get; set; }
}

/// <summary>A place that may take long: a loop, a member of a table, or a call whose callee says.</summary>
internal sealed class CostSite(SyntaxNode syntax, ImmutableArray<CostLoop> loops)
{
    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>The loops around it, the outermost first.</summary>
    public ImmutableArray<CostLoop> Loops { get; } = loops;

    public CostSite In(CostLoop outermost) => new(Syntax, Loops.Insert(0, outermost))
    {
        Own = Own, Callee = Callee, Given = Given, Texts = Texts, Conditions = Conditions, Passed = Passed, IsByContract = IsByContract, IsAfterAwait = IsAfterAwait, IsOffContext = IsOffContext,
    };

    /// <summary>What the place is by itself.</summary>
    public CostFactor? Own { get; init; }

    /// <summary>The method, lambda or local function whose code runs here.</summary>
    public IMethodSymbol? Callee { get; init; }

    /// <summary>What the callee's parameters and <c>this</c> stand for.</summary>
    public Dictionary<ISymbol, Amount>? Given { get; init; }

    /// <summary>Which variables the texts come from that the call passes.</summary>
    public Dictionary<ISymbol, Amount>? Texts { get; init; }

    /// <summary>What the parameters of the code around it must be for it to be reached.</summary>
    public ImmutableArray<CostCondition> Conditions { get; init; } = ImmutableArray<CostCondition>.Empty;

    /// <summary>What the call passes, where it is a constant or a parameter.</summary>
    public IReadOnlyDictionary<ISymbol, PassedValue>? Passed { get; init; }

    /// <summary>The call names a contract, of which the callee is the only implementation here.</summary>
    public bool IsByContract { get; init; }

    public bool IsAfterAwait { get; set; }

    public bool IsOffContext { get; set; }

    /// <summary>The outermost of the loops, or the place itself.</summary>
    public SyntaxNode Outermost => Loops.FirstOrDefault(static loop => loop is { Waits: false, Factor: not null })?.Syntax ?? Syntax;
}
