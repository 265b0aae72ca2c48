using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Joins;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Starts;

/// <summary>Moves what begins too early in a constructor behind the assignments of what it reads.</summary>
/// <remarks>
/// Only where nothing in between can tell: no call of the program, which might wait for the work, no call for its effect, no jump, and no mention
/// of what the moved statement sets or starts.
/// </remarks>
internal static class LateStart
{
    public static Repair? For(FixQuestion ask)
    {
        var all = ask.Model.EscapingObjectsIn(ask.Tree, ask.CancellationToken);
        if (all.FirstOrDefault(one => one.Location.SourceSpan == ask.Span) is not { } asked)
            return null;

        // What one constructor begins too early goes together: each move is judged by the statements as they stand.
        var own = all.Where(one => one.Constructor == asked.Constructor).ToList();
        if (MoveOf(asked, own, ask) is null)
            return null;
        var moves = own.Select(one => MoveOf(one, own, ask)).OfType<Move>().Distinct().ToList();
        var fields = asked.Late.Select(static write => write.Memory.Name).Distinct().ToList();
        var names = string.Join(" and ", fields.Select(static name => $"'{name}'"));
        return new Repair(
            $"Begin only when {names} {(fields.Count == 1 ? "is" : "are")} set", FixSafety.ChangesTiming, "later", asked.Constructor.Syntax,
            edits => Write(moves, edits.In(ask.Tree)));
    }

    private static void Write(List<Move> moves, DocumentEdits edits)
    {
        foreach (var move in moves)
        {
            AddedStatements.Remove(move.Statement, edits);
            AddedStatements.WriteAfter(move.Behind, move.Statement.ToString(), edits);
        }
    }

    private static Move? MoveOf(EscapingObject escaping, List<EscapingObject> own, FixQuestion ask)
    {
        if (escaping.Constructor.Syntax is not ConstructorDeclarationSyntax { Body: { } body } || escaping.Late.IsEmpty
            || escaping.Late.Any(write => write.Frame != escaping.Constructor)
            || StatementAt(escaping.Begin, body) is not ExpressionStatementSyntax statement)
        {
            return null;
        }

        var last = escaping.Late.Select(write => StatementAt(write.Syntax, body)).OfType<StatementSyntax>().OrderBy(static one => one.SpanStart).LastOrDefault();
        if (last is null || last.SpanStart <= statement.SpanStart)
            return null;

        var between = body.Statements.Where(one => one.SpanStart > statement.SpanStart && one.SpanStart <= last.SpanStart).ToList();
        var joins = escaping.Constructor.Joins.Select(static one => one.Syntax).Concat(escaping.Constructor.Waits.Select(static one => one.Syntax));
        var names = NamesIn(statement, ask);
        return CallsOwnCode(statement, ask) || joins.Any(place => between.Exists(one => one.Span.Contains(place.Span))) || between.Exists(one => !own.Exists(other => StatementAt(other.Begin, body) == one) && MayTell(one, names, ask))
            ? null
            : new Move(statement, last);
    }

    private static StatementSyntax? StatementAt(SyntaxNode node, BlockSyntax body) =>
        node.SyntaxTree == body.SyntaxTree ? node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(one => one.Parent == body) : null;

    /// <summary>The variables that the statement sets, starts or subscribes to; a method or type that it names is none.</summary>
    private static HashSet<string> NamesIn(ExpressionStatementSyntax statement, FixQuestion ask) =>
        [.. Functions.OwnNodes(statement).OfType<IdentifierNameSyntax>()
            .Where(name => ask.ModelOf(ask.Tree).GetSymbolInfo(name, ask.CancellationToken).Symbol is ILocalSymbol or IFieldSymbol or IPropertySymbol or IEventSymbol)
            .Select(static name => name.Identifier.ValueText)];

    /// <summary>What runs in the statement itself, not later on its thread, could see what is still to be set.</summary>
    private static bool CallsOwnCode(StatementSyntax statement, FixQuestion ask) =>
        Functions.OwnNodes(statement).Any(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax && IsOwn(node, ask));

    private static bool MayTell(StatementSyntax statement, HashSet<string> names, FixQuestion ask)
    {
        foreach (var node in Functions.OwnNodes(statement))
        {
            switch (node)
            {
                case ReturnStatementSyntax or GotoStatementSyntax or LockStatementSyntax or UsingStatementSyntax:
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }:
                case InvocationExpressionSyntax { Parent: ExpressionStatementSyntax }:
                case InvocationExpressionSyntax when IsOwn(node, ask) || !(IsStatic(node, ask) || IsConstant(node, ask)):
                    return true;
                case IdentifierNameSyntax name when names.Contains(name.Identifier.ValueText):
                    return true;
            }
        }

        return false;
    }

    private static bool IsOwn(SyntaxNode call, FixQuestion ask) =>
        ask.ModelOf(ask.Tree).GetSymbolInfo(call, ask.CancellationToken).Symbol is { } method && !method.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsStatic(SyntaxNode call, FixQuestion ask) =>
        ask.ModelOf(ask.Tree).GetSymbolInfo(call, ask.CancellationToken).Symbol is IMethodSymbol { IsStatic: true, IsExtensionMethod: false };

    /// <summary><c>nameof(interval)</c>.</summary>
    private static bool IsConstant(SyntaxNode call, FixQuestion ask) => ask.ModelOf(ask.Tree).GetConstantValue(call, ask.CancellationToken).HasValue;

    private readonly record struct Move(StatementSyntax Statement, StatementSyntax Behind);
}
