using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Offloads;

/// <summary>Has the work done elsewhere and awaits it: in a worker process, on a thread of the runtime's executor, or on the pool.</summary>
/// <remarks>Arguments are evaluated where they stood, before anything is handed over; only the work itself moves.</remarks>
internal static class OffloadRepair
{
    /// <summary>The repairs there are, the best first.</summary>
    public static IEnumerable<Repair> For(HeldCall call, FixQuestion ask)
    {
        var isUi = call.Work.Root.Kind == ServingKind.Ui;
        if (isUi && UserInterfaces.AreTouchedBy(call.Method, ask))
            yield break;

        var caution = call.BecomesAsync ? "the handler returns before it is over"
            : isUi ? "the user can go on meanwhile" : "other code can run meanwhile";
        var safety = isUi ? FixSafety.NeedsReview : FixSafety.ChangesTiming;
        if (RuntimeNames.Find("ProcessPoolExecutor", ask.Compilation) is { } processes && new WorkerFitness(ask).Fits(call.Operation))
        {
            yield return new Repair(
                $"Compute '{call.Method.Name}' in a worker process; arguments and result are copied, and {caution}",
                FixSafety.NeedsReview, "process", call.Syntax, edits => WriteSubmission(call, processes, edits));
        }

        if (RuntimeNames.Find("ThreadPoolExecutor", ask.Compilation) is { } threads)
        {
            yield return new Repair(
                $"Compute '{call.Method.Name}' on an executor's thread; {caution}", safety, "thread", call.Syntax, edits => WriteSubmission(call, threads, edits));
        }
        else if (call.Work.Root.Kind != ServingKind.Request && call.Operation.Arguments.All(static argument => IsSettled(argument.Value)) && HasSettledReceiver(call))
        {
            // In a server the pool is what serves: the load would only move.
            yield return new Repair($"Compute '{call.Method.Name}' on the pool; {caution}", safety, "pool", call.Syntax, edits => WriteRun(call, ask, edits));
        }
    }

    private static void WriteSubmission(HeldCall call, INamedTypeSymbol executor, SolutionEdits all)
    {
        var edits = all.In(call.Syntax.SyntaxTree);
        var list = call.Syntax.ArgumentList;
        var token = call.Token is { } name ? $", {name}" : "";
        RuntimeNames.Show(executor, call.Syntax.SpanStart, edits);

        Open(call, $"{executor.Name}.Shared.SubmitAsync(", edits);
        var isFollowed = list.OpenParenToken.HasTrailingTrivia || list.OpenParenToken.GetNextToken().HasLeadingTrivia;
        edits.Replace(list.OpenParenToken.Span, list.Arguments.Count == 0 ? token : isFollowed ? "," : ", ", list.Span);
        if (list.Arguments.Count > 0)
            edits.Insert(list.CloseParenToken.SpanStart, token, list.Span);
        Close(call, "", edits);
    }

    private static void WriteRun(HeldCall call, FixQuestion ask, SolutionEdits all)
    {
        var edits = all.In(call.Syntax.SyntaxTree);
        var task = ask.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task")!.ToMinimalDisplayString(edits.Model, call.Syntax.SpanStart);
        Open(call, $"{task}.Run(() => ", edits);
        Close(call, call.Token is { } name ? $", {name})" : ")", edits);
    }

    private static void Open(HeldCall call, string text, DocumentEdits edits)
    {
        if (call.BecomesAsync)
        {
            var place = call.Function is MethodDeclarationSyntax method ? method.ReturnType.SpanStart : call.Function.SpanStart;
            edits.Insert(place, "async ", new TextSpan(place, 0));
        }

        edits.Insert(call.Syntax.SpanStart, (NeedsBrackets(call.Syntax) ? "(await " : "await ") + text, call.Syntax.Span);
    }

    private static void Close(HeldCall call, string text, DocumentEdits edits) =>
        edits.Insert(call.Syntax.Span.End, text + (NeedsBrackets(call.Syntax) ? ")" : ""), call.Syntax.Span);

    /// <summary><c>Find(x).Length</c>: what follows binds closer than <c>await</c>.</summary>
    private static bool NeedsBrackets(ExpressionSyntax call) => call.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == call,
        ElementAccessExpressionSyntax access => access.Expression == call,
        ConditionalAccessExpressionSyntax access => access.Expression == call,
        InvocationExpressionSyntax or PostfixUnaryExpressionSyntax => true,
        _ => false,
    };

    /// <summary>The same a moment later, on another thread.</summary>
    private static bool IsSettled(IOperation value) => value switch
    {
        _ when value.ConstantValue.HasValue => true,
        IConversionOperation { OperatorMethod: null } conversion => IsSettled(conversion.Operand),
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation => true,
        IFieldReferenceOperation { Field.IsReadOnly: true, Instance: var instance } => instance is null || IsSettled(instance),
        _ => false,
    };

    private static bool HasSettledReceiver(HeldCall call) => call.Operation.Instance is not { } instance || IsSettled(instance);
}
