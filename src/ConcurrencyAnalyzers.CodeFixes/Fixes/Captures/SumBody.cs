using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Captures;

/// <summary>The body of a parallel loop, which gets the sum of its thread so far and returns it with its own part.</summary>
internal sealed class SumBody(LambdaExpressionSyntax body, ITypeSymbol type, string name)
{
    public void Write(DocumentEdits edits, string zero, string total, ImmutableArray<ExpressionSyntax> targets)
    {
        edits.Insert(body.SpanStart, $"() => {zero}, ", body.Span);
        WriteParameters(edits);
        foreach (var target in targets)
            edits.Replace(target.Span, name, target.Span);
        if (body.Block is { } block)
            WriteReturns(edits, block);
        edits.Insert(body.Span.End, $", {name} => {total}", body.Span);
    }

    private void WriteParameters(DocumentEdits edits)
    {
        if (body is SimpleLambdaExpressionSyntax simple)
        {
            edits.Insert(simple.Parameter.SpanStart, "(", simple.Parameter.Span);
            edits.Insert(simple.Parameter.Span.End, $", {StateName(edits)}, {name})", simple.Parameter.Span);
            return;
        }

        var parameters = ((ParenthesizedLambdaExpressionSyntax)body).ParameterList.Parameters;
        var isTyped = parameters[0].Type is not null;
        var state = isTyped ? $"System.Threading.Tasks.ParallelLoopState {StateName(edits)}" : StateName(edits);
        var sum = isTyped ? $"{type.ToMinimalDisplayString(edits.Model, body.SpanStart)} {name}" : name;
        edits.Insert(parameters.Last().Span.End, parameters.Count == 1 ? $", {state}, {sum}" : $", {sum}", body.Span);
    }

    /// <summary>A name that stands twice stands for nothing, but only newer languages say so.</summary>
    private string StateName(DocumentEdits edits) =>
        body.DescendantTokens().Any(static token => token.ValueText == "_") ? edits.FreshName(body, "state") : "_";

    private void WriteReturns(DocumentEdits edits, BlockSyntax block)
    {
        foreach (var exit in Functions.BodyNodes(body).OfType<ReturnStatementSyntax>())
            edits.Insert(exit.ReturnKeyword.Span.End, $" {name}", exit.Span);
        if (block.Statements.Last() is var last && last is ReturnStatementSyntax or ThrowStatementSyntax)
            return;

        var layout = edits.Layout;
        var ownLine = layout.IsFirstOnLine(last.SpanStart) && layout.IsLastOnLine(last.GetLastToken());
        if (ownLine)
            edits.Insert(layout.EndOfLine(last.GetLastToken()), layout.NewLine + layout.IndentAt(last.SpanStart) + $"return {name};", block.Span);
        else
            edits.Insert(last.Span.End, $" return {name};", block.Span);
    }
}
