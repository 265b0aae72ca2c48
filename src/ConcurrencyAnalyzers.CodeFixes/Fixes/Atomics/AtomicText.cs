using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>Writes atomic forms in pieces around the text of variable and amount.</summary>
internal static class AtomicText
{
    public static void Write(AtomicForm form, AtomicOperations operations, DocumentEdits edits)
    {
        var (update, target) = (form.Update, form.Target);
        var (open, close) = Surroundings(form, edits.Model);
        var call = open + operations.Call(form.Step.Method(), edits.Model, update.SpanStart) + "(ref ";
        if (update is PrefixUnaryExpressionSyntax)
        {
            edits.Replace(TextSpan.FromBounds(update.SpanStart, target.SpanStart), call, update.Span);
            edits.Insert(update.Span.End, ")" + close, update.Span);
            return;
        }

        edits.Insert(update.SpanStart, call, update.Span);
        if (form.Amount is not { } amount)
        {
            edits.Replace(TextSpan.FromBounds(target.Span.End, update.Span.End), ")" + close, update.Span);
            return;
        }

        var (before, after) = form.Step == AtomicStep.Subtract ? Negation(amount, operations, edits.Model) : ("", "");
        if (update is AssignmentExpressionSyntax { Right: var right } assignment && right == amount)
        {
            // The line break after the operator stays.
            var end = assignment.OperatorToken.Span.End;
            edits.Replace(TextSpan.FromBounds(target.Span.End, end), amount.SpanStart == end ? ", " : ",", update.Span);
            edits.Insert(amount.SpanStart, before, amount.Span);
        }
        else
        {
            edits.Replace(TextSpan.FromBounds(target.Span.End, amount.SpanStart), ", " + before, update.Span);
        }

        if (amount.Span.End == update.Span.End)
            edits.Insert(update.Span.End, after + ")" + close, update.Span);
        else
            edits.Replace(TextSpan.FromBounds(amount.Span.End, update.Span.End), after + ")" + close, update.Span);
    }

    /// <summary>What turns the value of the call into the value of the update, where somebody uses it.</summary>
    private static (string Open, string Close) Surroundings(AtomicForm form, SemanticModel model)
    {
        var back = form.Step switch
        {
            AtomicStep.Increment when form.GivesOld => " - 1",
            AtomicStep.Decrement when form.GivesOld => " + 1",
            AtomicStep.And => $" & {Bracketed(form.Amount!)}",
            AtomicStep.Or => $" | {Bracketed(form.Amount!)}",
            _ => "",
        };
        if (back.Length == 0 || Contexts.IsUnused(form.Update, model))
            return ("", "");

        // `&` and `|` bind less than a comparison, `-` more.
        var brackets = Contexts.NeedsBrackets(form.Update)
            || (form.Step is AtomicStep.And or AtomicStep.Or && form.Update.Parent is BinaryExpressionSyntax);
        return brackets ? ("(", back + ")") : ("", back);
    }

    /// <summary>The amount that, added, subtracts: exact also for the smallest number, since it wraps as subtraction does.</summary>
    private static (string Before, string After) Negation(ExpressionSyntax amount, AtomicOperations operations, SemanticModel model)
    {
        if (operations.IsUnsigned)
        {
            // `-` of an unsigned number is signed and wider. A constant below zero does not compile, wrapped or not, unless it says so.
            var zero = operations.IsLong ? "0ul - " : "0u - ";
            var (before, after) = IsOneWord(amount) ? (zero, "") : (zero + "(", ")");
            return model.GetConstantValue(amount).HasValue ? ("unchecked(" + before, after + ")") : (before, after);
        }

        // Negated in its own type, the smallest int is itself: it must become a long before.
        var isNarrow = model.GetTypeInfo(amount).Type is not { SpecialType: SpecialType.System_Int64 } && !model.GetConstantValue(amount).HasValue;
        var widen = operations.IsLong && isNarrow ? "(long)" : "";
        return IsOneWord(amount) ? ("-" + widen, "") : ($"-{widen}(", ")");
    }

    private static string Bracketed(ExpressionSyntax amount) => IsOneWord(amount) ? amount.ToString() : $"({amount})";

    private static bool IsOneWord(ExpressionSyntax amount) =>
        amount is SimpleNameSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax;
}
