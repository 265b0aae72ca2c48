using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Paths;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Waits for all threads that a loop starts, behind the loop.</summary>
internal static class LoopJoin
{
    public static IEnumerable<Repair> For(StartedThread thread, FixQuestion ask)
    {
        if (thread.Start is not { } start)
            return [];
        if (!Functions.RunsIn(thread.Function, thread.Creation))
            return QueryOf(thread) is { } query && !HeldLocks.Stop(thread.Work, start, ask) ? ForCollection(query, thread, ask) : [];
        if (StartingLoop.Around(thread.Creation, thread, ask) is not { } loop
            || HeldLocks.Stop(thread.Work, loop.Loop, ask))
        {
            return [];
        }

        if (LateAdd.For(thread, loop) is { } late)
            return [late];
        return thread.Unjoined.Gap != JoinGap.Overwritten && CollectionOf(thread, loop) is { } collection
            ? ForCollection(collection, thread, ask)
            : NewCollection.For(thread, start, loop, ask);
    }

    /// <summary>The local collection that gets every thread.</summary>
    private static ILocalSymbol? CollectionOf(StartedThread thread, StartingLoop loop) =>
        CollectionsOf(thread).FirstOrDefault(local => local.DeclaringSyntaxReferences.All(part => !loop.Loop.Span.Contains(part.Span)));

    /// <summary>The local collection that a query was copied into.</summary>
    private static ILocalSymbol? QueryOf(StartedThread thread) => CollectionsOf(thread).FirstOrDefault();

    private static IEnumerable<ILocalSymbol> CollectionsOf(StartedThread thread) =>
        thread.Paths.Where(static path => path is { Root: PathRoot.Local, Steps.Length: 1 } && path.Steps[0].Index is not null)
            .Select(static path => path.Variable).OfType<ILocalSymbol>();

    private static IEnumerable<Repair> ForCollection(ILocalSymbol collection, StartedThread thread, FixQuestion ask)
    {
        // They may be made in one loop and started in another.
        var place = EndlessLoops.Outermost(thread.Start!, thread.Function) ?? thread.Start!;
        var list = StatementList.Around(place);
        var model = ask.ModelOf(place.SyntaxTree);
        var outlook = JoinOutlook.Of(thread, isAtOnce: false);
        var join = thread.Unjoined.Join is { } one ? list.Statements.FirstOrDefault(statement => statement.Span.Contains(one.Span)) : null;
        if (list.IsEmbedded || (join is not null && !ThreadStatements.IsJoin(join, model)))
            yield break;

        var all = $"Join every thread in '{collection.Name}'";
        var isOneOfMany = thread.Unjoined.Gap == JoinGap.OneOfMany;
        var isQuery = !Functions.RunsIn(thread.Function, thread.Creation);
        if (isOneOfMany || join is null)
        {
            var title = $"{all}{(isOneOfMany ? ", not one" : "")}; {thread.Caller} then waits for them{outlook.Caution}";
            yield return new Repair(title, outlook.Safety, "loop", collection, edits =>
            {
                if (isOneOfMany)
                    JoinOf(collection, place, isQuery, edits).WriteInstead(join!, edits.In(place.SyntaxTree));
                else
                    JoinOf(collection, place, isQuery, edits).WriteAfter(place, edits.In(place.SyntaxTree));
            });
        }

        // A way out of the loop that starts them leaves threads that are made and not started, which nobody can join.
        var isInLoop = join is null || (thread.Unjoined.Exit is { } exit && place.Span.Contains(exit.Span));
        if (isOneOfMany || (isInLoop && !place.Span.Contains(thread.Creation.Span)))
            yield break;

        var index = list.Statements.IndexOf(place);
        var (from, to) = (isInLoop ? index : index + 1, join is null ? index + 1 : list.Statements.IndexOf(join));
        var joins = join is null ? 0 : ThreadStatements.CountJoins(list, to, model);
        if (FinallyBlock.Around(list, from, to, joins, model) is { } block)
        {
            var title = $"{all} in a finally block; {thread.Caller} then waits for them on every way out{outlook.Caution}";
            yield return new Repair(title, outlook.Safety, "finally", collection, edits =>
                block.Write(joins > 0 ? null : JoinOf(collection, place, isQuery, edits), edits.In(place.SyntaxTree)));
        }
    }

    /// <summary>An array has its elements before it is filled.</summary>
    private static JoinStatement JoinOf(ILocalSymbol collection, StatementSyntax place, bool isQuery, SolutionEdits edits) =>
        new(edits.In(place.SyntaxTree).FreshName(place, "thread", collection), collection.Type is IArrayTypeSymbol && !isQuery, collection.Name);
}
