using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A list before the loop gets every thread that the loop starts, and all of them are joined behind it.</summary>
internal sealed class NewCollection
{
    private readonly StartedThread _thread;
    private readonly StatementSyntax _start;
    private readonly StartingLoop _loop;
    private readonly INamedTypeSymbol _type;

    private NewCollection(StartedThread thread, StatementSyntax start, StartingLoop loop, INamedTypeSymbol type) =>
        (_thread, _start, _loop, _type) = (thread, start, loop, type);

    public static IEnumerable<Repair> For(StartedThread thread, StatementSyntax start, StartingLoop loop, FixQuestion ask)
    {
        var isNamed = thread.Unjoined.Gap == JoinGap.Dropped ? NewVariable.IsPossible(thread) : NameOf(thread) is not null;
        if (!isNamed || Handover.MayNotStart(thread, ask) || !loop.Loop.Span.Contains(start.Span) || start.Parent is LabeledStatementSyntax
            || ask.Compilation.GetTypeByMetadataName("System.Collections.Generic.List`1") is not { } list
            || ask.Compilation.GetTypeByMetadataName("System.Threading.Thread") is not { } element)
        {
            yield break;
        }

        var repair = new NewCollection(thread, start, loop, list.Construct(element));
        var outlook = JoinOutlook.Of(thread, isAtOnce: false);
        var model = ask.ModelOf(start.SyntaxTree);
        var last = loop.List.Statements.Skip(loop.Index + 1).FirstOrDefault(one => ThreadStatements.IsJoin(one, model) && Names(one, thread.Local));
        const string Collect = "Collect the threads of the loop and join them";
        var title = $"{Collect} after it; {thread.Caller} then waits for them{outlook.Caution}";
        if (!Functions.OwnNodes(loop.Loop).Any(static node => node is YieldStatementSyntax))
            yield return new Repair(title, outlook.Safety, "loop", thread.Creation, edits => repair.WriteAfterLoop(last, edits.In(start.SyntaxTree)));

        if (last is null && FinallyBlock.Around(loop.List, loop.Index, loop.Index + 1, 0, model) is { } block)
        {
            title = $"{Collect} in a finally block; {thread.Caller} then waits for them on every way out{outlook.Caution}";
            yield return new Repair(title, outlook.Safety, "finally", thread.Creation, edits =>
                block.Write(repair.Collect(edits.In(start.SyntaxTree)), edits.In(start.SyntaxTree)));
        }
    }

    private void WriteAfterLoop(StatementSyntax? last, DocumentEdits edits)
    {
        var join = Collect(edits);

        // Where the last one was waited for, all are.
        if (last is not null)
            join.WriteInstead(last, edits);
        else
            join.WriteAfter(_loop.Loop, edits);
    }

    /// <returns>What joins the collected threads.</returns>
    private JoinStatement Collect(DocumentEdits edits)
    {
        var (layout, loop) = (edits.Layout, _loop.Loop);
        var threads = edits.FreshName(loop, "threads", loop);
        var variable = NameOf(_thread) ?? NewVariable.Declare(_thread, edits);
        AddedStatements.WriteAfter(_start, $"{threads}.Add({variable});", edits);

        // Outside of everything else that begins with the loop.
        var lineBreak = layout.IsFirstOnLine(loop.SpanStart) ? layout.NewLine + layout.IndentAt(loop.SpanStart) : " ";
        var type = _type.ToMinimalDisplayString(edits.Model, NullableFlowState.NotNull, loop.SpanStart);
        edits.Insert(loop.SpanStart, $"var {threads} = new {type}();{lineBreak}", TextSpan.FromBounds(loop.SpanStart, loop.FullSpan.End + 1));

        return new JoinStatement(NameBehind(variable, edits), MayBeNull: false, threads);
    }

    /// <summary>The local variable that has it, or the field, right behind the start.</summary>
    private static string? NameOf(StartedThread thread) =>
        thread.Local?.Name ?? (thread.Creation.Parent is AssignmentExpressionSyntax { Left: var field } assignment && assignment.Right == thread.Creation
            && thread.IsOwned && field is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } ? field.ToString() : null);

    /// <summary>What is declared in the loop has left its name behind it. Where the loop makes several threads, one loop joins them all.</summary>
    private string NameBehind(string variable, DocumentEdits edits)
    {
        if (_thread.IsOwned)
            return edits.FreshName(_loop.Loop, "thread", _loop.Loop);
        var isOfLoop = _thread.Local is null || _thread.Local.DeclaringSyntaxReferences.All(part => _loop.Loop.Span.Contains(part.Span));
        var isOne = _loop.Loop.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
            .Count(creation => ThreadStatements.IsThread(edits.Model.GetTypeInfo(creation).Type)) == 1;
        return isOfLoop && isOne ? variable : edits.FreshName(_loop.Loop, "started", _loop.Loop);
    }

    private static bool Names(StatementSyntax statement, ILocalSymbol? local) =>
        local is not null && statement is ExpressionStatementSyntax
        && statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == local.Name);
}
