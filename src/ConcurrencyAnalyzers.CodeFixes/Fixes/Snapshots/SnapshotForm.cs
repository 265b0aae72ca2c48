using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Snapshots;

/// <summary>One update of a variable by a value that is made of its old one, taken apart: what is read, what is made, what is stored.</summary>
internal sealed class SnapshotForm
{
    private SnapshotForm(SnapshotMemory memory, MemoryUse use, ExpressionSyntax update, ExpressionSyntax value, SemanticModel model) =>
        (Snapshots, Use, Update, Value, Model) = (memory, use, update, value, model);

    public SnapshotMemory Snapshots { get; }

    public MemoryUse Use { get; }

    /// <summary>The assignment, or the call that stores.</summary>
    public ExpressionSyntax Update { get; }

    /// <summary>What is stored.</summary>
    public ExpressionSyntax Value { get; }

    public SemanticModel Model { get; }

    /// <summary>The statements from the first read to the update; empty where the update is the body of a function.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; private init; } = [];

    /// <summary>The condition that lets one on to the update, where it asks about the old value too; the update is all that it decides on.</summary>
    public ExpressionSyntax? Condition { get; private init; }

    /// <summary>Where the variable is read: all of them mean the old value.</summary>
    public IReadOnlyList<SyntaxNode> Reads { get; private init; } = [];

    public ExpressionSyntax Target => Use.Target;

    /// <summary>What it covers.</summary>
    public TextSpan Span => Statements.Count == 0 ? Update.Span : TextSpan.FromBounds(Statements[0].SpanStart, Statements[Statements.Count - 1].Span.End);

    /// <returns>Null for what cannot be made again, or is written in no way that is known here.</returns>
    public static SnapshotForm? For(MemoryUse use, SnapshotMemory memory, FixQuestion ask)
    {
        var model = ask.ModelOf(use.Tree);
        if (use.Node is not ExpressionSyntax update || !IsSteady(use.Target) || ValueOf(update) is not { } value || !Contexts.IsUnused(update, model))
            return null;

        var form = new SnapshotForm(memory, use, update, value, model);
        return update.Parent is not ExpressionStatementSyntax statement ? (use.EarlierRead is null && ExpressionBody.Of(update) is not null ? form.With([], null) : null)
            : use.EarlierRead is not { } first ? form.With([statement], null)
            : form.From(first, statement);
    }

    /// <summary>The text of <paramref name="part"/> with the old value in place of the variable.</summary>
    public string TextOf(TextSpan part, string old)
    {
        var text = Update.SyntaxTree.GetText().ToString(part);
        foreach (var read in Reads.Where(read => part.Contains(read.Span)).OrderByDescending(static read => read.SpanStart))
            text = text.Remove(read.SpanStart - part.Start, read.Span.Length).Insert(read.SpanStart - part.Start, old);
        return text;
    }

    private SnapshotForm? From(SyntaxNode first, ExpressionStatementSyntax last)
    {
        if (first.FirstAncestorOrSelf<IfStatementSyntax>() is { Else: null } decided && decided.Condition.Span.Contains(first.Span) && decided.Statement.Span.Contains(last.Span))
            return ConcurrencyAnalyzers.Model.Facts.Blocks.OnlyOf(decided.Statement) == last ? With([decided], decided.Condition) : null;

        var list = StatementList.Around(last);
        var begin = list.Statements.ToList().FindIndex(one => one.Span.Contains(first.Span));
        return begin < 0 || !Functions.RunsIn(list.Statements[begin], first) ? null : With([.. list.Statements.Skip(begin).TakeWhile(one => one.SpanStart <= last.SpanStart)], null);
    }

    private SnapshotForm? With(IReadOnlyList<StatementSyntax> statements, ExpressionSyntax? condition)
    {
        var form = new SnapshotForm(Snapshots, Use, Update, Value, Model) { Statements = statements, Condition = condition };
        var inside = Snapshots.Memory.Uses.Where(one => one.Tree == Use.Tree && one.Node != Update && form.Span.Contains(one.Node.Span)).ToList();

        // What else the statements do to the variable would be done more than once.
        return inside.TrueForAll(one => (one.Kind == UseKind.Read || IsVolatileRead(one)) && SyntaxFactory.AreEquivalent(one.Target, Target))
            ? new SnapshotForm(Snapshots, Use, Update, Value, Model) { Statements = statements, Condition = condition, Reads = [.. inside.Select(static one => one.Node).Distinct()] }
            : null;
    }

    private static bool IsVolatileRead(MemoryUse use) => use is { Kind: UseKind.Atomic, Node: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } call } && Functions.NameOf(call.Expression) == "Read";

    private static ExpressionSyntax? ValueOf(ExpressionSyntax update) => update switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var right } => right,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 or 3 } arguments } call
            when arguments[0].RefKindKeyword.IsKind(SyntaxKind.RefKeyword) && Functions.NameOf(call.Expression) != "Resize" && arguments.All(static one => one.NameColon is null) => arguments[1].Expression,
        _ => null,
    };

    /// <summary>It names the same variable however often it is evaluated.</summary>
    private static bool IsSteady(ExpressionSyntax target) => target.DescendantNodesAndSelf().All(static node => node is SimpleNameSyntax or MemberAccessExpressionSyntax or InstanceExpressionSyntax
        or ElementAccessExpressionSyntax or BracketedArgumentListSyntax or ArgumentSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax);
}
