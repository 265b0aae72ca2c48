using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Sequences;

/// <summary>Removes the value that was judged and no other: <c>TryRemove</c> with key and value.</summary>
internal static class RemovedValue
{
    public static Repair? For(LateAct late, FixQuestion ask)
    {
        if (late.Check.Syntax is not InvocationExpressionSyntax check || Statements.OutOf(check) is not (var value, _) || late.Act.Key is not { } key
            || late.Act.Syntax is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, ArgumentList: { Arguments.Count: 2 } arguments }
            || arguments.Arguments[1].Expression is not (DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax } or IdentifierNameSyntax { Identifier.ValueText: "_" })
            || ComparesItself(late, ask))
        {
            return null;
        }

        var span = TextSpan.FromBounds(arguments.OpenParenToken.Span.End, arguments.CloseParenToken.SpanStart);
        return new Repair(
            $"Remove from '{late.Name}' only the value that was judged", FixSafety.Safe, "judged", late.Act.Syntax,
            all => all.In(check.SyntaxTree).Replace(span, $"new({key}, {value})", span));
    }

    /// <summary>Values that say when they are equal may say so of a changed one.</summary>
    private static bool ComparesItself(LateAct late, FixQuestion ask) =>
        ask.ModelOf(late.Act.Syntax.SyntaxTree).GetTypeInfo(late.Act.Target, ask.CancellationToken).Type is not INamedTypeSymbol { TypeArguments: { Length: 2 } arguments }
        || arguments[1] is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false } type
        || type.GetMembers("Equals").OfType<IMethodSymbol>().Any(static method => method.IsOverride);
}
