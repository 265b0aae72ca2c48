using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>The method by which the owner of a thread comes to its end, and the place in it where the thread is waited for.</summary>
/// <remarks>Behind what tells the thread to stop, and before the events and tokens are disposed of by which it was told.</remarks>
internal sealed class EndingMethod
{
    private static readonly ImmutableArray<string> s_names = ["Dispose", "Close", "Stop", "Shutdown", "End", "Finish", "StopAsync", "DisposeAsync"];

    private readonly MethodDeclarationSyntax _method;
    private readonly SemanticModel _model;
    private readonly string? _condition;

    private EndingMethod(MethodDeclarationSyntax method, SemanticModel model, string? condition) =>
        (_method, _model, _condition) = (method, model, condition);

    public string Name => _method.Identifier.ValueText;

    public SyntaxNode Syntax => _method;

    public SyntaxTree Tree => _method.SyntaxTree;

    /// <summary>Of the owner itself, with a body, and not run by the thread, which cannot wait for its own end.</summary>
    public static EndingMethod? Of(OwnedThread owned, ThreadWork work, FixQuestion ask)
    {
        // Of the two methods of the pattern, the one with the flag does it.
        var type = owned.Member.ContainingType;
        var methods = s_names.SelectMany(name => type.GetMembers(name)).OfType<IMethodSymbol>().Concat(type.GetMembers().OfType<IMethodSymbol>()
            .Where(static one => one.ExplicitInterfaceImplementations.Any(static method => method.Name is "Dispose" or "DisposeAsync")));
        foreach (var method in methods.OrderByDescending(IsOfPattern))
        {
            if (method.IsStatic == owned.Member.IsStatic && !method.IsAbstract
                && (IsOfPattern(method) || method.Parameters.All(static one => one.Type.Name == "CancellationToken"))
                && !work.Methods.Contains(method) && method.DeclaringSyntaxReferences.Length == 1
                && method.DeclaringSyntaxReferences[0].GetSyntax(ask.CancellationToken) is MethodDeclarationSyntax syntax
                && ask.Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
                && (syntax.Body is not null || (syntax.ExpressionBody is not null && method.ReturnsVoid))
                && !HeldLocks.Stop(work, (SyntaxNode?)syntax.Body?.Statements.LastOrDefault() ?? syntax.ParameterList, ask))
            {
                return new EndingMethod(syntax, ask.ModelOf(syntax.SyntaxTree), IsOfPattern(method) ? method.Parameters[0].Name : null);
            }
        }

        return null;
    }

    /// <summary><c>Dispose(bool disposing)</c>: a finalizer calls it too, and must not touch other objects.</summary>
    public static bool IsOfPattern(IMethodSymbol method) =>
        method is { Name: "Dispose", ReturnsVoid: true, Parameters: { Length: 1 } parameters } && parameters[0].Type.SpecialType == SpecialType.System_Boolean;

    public void Write(JoinStatement join, DocumentEdits edits)
    {
        if (_condition is not null && Disposing is null)
            join = join with { Condition = join.Condition is null ? _condition : $"{_condition} && {join.Condition}" };
        if (_method.ExpressionBody is { } arrow && ExpressionBody.Of(arrow.Expression) is { } body)
        {
            var text = join.TextIn(body.Inside(edits.Layout), edits.Layout);
            body.Write(EndsSignal(arrow.Expression) ? "" : text, edits, EndsSignal(arrow.Expression) ? text : "");
        }
        else if (Previous is { } previous)
            join.WriteAfter(previous, edits);
        else
            WriteFirst(join, edits);
    }

    /// <summary>The statement behind which the join stands; null for the first.</summary>
    private StatementSyntax? Previous
    {
        get
        {
            var statements = (Disposing ?? _method.Body!).Statements;
            var index = statements.Count;
            while (index > 0 && (statements[index - 1] is LocalFunctionStatementSyntax or ReturnStatementSyntax || EndsSignal(statements[index - 1])))
                index--;
            return index == 0 ? null : statements[index - 1];
        }
    }

    /// <summary>The block of <c>if (disposing)</c>, where there is one.</summary>
    private BlockSyntax? Disposing => _condition is null ? null : _method.Body?.Statements.OfType<IfStatementSyntax>()
        .Where(one => one.Condition is IdentifierNameSyntax name && name.Identifier.ValueText == _condition)
        .Select(static one => one.Statement).OfType<BlockSyntax>().FirstOrDefault();

    /// <summary><c>_stopping.Dispose()</c>: what the thread may still look at until it has ended.</summary>
    private bool EndsSignal(StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: var expression } && EndsSignal(expression);

    private bool EndsSignal(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { ArgumentList: var arguments } call
        && Functions.NameOf(call.Expression) switch
        {
            "Dispose" when call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } => true,
            "Dispose" => arguments.Arguments.Count == 0 && call.Expression is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax
                && _model.GetTypeInfo(ReceiverOf(call, expression)).Type?.ContainingNamespace?.ToDisplayString()
                    is "System.Threading" or "System.Collections.Concurrent",
            "SuppressFinalize" => true,
            _ => false,
        };

    private static ExpressionSyntax ReceiverOf(InvocationExpressionSyntax call, ExpressionSyntax whole) =>
        call.Expression is MemberAccessExpressionSyntax member ? member.Expression : ((ConditionalAccessExpressionSyntax)whole).Expression;

    private void WriteFirst(JoinStatement join, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var open = (Disposing ?? _method.Body!).OpenBraceToken;
        var fitsLines = layout.IsLastOnLine(open);
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(open.Parent!.Parent!.SpanStart) + layout.Unit : null);
        var end = fitsLines ? layout.EndOfLine(open) : open.Span.End;
        edits.Insert(end, text.Break + join.TextIn(text, layout), TextSpan.FromBounds(open.SpanStart, end));
    }
}
