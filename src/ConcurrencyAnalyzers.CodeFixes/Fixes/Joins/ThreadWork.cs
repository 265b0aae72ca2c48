namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>What the code that a thread runs does, as far as it matters to whoever waits for the thread.</summary>
internal sealed class ThreadWork
{
    /// <summary>How deep calls are followed, and how many of them. Beyond it a thread may wait, which makes somebody look at its join.</summary>
    private const int MostDeep = 3;
    private const int MostMethods = 40;

    /// <summary>Methods of the framework that last until somebody else has done something.</summary>
    private static readonly ImmutableHashSet<string> s_waits = ImmutableHashSet.Create(
        "Wait", "WaitOne", "WaitAll", "WaitAny", "WaitAsync", "SignalAndWait", "SpinUntil", "Join", "GetResult", "Take", "GetConsumingEnumerable",
        "Read", "ReadLine", "ReadKey", "ReadAsync", "ReadAllAsync", "Receive", "Accept", "AcceptTcpClient", "AcceptSocket", "GetContext",
        "WaitForConnection", "WaitForExit");

    private ThreadWork()
    {
    }

    /// <summary>It never ends, so that waiting for it would never end either.</summary>
    public bool IsEndless { get; private set; }

    /// <summary>Somebody else may have to do something before it ends.</summary>
    public bool MayWait { get; private set; }

    /// <summary>It keeps something in its thread, or asks which it is: another thread would be another for it.</summary>
    public bool KnowsItsThread { get; private set; }

    /// <summary>Every method of the program that it runs; original definitions.</summary>
    public HashSet<ISymbol> Methods { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Variables, and for <c>this</c> types, that it takes locks on.</summary>
    public HashSet<ISymbol> Locks { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Variables that it changes, or whose collections it changes.</summary>
    public HashSet<ISymbol> Results { get; } = new(SymbolEqualityComparer.Default);

    public static ThreadWork Of(IMethodSymbol? method, FixQuestion ask)
    {
        var work = new ThreadWork();
        if (method is null)
            work.MayWait = true;
        else
            work.Follow(method, ask, MostDeep);
        return work;
    }

    /// <summary>The variable or type that <paramref name="expression"/> means as a lock.</summary>
    public static ISymbol? LockOf(ExpressionSyntax expression, SemanticModel model) =>
        expression is InstanceExpressionSyntax ? model.GetTypeInfo(expression).Type?.OriginalDefinition
        : expression is TypeOfExpressionSyntax type ? model.GetTypeInfo(type.Type).Type?.OriginalDefinition
        : model.GetSymbolInfo(expression).Symbol?.OriginalDefinition;

    private void Follow(IMethodSymbol method, FixQuestion ask, int depth)
    {
        method = (method.PartialImplementationPart ?? method).OriginalDefinition;
        if (!Methods.Add(method))
            return;
        if (depth == 0 || Methods.Count > MostMethods || method.IsAbstract || method.IsVirtual || method.IsOverride)
        {
            MayWait = true;
            return;
        }

        foreach (var part in method.DeclaringSyntaxReferences.Where(part => ask.Compilation.ContainsSyntaxTree(part.SyntaxTree)))
        {
            var code = part.GetSyntax(ask.CancellationToken);
            var model = ask.ModelOf(part.SyntaxTree);
            foreach (var node in code.DescendantNodes())
                Read(node, code, model, ask, depth);
        }
    }

    private void Read(SyntaxNode node, SyntaxNode code, SemanticModel model, FixQuestion ask, int depth)
    {
        switch (node)
        {
            case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax:
                IsEndless |= EndlessLoops.Is((StatementSyntax)node, model) && Functions.RunsIn(code, node.Parent!);
                MayWait |= EndlessLoops.ConditionOf((StatementSyntax)node) is { } condition && AsksOthers(condition, code, model);
                break;
            case AwaitExpressionSyntax:
                MayWait = true;
                break;
            case LockStatementSyntax { Expression: var locked }:
                Add(Locks, LockOf(locked, model));
                break;
            case SimpleNameSyntax name when Writes.Through(name):
                Add(Results, model.GetSymbolInfo(name).Symbol);
                KnowsItsThread |= ThreadMemory.Is(model.GetSymbolInfo(name).Symbol);
                break;
            case SimpleNameSyntax name:
                KnowsItsThread |= ThreadMemory.Is(model.GetSymbolInfo(name).Symbol);
                break;
            case InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol callee:
                Read(call, callee, model, ask, depth);
                break;
        }
    }

    private void Read(InvocationExpressionSyntax call, IMethodSymbol callee, SemanticModel model, FixQuestion ask, int depth)
    {
        var receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        var space = callee.ContainingNamespace?.ToDisplayString() ?? "";
        if (callee.MethodKind == MethodKind.DelegateInvoke)
        {
            MayWait = true;
        }
        else if (callee.DeclaringSyntaxReferences.Length > 0)
        {
            Follow(callee, ask, depth - 1);
        }
        else if (callee is { Name: "Enter" or "TryEnter" or "EnterScope", ContainingType.Name: "Monitor" or "Lock" } && space == "System.Threading")
        {
            var locked = callee.IsStatic ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression : receiver;
            Add(Locks, locked is null ? null : LockOf(locked, model));
        }
        else if (s_waits.Contains(callee.Name) && space != "System.Linq" && callee.ContainingType.Name is not ("Volatile" or "Interlocked"))
        {
            MayWait = true;
        }
        else if (receiver is not null
            && (space.StartsWith("System.Collections", StringComparison.Ordinal) || callee.ContainingType.Name == "StringBuilder"))
        {
            Add(Results, model.GetSymbolInfo(receiver).Symbol);
        }
    }

    /// <summary>A loop whose condition names what others can change ends when they say so.</summary>
    private static bool AsksOthers(ExpressionSyntax condition, SyntaxNode code, SemanticModel model) =>
        condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => model.GetSymbolInfo(name).Symbol switch
        {
            IFieldSymbol field => !field.IsReadOnly && !field.IsConst,
            IPropertySymbol property => property.Name is "IsCancellationRequested" or "IsAlive" or "IsCompleted" or "IsSet"
                || property.DeclaringSyntaxReferences.Length > 0,
            ILocalSymbol local => local.DeclaringSyntaxReferences.All(part => !code.Span.Contains(part.Span)) && !Writes.Never(local, code),
            _ => false,
        });

    private static void Add(HashSet<ISymbol> symbols, ISymbol? symbol)
    {
        if (symbol is IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol or ITypeSymbol)
            symbols.Add(symbol.OriginalDefinition);
    }
}
