using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Joins that come too late: the collection in which they look for the threads was emptied before.</summary>
/// <remarks>Errs towards no: a join by another name may have a copy, and what is put into the collection again may be what it had.</remarks>
internal static class EmptiedCollections
{
    /// <summary>What empties the collection on every way from <paramref name="from"/> to <paramref name="wait"/>; null where some way has the threads.</summary>
    public static SyntaxNode? Before(ThreadWait wait, FlowPosition from, Frame frame, FlowGraph graph)
    {
        if (frame.Emptied.Count == 0 || wait.Handle.IsUnknown || graph.PositionOf(wait.Syntax) is not { } place || !graph.Reaches(from, place, []))
            return null;

        foreach (var emptied in frame.Emptied)
        {
            var name = emptied.Collection.End?.Name;
            if (name is not null && wait.Handle.IsPartOf(emptied.Collection) && Mentions(wait.Loop ?? wait.Syntax, name)
                && graph.PositionOf(emptied.Syntax) is { } barrier && !graph.Reaches(from, place, [barrier])
                && !IsRefilled(name, emptied.Syntax.Span.End, (wait.Loop ?? wait.Syntax).SpanStart, frame))
            {
                return emptied.Syntax;
            }
        }

        return null;
    }

    private static bool Mentions(SyntaxNode node, string name) => node.DescendantTokens().Any(token => token.ValueText == name);

    /// <summary>Whether something between the two places may put the threads back: anything but threads that are made there.</summary>
    private static bool IsRefilled(string name, int emptied, int wait, Frame frame) =>
        frame.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(one => one.SpanStart >= emptied && one.Span.End <= wait && one.Identifier.ValueText == name && MayFill(one, emptied, frame));

    private static bool MayFill(IdentifierNameSyntax name, int emptied, Frame frame)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return whole.Parent switch
        {
            ArgumentSyntax => true,
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax { Right: var value } } => !IsNew(value, emptied, frame),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments: var given } } =>
                given.Any(one => one.Expression is not AnonymousFunctionExpressionSyntax && !IsNew(one.Expression, emptied, frame)),
            _ => false,
        };
    }

    private static bool IsNew(ExpressionSyntax value, int emptied, Frame frame) =>
        frame.Threads.Any(made => made.Syntax.SpanStart >= emptied
            && (value.Span.Contains(made.Syntax.Span) || made.Handle.Paths.Any(path => path.Variable is { Name: var name } && value is IdentifierNameSyntax one && one.Identifier.ValueText == name)));
}
