using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>Makes the plain writes of a variable atomic that others update atomically already: all of them or none.</summary>
internal static class AtomicWrites
{
    /// <returns>Null where some update has no atomic form, or some write is part of a larger expression.</returns>
    public static Repair? For(SharedMemory memory, FixQuestion ask)
    {
        if (AtomicOperations.For(memory.Type, ask.Compilation) is not { CanWrite: true } operations || memory.Symbol is IPropertySymbol)
            return null;

        var forms = new List<AtomicForm>();
        var backs = new List<AssignmentExpressionSyntax>();
        var writes = new List<AssignmentExpressionSyntax>();
        foreach (var use in memory.Uses.Where(static use => use is { IsWrite: true, IsAlone: false }))
        {
            var model = ask.ModelOf(use.Tree);
            var assignment = use.Node as AssignmentExpressionSyntax;
            if (assignment is not null && memory.Uses.Any(other => other.Kind == UseKind.Atomic && other.Node == assignment.Right))
                backs.Add(assignment);
            else if (use.Kind == UseKind.Update && use.EarlierRead is null && AtomicForm.Of(use.Node, memory.Symbol, operations, model) is { } form)
                forms.Add(form);
            else if (use.Kind == UseKind.Write && assignment is not null && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && Contexts.IsUnused(assignment, model))
                writes.Add(assignment);
            else
                return null;
        }

        return forms.Count + backs.Count + writes.Count == 0 ? null : new Repair($"Write '{memory.Name}' atomically everywhere", FixSafety.Safe, "interlocked", memory.Symbol, edits =>
        {
            foreach (var form in forms)
                AtomicText.Write(form, operations, edits.In(form.Update.SyntaxTree));
            foreach (var back in backs)
                edits.In(back.SyntaxTree).Replace(TextSpan.FromBounds(back.SpanStart, back.Right.SpanStart), "", back.Span);
            foreach (var write in writes)
                WriteVolatile(write, operations, edits.In(write.SyntaxTree));
        });
    }

    private static void WriteVolatile(AssignmentExpressionSyntax write, AtomicOperations operations, DocumentEdits edits)
    {
        edits.Insert(write.SpanStart, operations.WriteCall(edits.Model, write.SpanStart) + "(ref ", write.Span);
        edits.Replace(TextSpan.FromBounds(write.Left.Span.End, write.OperatorToken.Span.End), ",", write.Span);
        edits.Insert(write.Span.End, ")", write.Span);
    }
}
