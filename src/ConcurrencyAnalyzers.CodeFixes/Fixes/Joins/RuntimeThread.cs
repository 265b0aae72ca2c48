using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Starts the thread as one of the runtime's, which its block waits for on every way out and which hands its exceptions on.</summary>
internal sealed class RuntimeThread
{
    private readonly StartedThread _thread;
    private readonly StatementSyntax _creation;
    private readonly ExpressionSyntax _body;
    private readonly INamedTypeSymbol _type;
    private readonly string _options;

    private RuntimeThread(StartedThread thread, StatementSyntax creation, ExpressionSyntax body, INamedTypeSymbol type, string options) =>
        (_thread, _creation, _body, _type, _options) = (thread, creation, body, type, options);

    /// <returns>Null where the runtime is not there, and where the thread is told or asked what a thread of the runtime is not.</returns>
    public static Repair? For(StartedThread thread, FixQuestion ask)
    {
        if (thread.Start is not { } start
            || ask.Compilation.GetTypeByMetadataName("ConcurrencyAnalyzers.Runtime.JoinedThread") is not { } type
            || thread.Creation is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } creation
            || creation.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || EndlessLoops.Outermost(creation, thread.Function) is not null
            || OptionsOf(creation) is not { } options || HeldLocks.Stop(thread.Work, start, ask) || !IsPlain(thread, statement, start, ask))
        {
            return null;
        }

        var repair = new RuntimeThread(thread, statement, arguments[0].Expression, type, options);
        var title = $"Start {thread.Name} as a JoinedThread, whose disposal waits for it; exceptions now reach the caller";
        return new Repair(title, FixSafety.NeedsReview, "runtime", thread.Creation, edits => repair.Write(edits.In(statement.SyntaxTree)));
    }

    /// <summary>The statement that makes it is the one that starts it, or stands right before it; it is joined, and nothing else.</summary>
    private static bool IsPlain(StartedThread thread, StatementSyntax creation, StatementSyntax start, FixQuestion ask)
    {
        if (start is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call }
            || Functions.NameOf(call.Expression) != "Start" || !TakesNothing(thread.Creation, ask))
        {
            return false;
        }

        if (thread.Unjoined.Gap == JoinGap.Dropped)
            return creation == start && NewVariable.IsPossible(thread) && !StatementList.Around(start).IsEmbedded;

        var list = StatementList.Around(creation);
        var end = ThreadStatements.EndOfStarts(list, Math.Max(0, list.Statements.IndexOf(creation)), ask.ModelOf(creation.SyntaxTree));
        return thread.Local is { } local
            && creation is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            && variables[0].Initializer?.Value == thread.Creation
            && !list.IsEmbedded && list.Statements.Contains(start) && end > list.Statements.IndexOf(start)
            && Functions.MemberAround(creation).DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == local.Name && !start.Span.Contains(name.Span))
                .All(IsJoined);
    }

    /// <summary>What takes an argument would get a token from the runtime where a thread passes null.</summary>
    private static bool TakesNothing(SyntaxNode creation, FixQuestion ask) =>
        ask.ModelOf(creation.SyntaxTree).GetSymbolInfo(creation).Symbol is IMethodSymbol { Parameters: { Length: > 0 } parameters }
        && parameters[0].Type.Name == "ThreadStart";

    private static bool IsJoined(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join", Parent: InvocationExpressionSyntax join } access
        && access.Expression == name && join.ArgumentList.Arguments.Count == 0;

    /// <summary>What stands behind the body: the name, where one is given. Null where more is said.</summary>
    private static string? OptionsOf(BaseObjectCreationExpressionSyntax creation) => creation.Initializer?.Expressions switch
    {
        null => "",
        { Count: 1 } said when said[0] is AssignmentExpressionSyntax named && named.Left.ToString() == "Name" => $", {named.Right}",
        _ => null,
    };

    private void Write(DocumentEdits edits)
    {
        var name = _thread.Local?.Name ?? NewVariable.NameOf(_thread, edits);
        var opening = $"using var {name} = {_type.ToMinimalDisplayString(edits.Model, _creation.SpanStart)}.Start(";
        edits.Replace(TextSpan.FromBounds(_creation.SpanStart, _body.SpanStart), opening, _creation.Span);
        AddedStatements.Close(_body.Span.End, _creation, _thread.Start!, $"{_options});", edits);
    }
}
