using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A place that throws.</summary>
/// <param name="Syntax">What is evaluated when it throws.</param>
/// <param name="IsExpected">Only the handlers around it say so: then it throws what they take.</param>
internal sealed record ThrowSite(SyntaxNode Syntax, bool IsExpected);

/// <summary>The places in a frame of which the source itself shows that they throw.</summary>
/// <remarks>
/// Nearly any call can throw, so that this alone is no evidence. It is where the frame says <c>throw</c>, where a method of the program does, where
/// a cancellation is asked for, and any call in a <c>try</c> whose handlers expect an exception. Guards (<c>ArgumentException</c> and its like) in
/// called methods report a bug of the caller and are left out.
/// </remarks>
internal sealed class ThrowSites(BodyReader reader, CancellationToken cancellation)
{
    private const int MaxDepth = 2;

    private static readonly string[] s_guards =
    [
        "ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException", "InvalidOperationException", "NotImplementedException",
        "NotSupportedException", "ObjectDisposedException", "UnreachableException", "InvalidEnumArgumentException",
    ];

    private static readonly string[] s_devices =
    [
        "System.IO", "System.Net", "System.Net.Http", "System.Net.Http.Json", "System.Net.Mail", "System.Net.Security", "System.Net.Sockets", "System.Net.WebSockets",
    ];

    /// <param name="frame">The frame.</param>
    /// <param name="except">Calls that are not looked at: the joins.</param>
    public IEnumerable<ThrowSite> In(Frame frame, IEnumerable<SyntaxNode> except)
    {
        var left = new HashSet<SyntaxNode>(except.Concat(frame.Starts.Select(static start => start.Syntax)).Concat(frame.Threads.Select(static made => made.Syntax)));
        var throwing = new HashSet<SyntaxNode>(frame.Calls.Where(call => Throws(call, MaxDepth)).Select(static call => call.Syntax));
        foreach (var node in Own(frame.Syntax))
        {
            switch (node)
            {
                case ThrowStatementSyntax { Expression: { } thrown }:
                    yield return new ThrowSite(thrown, IsExpected: false);
                    break;
                case ThrowExpressionSyntax:
                    yield return new ThrowSite(node, IsExpected: false);
                    break;
                case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax when !left.Contains(node):
                    var isShown = throwing.Contains(node) || IsCancellation(node) || IsUncertainAwait(node);
                    if (isShown || IsExpectedToThrow(node, frame.Syntax))
                        yield return new ThrowSite(node, IsExpected: !isShown);
                    break;
            }
        }
    }

    private bool Throws(CallSite call, int depth)
    {
        if (depth == 0 || reader.FrameOf(call.Target, cancellation) is not { } callee)
            return false;

        foreach (var node in Own(callee.Syntax))
        {
            var thrown = node switch
            {
                ThrowStatementSyntax statement => statement.Expression,
                ThrowExpressionSyntax expression => expression.Expression,
                _ => null,
            };
            if ((thrown is not null && !IsGuard(thrown) || IsCancellation(node)) && HandlerAround(node, callee.Syntax) is null)
                return true;
        }

        return callee.Calls.Any(further => HandlerAround(further.Syntax, callee.Syntax) is null && Throws(further, depth - 1));
    }

    private static IEnumerable<SyntaxNode> Own(SyntaxNode frame) =>
        frame.DescendantNodes(node => node == frame || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or TypeDeclarationSyntax));

    private static bool IsGuard(ExpressionSyntax thrown) =>
        thrown is not ObjectCreationExpressionSyntax { Type: var type } || s_guards.Contains(type.ToString().Split('.').Last());

    private static bool IsCancellation(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfCancellationRequested" } };

    /// <summary>
    /// <c>await Task.Delay(1000, stop)</c>: who passes a token says that the wait may end by an exception. What comes from a file or over the network fails
    /// by its nature.
    /// </summary>
    private bool IsUncertainAwait(SyntaxNode node) =>
        node is InvocationExpressionSyntax call && Awaited(node) && reader.OperationOf(call, cancellation) is IInvocationOperation { TargetMethod: { } method } invocation
        && (IsOfDevices(method.ContainingType) || invocation.Arguments.Any(static one => one is { IsImplicit: false, Value.Type.Name: "CancellationToken" } && MayBeCancelled(one.Value)));

    private static bool MayBeCancelled(IOperation token) => token is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
        or IPropertyReferenceOperation { Property.Name: not "None" };

    private static bool IsOfDevices(INamedTypeSymbol? type) =>
        type is { Name: not ("MemoryStream" or "StringReader" or "StringWriter"), ContainingNamespace: { } space }
        && Array.IndexOf(s_devices, space.ToDisplayString()) >= 0;

    /// <summary>The call itself, or what it gives by way of <c>ConfigureAwait</c>.</summary>
    private static bool Awaited(SyntaxNode call) =>
        call.Parent is AwaitExpressionSyntax
        || call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax } };

    private static bool IsExpectedToThrow(SyntaxNode node, SyntaxNode frame) =>
        node is InvocationExpressionSyntax call && call.Expression.ToString() != "nameof"
        && HandlerAround(node, frame) is { } around && around.Catches.Any(static handler => !IsAboutThreads(handler));

    /// <summary>Only waiting itself throws these.</summary>
    private static bool IsAboutThreads(CatchClauseSyntax handler) =>
        handler.Declaration?.Type.ToString().Split('.').Last() is "ThreadInterruptedException" or "ThreadAbortException" or "ThreadStateException";

    private static TryStatementSyntax? HandlerAround(SyntaxNode node, SyntaxNode frame)
    {
        for (SyntaxNode child = node, parent = node.Parent!; parent is not null && child != frame; child = parent, parent = parent.Parent!)
        {
            if (parent is TryStatementSyntax { Catches.Count: > 0 } around && around.Block == child)
                return around;
        }

        return null;
    }
}
