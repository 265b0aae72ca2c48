using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Sequences;

/// <summary>Keeps the object that was made first, for all threads: <c>LazyInitializer.EnsureInitialized</c>.</summary>
internal static class EnsuredObject
{
    public static Repair? For(LateAct late, FixQuestion ask)
    {
        // A second one is made all the same: only where nobody notices.
        if (late.Act.Memory.Symbol is not IFieldSymbol { IsReadOnly: false, IsVolatile: false } || late.Act.Syntax is not AssignmentExpressionSyntax assignment || MadeBy(assignment) is not { } made
            || !Statements.CanMove(made) || IsNoticed(made, ask) || ask.Compilation.GetTypeByMetadataName("System.Threading.LazyInitializer") is not { } lazy)
        {
            return null;
        }

        SyntaxNode? whole = assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) || assignment.Right != made ? assignment
            : assignment.Parent is ExpressionStatementSyntax statement ? CheckAround(statement, late)
            : null;
        if (whole is null)
            return null;

        var end = whole is StatementSyntax ? ";" : "";
        return new Repair($"Keep the '{late.Name}' that is made first; whoever comes second drops another", FixSafety.Safe, "first", late.Act.Syntax, all =>
        {
            var edits = all.In(whole.SyntaxTree);
            var name = lazy.ToMinimalDisplayString(edits.Model, whole.SpanStart);
            edits.Replace(whole.Span, $"{name}.EnsureInitialized(ref {assignment.Left}, () => {made}){end}", whole.Span);
        });
    }

    /// <summary><c>_x ??= made</c>, <c>_x = _x ?? made</c>, <c>_x = made</c>.</summary>
    private static ExpressionSyntax? MadeBy(AssignmentExpressionSyntax assignment) => assignment switch
    {
        { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce } =>
            SyntaxFactory.AreEquivalent(coalesce.Left, assignment.Left) ? coalesce.Right : null,
        { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } => assignment.Right,
        _ => null,
    };

    /// <summary>The <c>if</c> that holds the assignment and nothing else, and asks for nothing else.</summary>
    private static IfStatementSyntax? CheckAround(ExpressionStatementSyntax statement, LateAct late)
    {
        var parent = statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement.Parent;
        return parent is IfStatementSyntax { Else: null } check && check.Condition.Span.Contains(late.Check.Syntax.Span)
            && check.Condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax }
            ? check
            : null;
    }

    /// <summary>Objects whose making does something, or that somebody has to end.</summary>
    private static bool IsNoticed(ExpressionSyntax made, FixQuestion ask)
    {
        if (made is not (BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax)
            || made.DescendantNodes().Any(static node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax }))
            return true;
        var info = ask.ModelOf(made.SyntaxTree).GetTypeInfo(made, ask.CancellationToken);
        return (info.Type ?? info.ConvertedType) is not { } type || type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_IDisposable)
            || type.Name is "Thread" or "Task" or "Timer"
            || type is INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } own && own.InstanceConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared
                && constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is ConstructorDeclarationSyntax code && code.DescendantNodes().Any(static node => node is InvocationExpressionSyntax)));
    }
}
