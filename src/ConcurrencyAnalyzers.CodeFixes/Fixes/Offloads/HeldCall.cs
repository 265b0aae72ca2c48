using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Offloads;

/// <summary>A call that holds up the thread it is on, in a function that can await it instead.</summary>
internal sealed class HeldCall
{
    private static readonly string[] s_affine = ["Enter", "TryEnter", "EnterScope", "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock", "WaitOne"];

    private HeldCall(InvocationExpressionSyntax syntax, IInvocationOperation operation, SyntaxNode function, ServedWork work, bool becomesAsync)
    {
        (Syntax, Operation, Function, Work, BecomesAsync) = (syntax, operation, function, work, becomesAsync);
    }

    public InvocationExpressionSyntax Syntax { get; }

    public IInvocationOperation Operation { get; }

    public IMethodSymbol Method => Operation.TargetMethod;

    /// <summary>The method, lambda or local function that it stands in.</summary>
    public SyntaxNode Function { get; }

    public ServedWork Work { get; }

    /// <summary>The function is a handler that nobody awaits: it can be made asynchronous without telling anybody.</summary>
    public bool BecomesAsync { get; }

    /// <summary>A token that somebody has handed to the function, by name.</summary>
    public string? Token { get; private set; }

    /// <returns>Null where no call is underlined, or where it cannot be awaited without changing more than this function.</returns>
    public static HeldCall? At(FixQuestion ask)
    {
        var root = ask.Tree.GetRoot(ask.CancellationToken);
        var model = ask.ModelOf(ask.Tree);
        if (root.FindNode(ask.Span, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call || call.Span != ask.Span
            || model.GetOperation(call, ask.CancellationToken) is not IInvocationOperation operation || !CanBePassedOn(call, operation)
            || ask.Model.ServedWorkIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span) is not { } work)
        {
            return null;
        }

        var function = call.Ancestors().FirstOrDefault(static node => Functions.IsInner(node) || node is MemberDeclarationSyntax or AccessorDeclarationSyntax);
        if (function is null || !CanAwaitAt(call, function))
            return null;

        var isAsync = IsAsync(function);
        if (!isAsync && !(work.Root.Kind == ServingKind.Ui && IsHandler(function, model)))
            return null;

        return new HeldCall(call, operation, function, work, !isAsync) { Token = TokenFor(operation, call, function, model) };
    }

    /// <summary><c>Work(a, b)</c> as <c>Submit(Work, a, b)</c>: every parameter has an argument of its own, in order, by value.</summary>
    private static bool CanBePassedOn(InvocationExpressionSyntax call, IInvocationOperation operation)
    {
        const int MostParameters = 8;
        var method = operation.TargetMethod;
        return call.Expression is SimpleNameSyntax or MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression, Expression: not BaseExpressionSyntax }
            && method is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, ReducedFrom: null, ReturnsByRef: false, ReturnsByRefReadonly: false, IsGenericMethod: false }
            && !method.ReturnType.IsRefLikeType && !method.ReturnType.GetMembers("GetAwaiter").Any()
            && method.Parameters.Length <= MostParameters
            && method.Parameters.All(static parameter => parameter is { RefKind: RefKind.None, Type.IsRefLikeType: false })
            && operation.Arguments.All(static argument => argument.ArgumentKind == ArgumentKind.Explicit)
            && call.ArgumentList.Arguments.All(static argument => argument.NameColon is null)
            && call.ArgumentList.Arguments.Count == method.Parameters.Length;
    }

    private static bool CanAwaitAt(SyntaxNode call, SyntaxNode function)
    {
        foreach (var node in call.Ancestors().TakeWhile(node => node != function))
        {
            if (node is LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax)
                return false;
        }

        // Taken by a call, a lock would be given back by another thread than the one that has it.
        return !Functions.BodyNodes(function).OfType<InvocationExpressionSyntax>()
            .Any(one => one.SpanStart < call.SpanStart && one.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && s_affine.Contains(name));
    }

    private static bool IsAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),

        // Top-level statements await whenever they want to, but what holds them up serves nobody.
        _ => false,
    };

    /// <summary>Subscribed to an event: whoever raises it does not look at what it does afterwards.</summary>
    private static bool IsHandler(SyntaxNode function, SemanticModel model)
    {
        const int SenderAndArguments = 2;
        var symbol = function switch
        {
            AnonymousFunctionExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } } => model.GetSymbolInfo(function).Symbol,
            MethodDeclarationSyntax method => model.GetDeclaredSymbol(method),
            _ => null,
        };
        return symbol is IMethodSymbol { ReturnsVoid: true, IsAbstract: false, IsOverride: false, Parameters: { Length: SenderAndArguments } parameters }
            && parameters.All(static parameter => parameter.RefKind == RefKind.None);
    }

    /// <summary>The work takes the token itself, or a parameter or local in sight is one.</summary>
    private static string? TokenFor(IInvocationOperation operation, SyntaxNode call, SyntaxNode function, SemanticModel model)
    {
        if (operation.TargetMethod.Parameters.LastOrDefault() is { } last && IsToken(last.Type))
            return null;

        return model.LookupSymbols(call.SpanStart)
            .Where(symbol => symbol switch
            {
                IParameterSymbol parameter => IsToken(parameter.Type),
                ILocalSymbol local => IsToken(local.Type) && local.Locations[0].SourceSpan.End <= call.SpanStart,
                _ => false,
            })
            .OrderBy(symbol => function.Span.Contains(symbol.Locations[0].SourceSpan) ? 0 : 1)
            .ThenBy(static symbol => symbol is IParameterSymbol ? 0 : 1)
            .ThenBy(static symbol => symbol.Locations[0].SourceSpan.Start)
            .Select(static symbol => symbol.Name)
            .FirstOrDefault(static name => name != "_");
    }

    private static bool IsToken(ITypeSymbol type) =>
        type is { Name: "CancellationToken", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };
}
