using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Joins;

namespace ConcurrencyAnalyzers.Fixes.Executors;

/// <summary>What a thread runs, as a call that an executor takes: the code itself stays where it stands.</summary>
/// <param name="Body">What the thread is made with; without the delegate that was named around it.</param>
/// <param name="Argument">What <c>Start</c> hands to it; null where it takes nothing.</param>
/// <param name="Suffix">What makes another delegate of a variable: <c>.Invoke</c>.</param>
internal sealed record SubmittedWork(ExpressionSyntax Body, string? Argument, string Suffix)
{
    /// <returns>Null where an executor would run something else, or would wait for more than the thread did.</returns>
    public static SubmittedWork? Of(BaseObjectCreationExpressionSyntax creation, InvocationExpressionSyntax start, ThreadWork work, SemanticModel model)
    {
        if (work.KnowsItsThread || work.Methods.Any(static method => method is IMethodSymbol { IsAsync: true }))
            return null;
        if (creation.ArgumentList?.Arguments.FirstOrDefault()?.Expression is not { } body
            || model.GetSymbolInfo(creation).Symbol is not IMethodSymbol { Parameters: { Length: > 0 } parameters })
        {
            return null;
        }

        while (Inside(body, model) is { } inner)
            body = inner;
        var isNamed = model.GetSymbolInfo(body).Symbol is IMethodSymbol;
        if (body is AnonymousFunctionExpressionSyntax ? IsAwaited(body, model) : !isNamed && !IsDelegate(body, model))
            return null;

        // Without an argument a thread passes null, and an executor a token.
        var takesArgument = parameters[0].Type.Name == "ParameterizedThreadStart";
        var given = start.ArgumentList.Arguments.FirstOrDefault()?.Expression;
        if (takesArgument != given is not null || (given is not null && !isNamed && body is not AnonymousFunctionExpressionSyntax))
            return null;
        return new SubmittedWork(body, given?.ToString(), isNamed || body is AnonymousFunctionExpressionSyntax ? "" : ".Invoke");
    }

    /// <summary>Up to the work, from where the statement begins.</summary>
    public string Opening(string executor, SemanticModel model)
    {
        var nullable = (model.GetNullableContext(Body.SpanStart) & NullableContext.AnnotationsEnabled) != 0 ? "?" : "";
        return $"{executor}.SubmitAsync{(Argument is null ? "" : $"<object{nullable}>")}(";
    }

    public string Closing => $"{Suffix}{(Argument is null ? "" : $", {Argument}")})";

    /// <summary><c>new ThreadStart(Work)</c> and <c>(ThreadStart)Work</c> are <c>Work</c>.</summary>
    private static ExpressionSyntax? Inside(ExpressionSyntax body, SemanticModel model) => body switch
    {
        ParenthesizedExpressionSyntax one => one.Expression,
        ObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } one when IsDelegate(one, model) => arguments[0].Expression,
        CastExpressionSyntax one when IsDelegate(one, model) => one.Expression,
        _ => null,
    };

    private static bool IsDelegate(ExpressionSyntax body, SemanticModel model) =>
        model.GetTypeInfo(body).Type is { TypeKind: TypeKind.Delegate, Name: "ThreadStart" or "ParameterizedThreadStart" };

    /// <summary>A thread ends at the first <c>await</c> of what it runs; a call of an executor ends with the task.</summary>
    private static bool IsAwaited(ExpressionSyntax body, SemanticModel model) =>
        body is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 }
        || (body is LambdaExpressionSyntax { ExpressionBody: { } result }
            && model.GetTypeInfo(result).Type?.GetMembers("GetAwaiter").Any() == true);
}
