using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>Delegates that a call runs, and how often: queries have rounds as loops have.</summary>
internal sealed partial class CostCollector
{
    /// <summary>How many queries are followed back to where the elements come from.</summary>
    private const int MaxQueries = 16;

    /// <summary>A lambda, local function or method that the call runs before it returns, or when somebody asks for the result.</summary>
    private void AddDelegate(IOperation operation, ISymbol member, ApiEffect effect, IOperation? argument)
    {
        while (argument is IConversionOperation conversion)
            argument = conversion.Operand;
        if ((argument as IDelegateCreationOperation)?.Target is not { } made)
            return;

        var lambda = made as IAnonymousFunctionOperation;
        var code = lambda?.Symbol ?? (made is IMethodReferenceOperation { IsVirtual: false } reference ? reference.Method.OriginalDefinition : null);
        if (code is null)
            return;

        var loops = _loops;
        if (effect.Has(ApiFlags.Many))
        {
            // The first of two is the result so far.
            var varies = code.Parameters.IsEmpty ? ImmutableArray<ISymbol>.Empty : [code.Parameters[member.Name == "Aggregate" ? code.Parameters.Length - 1 : 0]];
            var rounds = RoundsOf(operation, effect.Target.Ordinal);
            for (var i = 0; i < rounds.Count; i++)
            {
                var isInnermost = i == rounds.Count - 1;
                var factor = new CostFactor(CostKind.Query, rounds[i].Syntax, NameOf(member), rounds[i].Amount)
                {
                    Varies = isInnermost ? varies : rounds[i].Varies,
                    Within = _body.Method,
                    IsCounted = rounds[i].IsCounted,
                    Computes = isInnermost && lambda is not null && IsComputing(lambda),
                };
                if (factor.Computes)
                    _body.Sites.Add(new CostSite(operation.Syntax, loops) { Own = factor, Conditions = _conditions });
                loops = loops.Add(new CostLoop(factor, rounds[i].Syntax) { Waits = code.IsAsync });
            }
        }

        if (code.DeclaringSyntaxReferences.IsEmpty)
            return;
        if (IsCpuBound(code))
            _body.Sites.Add(new CostSite(operation.Syntax, loops) { Own = new CostFactor(CostKind.Declared, operation.Syntax, NameOf(code), Amount.Unknown) { IsHeavy = true, Within = _body.Method }, Conditions = _conditions });
        else
            _body.Sites.Add(new CostSite(operation.Syntax, loops) { Callee = code, Given = ItemOf(code), Conditions = _conditions });
    }

    /// <summary>How often a query runs its delegate: once for each element, which two <c>from</c> clauses before it multiply. The outermost first.</summary>
    private List<QueryRounds> RoundsOf(IOperation operation, int ordinal)
    {
        var rounds = new List<QueryRounds>();
        if (operation is IInvocationOperation { TargetMethod.Name: "SelectMany" } pairs && ordinal > 1 && AddPairs(pairs, rounds, MaxQueries))
            return Placed();

        var source = (operation as IInvocationOperation)?.Instance ?? (operation as IInvocationOperation)?.Arguments.FirstOrDefault()?.Value;
        AddRounds(source, rounds, MaxQueries);
        return Placed();

        // What one query multiplies stands outside of its own place, as a loop around it would.
        List<QueryRounds> Placed() => [.. rounds.Take(rounds.Count - 1), rounds[rounds.Count - 1] with { Syntax = operation.Syntax }];
    }

    private void AddRounds(IOperation? source, List<QueryRounds> rounds, int depth)
    {
        if (IsQuery(source, out var query) && depth > 0 && HasPairs(query, depth))
        {
            if (query.TargetMethod.Name != "SelectMany" || !AddPairs(query, rounds, depth))
                AddRounds(query.Arguments[0].Value, rounds, depth - 1);
            return;
        }

        var amount = _amounts.Of(source);
        var isCounted = source is IInvocationOperation { TargetMethod.Name: "Range" };
        rounds.Add(new QueryRounds(source?.Syntax ?? _body.Code, isCounted ? amount : amount.Size(), ImmutableArray<ISymbol>.Empty, isCounted));
    }

    /// <summary><c>first.SelectMany(x =&gt; second)</c>: the elements of the second for each of the first.</summary>
    private bool AddPairs(IInvocationOperation query, List<QueryRounds> rounds, int depth)
    {
        if (ReturnedBy(query.Arguments[1].Value) is not { } inner)
            return false;

        AddRounds(query.Arguments[0].Value, rounds, depth - 1);
        rounds[rounds.Count - 1] = rounds[rounds.Count - 1] with { Varies = [inner.Lambda.Symbol.Parameters[0]] };
        AddRounds(inner.Value, rounds, depth - 1);
        return true;
    }

    private static bool HasPairs(IInvocationOperation query, int depth) =>
        query.TargetMethod.Name == "SelectMany" || depth > 0 && IsQuery(query.Arguments[0].Value, out var source) && HasPairs(source, depth - 1);

    private static bool IsQuery(IOperation? source, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IInvocationOperation? query)
    {
        while (source is IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation)
            source = source.ChildOperations.First();
        query = source as IInvocationOperation;
        return query is { Arguments.Length: > 1, TargetMethod: { Name: "SelectMany" or "Where" or "Select" or "OrderBy" or "OrderByDescending" or "ThenBy", ContainingType.Name: "Enumerable" } };
    }

    /// <summary>What a lambda that is one expression gives.</summary>
    private static (IAnonymousFunctionOperation Lambda, IOperation Value)? ReturnedBy(IOperation selector)
    {
        while (selector is IConversionOperation conversion)
            selector = conversion.Operand;
        return selector is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters.Length: > 0, Body.Operations: { Length: 1 } body } lambda }
            && body[0] is IReturnOperation { ReturnedValue: { } value } ? (lambda, value) : null;
    }

    /// <summary>Each round computes with the numbers that it is given, and calls nothing.</summary>
    private static bool IsComputing(IAnonymousFunctionOperation lambda) =>
        lambda.Symbol.Parameters is { Length: > 0 } given && given.All(static one => IsOfNumbers(one.Type)) && LoopReader.IsComputing(lambda.Body, ofParts: false, 0);

    /// <summary>What two <c>from</c> clauses give together has no name.</summary>
    private static bool IsOfNumbers(ITypeSymbol type) =>
        AmountReader.IsNumber(type) || type.Name == "BigInteger" || type.IsAnonymousType && type.GetMembers().OfType<IPropertySymbol>().All(static one => IsOfNumbers(one.Type));

    /// <summary>A method that is called for each element: its first parameter is what the rounds bring.</summary>
    private static Dictionary<ISymbol, Amount> ItemOf(IMethodSymbol method)
    {
        var given = new Dictionary<ISymbol, Amount>(SymbolEqualityComparer.Default);
        if (!method.Parameters.IsEmpty)
            given[method.Parameters[0]] = Amount.Of(method.Parameters[0]);
        return given;
    }

    /// <param name="Syntax">Where the elements come from.</param>
    /// <param name="Amount">How many there are.</param>
    /// <param name="Varies">What stands for one of them.</param>
    /// <param name="IsCounted">A number says how many.</param>
    private sealed record QueryRounds(SyntaxNode Syntax, Amount Amount, ImmutableArray<ISymbol> Varies, bool IsCounted);
}
