using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Specs.Tests.Rewriting;

/// <summary>Lets a method of the program start each thread and task, as a code base with rules of its own about threads does.</summary>
internal sealed class IndirectStarts(Compilation compilation) : Rewriter(compilation)
{
    private const string Helper = "Starting";

    /// <summary>For every language version and target that a page may ask for.</summary>
    public static readonly SampleFile File = new("Starting.cs", $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        internal static class {{Helper}}
        {
            public static void Start(Thread thread) { thread.Start(); }

            public static Task Run(Action action) { return Task.Run(action); }

            public static Task<T> Run<T>(Func<T> function) { return Task.Run(function); }

            public static Task Run(Func<Task> function) { return Task.Run(function); }

            public static Task<T> Run<T>(Func<Task<T>> function) { return Task.Run(function); }

            public static Task Run(Action action, CancellationToken token) { return Task.Run(action, token); }

            public static Task Run(Func<Task> function, CancellationToken token) { return Task.Run(function, token); }

            public static void Start(Thread thread, object given) { thread.Start(given); }

            public static bool QueueUserWorkItem(WaitCallback callBack) { return ThreadPool.QueueUserWorkItem(callBack); }

            public static ParallelLoopResult For(int fromInclusive, int toExclusive, Action<int> body) { return Parallel.For(fromInclusive, toExclusive, body); }

            public static ParallelLoopResult ForEach<T>(IEnumerable<T> source, Action<T> body) { return Parallel.ForEach(source, body); }

            public static void Invoke(Action action) { Parallel.Invoke(action); }

            public static void Invoke(Action first, Action second) { Parallel.Invoke(first, second); }
        }
        """);

    private static readonly HashSet<string> s_starts =
    [
        "System.Threading.Thread.Start()",
        "System.Threading.Tasks.Task.Run(System.Action)",
        "System.Threading.Tasks.Task.Run<TResult>(System.Func<TResult>)",
        "System.Threading.Tasks.Task.Run(System.Func<System.Threading.Tasks.Task>)",
        "System.Threading.Tasks.Task.Run<TResult>(System.Func<System.Threading.Tasks.Task<TResult>>)",
        "System.Threading.Tasks.Task.Run(System.Action, System.Threading.CancellationToken)",
        "System.Threading.Tasks.Task.Run(System.Func<System.Threading.Tasks.Task>, System.Threading.CancellationToken)",
        "System.Threading.Thread.Start(object)",
        "System.Threading.ThreadPool.QueueUserWorkItem(System.Threading.WaitCallback)",
        "System.Threading.Tasks.Parallel.For(int, int, System.Action<int>)",
        "System.Threading.Tasks.Parallel.ForEach<TSource>(System.Collections.Generic.IEnumerable<TSource>, System.Action<TSource>)",
        "System.Threading.Tasks.Parallel.Invoke(params System.Action[])",
    ];

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (visited.Expression is not MemberAccessExpressionSyntax call || Model.GetSymbolInfo(node).Symbol is not IMethodSymbol method || !IsStart(method))
            return visited;

        Edits++;
        var name = SyntaxFactory.Identifier(Helper).WithLeadingTrivia(call.GetLeadingTrivia());
        if (method.IsStatic)
            return visited.WithExpression(call.WithExpression(SyntaxFactory.IdentifierName(call.GetFirstToken().CopyAnnotationsTo(name))));

        var helper = call.WithExpression(SyntaxFactory.IdentifierName(name));

        var thread = SyntaxFactory.Argument(call.Expression.WithoutLeadingTrivia());
        return visited.WithExpression(helper).WithArgumentList(visited.ArgumentList.WithArguments(visited.ArgumentList.Arguments.Insert(0, thread)));
    }

    private static bool IsStart(IMethodSymbol method) =>
        s_starts.Contains(method.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes)));
}
