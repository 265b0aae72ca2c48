using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Waits for a thread in the function that starts it: where its work is needed, else at the end.</summary>
internal sealed class LocalJoin
{
    private readonly StartedThread _thread;
    private readonly JoinPlace _place;
    private readonly SemanticModel _model;

    private readonly bool _mayNotRun;

    private LocalJoin(StartedThread thread, JoinPlace place, FixQuestion ask) =>
        (_thread, _place, _model, _mayNotRun) = (thread, place, ask.ModelOf(place.Tree), Handover.MayNotStart(thread, ask));

    /// <summary>A join; where some way out would skip it, one in a <c>finally</c> block.</summary>
    public static IEnumerable<Repair> For(StartedThread thread, FixQuestion ask)
    {
        if (!HasName(thread) || thread.Start is not { } start || JoinPlace.For(start, thread.Work, ask) is not { } place
            || !Directives.AreWholeIn(place.Tree, TextSpan.FromBounds(start.SpanStart, place.Previous.Span.End))
            || HeldLocks.Stop(thread.Work, place.Previous, ask))
        {
            yield break;
        }

        var join = new LocalJoin(thread, place, ask);
        var isSkipped = join.IndexOfJoin >= 0 && thread.Unjoined.Gap is JoinGap.Left or JoinGap.Thrown;
        if (EndlessLoops.Outermost(start, thread.Function) is not null && !isSkipped)
            yield break;
        if (!isSkipped && !join.GivesUp)
            yield return join.AtEnd;
        if (join.InFinally is { } repair)
            yield return repair;
    }

    /// <summary>Whether a join can name the thread: by its local variable, or by a new one.</summary>
    private static bool HasName(StartedThread thread) =>
        thread.Unjoined.Gap == JoinGap.Dropped ? NewVariable.IsPossible(thread) : thread.Local is not null;

    private Repair AtEnd
    {
        get
        {
            var outlook = JoinOutlook.Of(_thread, isAtOnce: _place.IsAtOnce && !_thread.Unjoined.IsEndOfProgram);
            var title = $"Join {_thread.Name}; {_thread.Caller} then waits for it{outlook.Caution}";
            return new Repair(title, outlook.Safety, "join", _thread.Creation, edits =>
            {
                var document = edits.In(_place.Tree);
                if (_place.List.IsEmbedded)
                    EmbeddedBraces.Write(document, _place.Previous);
                JoinIn(document).WriteAfter(_place.Previous, document);
            });
        }
    }

    private Repair? InFinally
    {
        get
        {
            var from = ThreadStatements.EndOfStarts(_place.List, _place.After + 1, _model);
            var to = IndexOfJoin is >= 0 and var index ? index : _place.Before;
            var joins = IndexOfJoin < 0 ? 0 : ThreadStatements.CountJoins(_place.List, to, _model);
            if (!_place.List.Statements.Skip(from).Take(to - from).Any(MayLeave)
                || FinallyBlock.Around(_place.List, from, to, joins, _model) is not { } block)
            {
                return null;
            }

            var outlook = JoinOutlook.Of(_thread, isAtOnce: false);
            var title = $"Join {_thread.Name} in a finally block; {_thread.Caller} then waits for it on every way out{outlook.Caution}";
            return new Repair(title, outlook.Safety, "finally", _thread.Creation, edits =>
            {
                var document = edits.In(_place.Tree);
                block.Write(joins > 0 ? null : JoinIn(document), document);
            });
        }
    }

    /// <summary>Whoever walks over an iterator may stop at any <c>yield</c>, and then only its <c>finally</c> blocks run.</summary>
    private bool GivesUp => _place.List.Statements.Skip(_place.After + 1).Take(_place.Before - _place.After - 1)
        .SelectMany(Functions.OwnNodes).Any(static node => node is YieldStatementSyntax);

    /// <summary>A call may throw, and what only waits for another thread does not.</summary>
    private bool MayLeave(StatementSyntax statement) =>
        !ThreadStatements.IsJoin(statement, _model) && Functions.OwnNodes(statement).Any(static node =>
            node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ReturnStatementSyntax or ThrowStatementSyntax
            or ThrowExpressionSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax
            or AwaitExpressionSyntax);

    /// <summary>The first of the joins that stand behind the start as statements of the same list; -1 where the join is not among them.</summary>
    private int IndexOfJoin
    {
        get
        {
            var statements = _place.List.Statements;
            var index = -1;
            for (var i = _place.After + 1; i < statements.Length; i++)
            {
                if (_thread.Unjoined.Join is { } join && statements[i].Span.Contains(join.Span) && ThreadStatements.IsJoin(statements[i], _model))
                    index = i;
            }

            while (index > _place.After + 1 && ThreadStatements.IsJoin(statements[index - 1], _model))
                index--;
            return index;
        }
    }

    private JoinStatement JoinIn(DocumentEdits edits) => _thread.Local is { } local
        ? new JoinStatement(local.Name, IsNullable(local), OnlyIfAlive: _mayNotRun)
        : new JoinStatement(NewVariable.Declare(_thread, edits), MayBeNull: false, OnlyIfAlive: _mayNotRun);

    /// <summary>What <c>var</c> declares counts as nullable and here never is null.</summary>
    private static bool IsNullable(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.Any(static part => part.GetSyntax().Parent is VariableDeclarationSyntax { Type: NullableTypeSyntax });
}
