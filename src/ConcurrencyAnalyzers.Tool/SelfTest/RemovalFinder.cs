using ConcurrencyAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>Every protection in the files that people wrote, in order of path and position.</summary>
/// <remarks>
/// Only what can go without anything else: a <c>lock</c> statement, a <c>Join</c> or <c>Wait</c> that is a statement, an <c>Interlocked</c> call that
/// has a plain form, the word <c>volatile</c>. Pairs as <c>Enter</c> and <c>Exit</c> would have to go together.
/// </remarks>
internal sealed class RemovalFinder(LoadedProgram program)
{
    public ImmutableArray<Removal> Find() =>
    [
        .. program.WrittenFiles.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).SelectMany(In),
    ];

    private IEnumerable<Removal> In(SyntaxTree tree)
    {
        SemanticModel? model = null;
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var removal = node switch
            {
                LockStatementSyntax statement => OfLock(tree, statement),
                FieldDeclarationSyntax field => OfVolatile(tree, field),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: var name } } call when MayProtect(name) =>
                    OfCall(tree, call, model ??= program.Compilation.GetSemanticModel(tree)),
                _ => null,
            };
            if (removal is not null)
                yield return removal;
        }
    }

    private static Removal OfLock(SyntaxTree tree, LockStatementSyntax statement) => Removal.Of(
        RemovalKind.Lock, tree, TextSpan.FromBounds(statement.SpanStart, statement.CloseParenToken.Span.End), "", statement.Statement.Span);

    private static Removal? OfVolatile(SyntaxTree tree, FieldDeclarationSyntax field)
    {
        var word = field.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.VolatileKeyword));
        return word.Span.IsEmpty ? null : Removal.Of(RemovalKind.Volatile, tree, word.Span, "", field.Declaration.Span);
    }

    private static bool MayProtect(string name) =>
        name is "Join" or "Wait" or "WaitAll" or "Increment" or "Decrement" or "Add" or "And" or "Or" or "Exchange" or "Read";

    private static Removal? OfCall(SyntaxTree tree, InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ContainingType: { } type } method)
            return null;

        switch (type.ToDisplayString())
        {
            case "System.Threading.Thread" when method.Name == "Join" && call.Parent is ExpressionStatementSyntax:
            case "System.Threading.Tasks.Task" when method.Name is "Wait" or "WaitAll" && call.Parent is ExpressionStatementSyntax:
                // The statement stays, empty: it may be all that an `if` has.
                return Removal.Of(RemovalKind.Join, tree, call.Span, "", call.Span);
            case "System.Threading.Interlocked" when PlainFormOf(call, method.Name) is { } plain && plain.Length <= call.Span.Length:
                return Removal.Of(RemovalKind.Interlocked, tree, call.Span, plain, call.Span);
            default:
                return null;
        }
    }

    private static string? PlainFormOf(InvocationExpressionSyntax call, string name)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0 || arguments.Any(static argument => argument.NameColon is not null))
            return null;

        // What these give is the old value, and what an assignment gives is the new one.
        var isForEffect = call.Parent is ExpressionStatementSyntax;
        var target = arguments[0].Expression.ToString();
        var value = arguments.Count > 1 ? arguments[1].Expression.ToString() : null;
        var plain = (name, value) switch
        {
            ("Increment", null) => $"++{target}",
            ("Decrement", null) => $"--{target}",
            ("Read", null) => target,
            ("Add", not null) => $"{target} += {value}",
            ("And", not null) when isForEffect => $"{target} &= {value}",
            ("Or", not null) when isForEffect => $"{target} |= {value}",
            ("Exchange", not null) when isForEffect => $"{target} = {value}",
            _ => null,
        };

        // A lambda or statement that ends in parentheses does nothing, says the compiler.
        return plain is not null && call.Parent is ExpressionSyntax and not LambdaExpressionSyntax ? $"({plain})" : plain;
    }
}
