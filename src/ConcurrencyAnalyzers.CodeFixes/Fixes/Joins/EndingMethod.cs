using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>The method by which the owner of a thread comes to its end, and the place in it where the thread is waited for.</summary>
/// <remarks>Behind what tells the thread to stop, and before the events and tokens are disposed of by which it was told.</remarks>
internal sealed class EndingMethod
{
    private static readonly ImmutableArray<string> s_names = ["Dispose", "Close", "Stop", "Shutdown", "End", "Finish", "StopAsync", "DisposeAsync"];

    private readonly MethodDeclarationSyntax _method;
    private readonly SemanticModel _model;

    private EndingMethod(MethodDeclarationSyntax method, SemanticModel model) => (_method, _model) = (method, model);

    public string Name => _method.Identifier.ValueText;

    public SyntaxNode Syntax => _method;

    public SyntaxTree Tree => _method.SyntaxTree;

    /// <summary>Of the owner itself, with a body, and not run by the thread, which cannot wait for its own end.</summary>
    public static EndingMethod? Of(OwnedThread owned, ThreadWork work, FixQuestion ask)
    {
        foreach (var method in s_names.SelectMany(name => owned.Member.ContainingType.GetMembers(name)).OfType<IMethodSymbol>())
        {
            if (method.IsStatic == owned.Member.IsStatic && method.Parameters.All(static one => one.Type.Name == "CancellationToken")
                && !work.Methods.Contains(method) && method.DeclaringSyntaxReferences.Length == 1
                && method.DeclaringSyntaxReferences[0].GetSyntax(ask.CancellationToken) is MethodDeclarationSyntax syntax
                && ask.Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
                && (syntax.Body is not null || (syntax.ExpressionBody is not null && method.ReturnsVoid))
                && !HeldLocks.Stop(work, (SyntaxNode?)syntax.Body?.Statements.LastOrDefault() ?? syntax.ParameterList, ask))
            {
                return new EndingMethod(syntax, ask.ModelOf(syntax.SyntaxTree));
            }
        }

        return null;
    }

    public void Write(JoinStatement join, DocumentEdits edits)
    {
        if (_method.ExpressionBody is { } arrow)
            WriteBlock(join, arrow, edits);
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
            var statements = _method.Body!.Statements;
            var index = statements.Count;
            while (index > 0 && (statements[index - 1] is LocalFunctionStatementSyntax or ReturnStatementSyntax || EndsSignal(statements[index - 1])))
                index--;
            return index == 0 ? null : statements[index - 1];
        }
    }

    /// <summary><c>_stopping.Dispose()</c>: what the thread may still look at until it has ended.</summary>
    private bool EndsSignal(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: var expression }
        && expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { ArgumentList: var arguments } call
        && Functions.NameOf(call.Expression) switch
        {
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
        var open = _method.Body!.OpenBraceToken;
        var fitsLines = layout.IsLastOnLine(open);
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(_method.SpanStart) + layout.Unit : null);
        var end = fitsLines ? layout.EndOfLine(open) : open.Span.End;
        edits.Insert(end, text.Break + join.TextIn(text, layout), TextSpan.FromBounds(open.SpanStart, end));
    }

    /// <summary>A body that was one expression becomes a block.</summary>
    private void WriteBlock(JoinStatement join, ArrowExpressionClauseSyntax arrow, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var last = _method.SemicolonToken;
        var fitsLines = layout.IsFirstOnLine(_method.SpanStart) && layout.IsLastOnLine(last);
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(_method.SpanStart) : null);
        var gap = TextSpan.FromBounds(arrow.ArrowToken.GetPreviousToken().Span.End, arrow.Expression.SpanStart);
        var end = fitsLines ? layout.EndOfLine(last) : last.Span.End;
        edits.Replace(gap, text.OpenBrace + text.Inside().Break, TextSpan.FromBounds(gap.Start, end));
        edits.Insert(
            end, $"{text.Inside().Break}{join.TextIn(text.Inside(), layout)}{text.Break}}}", TextSpan.FromBounds(gap.Start, end));
        if (!text.OnOneLine)
            Indentation.Deepen(edits, arrow.Expression.Span, layout.Unit);
    }
}
