using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>Makes every update of a number one step: all of them or none, since an atomic step still loses against a plain one.</summary>
internal static class AtomicRepair
{
    public const string Name = "interlocked";

    /// <returns>Null where an update has no atomic form, an assignment could overwrite a count, or a lock guards some uses already.</returns>
    public static Repair? For(SharedMemory memory, FixQuestion ask)
    {
        // What a lock guards it may guard together with other things: a count that is compared and raised under it must not change beside it.
        var live = memory.Uses.Where(static use => !use.IsAlone).ToList();
        if (memory.Symbol is IPropertySymbol || live.Any(static use => use.Kind == UseKind.Write || use.EarlierRead is not null || !use.Held.IsEmpty)
            || AtomicOperations.For(memory.Type, ask.Compilation) is not { } operations)
        {
            return null;
        }

        var updates = live.Where(static use => use.Kind == UseKind.Update).ToList();
        var forms = updates.Select(use => AtomicForm.Of(use.Node, memory.Symbol, operations, ask.ModelOf(use.Tree))).OfType<AtomicForm>().ToList();
        if (forms.Count != updates.Count)
            return null;

        var reads = operations.CanRead && memory.Symbol is not IFieldSymbol { IsVolatile: true }
            ? live.Where(use => use.Kind == UseKind.Read && use.Races && CanBeReference(use.Node) && !memory.IsInsideUpdate(use)).ToList()
            : [];
        return new Repair($"Make every update of '{memory.Name}' atomic", FixSafety.Safe, Name, memory.Symbol, edits =>
        {
            foreach (var form in forms)
                AtomicText.Write(form, operations, edits.In(form.Update.SyntaxTree));
            foreach (var read in reads)
                WriteRead(read.Node, operations, edits.In(read.Tree));
        });
    }

    private static void WriteRead(SyntaxNode read, AtomicOperations operations, DocumentEdits edits)
    {
        edits.Insert(read.SpanStart, operations.ReadCall(edits.Model, read.SpanStart) + "(ref ", read.Span);
        edits.Insert(read.Span.End, ")", read.Span);
    }

    /// <summary>
    /// A read behind <c>?.</c> has no name of its own, and one that is passed by reference is one already. They stay: a number of this size is
    /// read whole.
    /// </summary>
    private static bool CanBeReference(SyntaxNode read) =>
        read is IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax
        && read.Parent is not (ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax)
        && !read.AncestorsAndSelf().TakeWhile(static node => node is not StatementSyntax).Any(static node => node is QueryExpressionSyntax);
}
