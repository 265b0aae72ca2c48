using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Joins;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Executors;

/// <summary>Has an executor run what a loop starts a thread for in each round: it waits, and hands the exceptions on.</summary>
/// <remarks>
/// The executor gets a thread for each round, so that calls which wait for one another all run. Its disposal waits for them on every way out; the
/// wait behind the loop is the one that throws what they have thrown.
/// </remarks>
internal sealed class LoopExecutor
{
    /// <summary>An executor takes no more threads.</summary>
    private const int MostWorkers = 1024;

    private readonly LoopThread _thread;
    private readonly StatementSyntax _loop;
    private readonly string _options;
    private readonly bool _isAsync;
    private readonly INamedTypeSymbol _executor;
    private readonly INamedTypeSymbol _list;
    private readonly INamedTypeSymbol _task;

    private LoopExecutor(LoopThread thread, StatementSyntax loop, string options, bool isAsync, INamedTypeSymbol[] types) =>
        (_thread, _loop, _options, _isAsync, _executor, _list, _task) = (thread, loop, options, isAsync, types[0], types[1], types[2]);

    public static Repair? For(StartedThread thread, FixQuestion ask)
    {
        if (RuntimeNames.Find("ThreadPoolExecutor", ask.Compilation) is not { } executor
            || ask.Compilation.GetTypeByMetadataName("System.Collections.Generic.List`1") is not { } list
            || ask.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is not { } task
            || StartingLoop.Around(thread.Creation, thread, ask) is not { Loop: var loop } || HeldLocks.Stop(thread.Work, loop, ask)
            || !EndsBehind(loop, thread.Creation) || LoopThread.Of(thread, loop, ask) is not { } started)
        {
            return null;
        }

        var model = ask.ModelOf(loop.SyntaxTree);
        if (RoundCount.Of(loop, model) is not { } rounds || PoolOptions.Of(started.Creation, model) is not { } options
            || WorkersFor(rounds, thread.Work.MayWait, model, loop.SpanStart) is not { } workers)
        {
            return null;
        }

        var repair = new LoopExecutor(
            started, loop, options.With(workers), IsAsync(thread.Function), [executor, list.Construct(task), task]);
        var outlook = JoinOutlook.Of(thread, isAtOnce: false);
        var title = $"Run what the loop starts on a ThreadPoolExecutor, and wait behind the loop{outlook.Caution}; exceptions now reach the caller";
        return new Repair(title, FixSafety.NeedsReview, "executor", thread.Creation, edits => repair.Write(edits.In(loop.SyntaxTree)));
    }

    /// <summary>One loop, which is left behind it only: whoever leaves earlier would take no exceptions along.</summary>
    private static bool EndsBehind(StatementSyntax loop, SyntaxNode creation) =>
        creation.Ancestors().First(EndlessLoops.IsLoop) == loop
        && !Functions.OwnNodes(loop).Any(static node => node is ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax);

    private static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax one => one.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax one => one.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax one => one.AsyncKeyword.RawKind != 0,
        CompilationUnitSyntax => Functions.BodyNodes(function).Any(static node => node is AwaitExpressionSyntax),
        _ => false,
    };

    /// <summary>A number that an executor takes; too many calls that may wait for one another are an exception, and not a deadlock.</summary>
    private static string? WorkersFor(RoundCount rounds, bool mayWait, SemanticModel model, int position)
    {
        if (rounds.Known is { } known)
            return known is > 0 and <= MostWorkers ? rounds.Text : null;

        var math = model.Compilation.GetTypeByMetadataName("System.Math")!.ToMinimalDisplayString(model, position);
        return mayWait ? $"{math}.Max(1, {rounds.Text})" : $"{math}.Clamp({rounds.Text}, 1, {MostWorkers})";
    }

    private void Write(DocumentEdits edits)
    {
        var layout = edits.Layout;
        var executor = edits.FreshName(_loop, "executor", _thread.Creation);
        var calls = edits.FreshName(_loop, "calls", _thread.Creation);
        RuntimeNames.Show(_executor, _loop.SpanStart, edits);

        var lineBreak = layout.IsFirstOnLine(_loop.SpanStart) ? layout.NewLine + layout.IndentAt(_loop.SpanStart) : " ";
        var list = _list.ToMinimalDisplayString(edits.Model, NullableFlowState.NotNull, _loop.SpanStart);
        edits.Insert(
            _loop.SpanStart,
            $"{(_isAsync ? "await " : "")}using var {executor} = new {_executor.Name}({_options});{lineBreak}var {calls} = new {list}();{lineBreak}",
            TextSpan.FromBounds(_loop.SpanStart, _loop.FullSpan.End + 1));

        _thread.Write($"{calls}.Add(", executor, ");", edits);
        var task = _task.ToMinimalDisplayString(edits.Model, _loop.SpanStart);
        AddedStatements.WriteAfter(_loop, _isAsync ? $"await {task}.WhenAll({calls});" : $"{task}.WaitAll({calls});", edits);
    }
}
