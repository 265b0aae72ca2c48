using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What <c>Main</c> leaves to the runtime, which ends the process only when all foreground threads are over.</summary>
internal static class EndOfProgram
{
    public static bool IsMain(Frame frame) => frame is { Parent: null, Method: { IsStatic: true, Name: "Main" or "<Main>$" } };

    /// <summary>Whether <c>Main</c> calls nothing after <paramref name="start"/> but what starts other threads or waits for the user.</summary>
    public static bool Follows(Frame frame, SyntaxNode start) =>
        IsMain(frame)
        && !CallsIn(frame).Any(call => call.SpanStart > start.Span.End && !IsWaitForUser(call)
            && !frame.Starts.Any(one => one.Syntax == call) && !frame.Threads.Any(one => one.Handle.Started == call));

    private static IEnumerable<InvocationExpressionSyntax> CallsIn(Frame frame) =>
        frame.Syntax.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or TypeDeclarationSyntax))
            .OfType<InvocationExpressionSyntax>();

    private static bool IsWaitForUser(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadLine" or "ReadKey" or "Read", Expression: var console } && console.ToString().EndsWith("Console", StringComparison.Ordinal);
}
