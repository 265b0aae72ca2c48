using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Fixes.Checks;

/// <summary>Reads and writes a captured local by <c>Volatile</c>: a local cannot be declared so.</summary>
internal sealed class VolatileLocal
{
    private readonly ImmutableArray<Access> _accesses;
    private readonly INamedTypeSymbol _volatile;

    private VolatileLocal(ImmutableArray<Access> accesses, INamedTypeSymbol type) => (_accesses, _volatile) = (accesses, type);

    /// <returns>Null where the variable is none, or a write has no such form.</returns>
    public static VolatileLocal? Of(Memory memory, FixQuestion ask)
    {
        if (memory is not { Symbol: ILocalSymbol, IsElement: false } || ask.Compilation.GetTypeByMetadataName("System.Threading.Volatile") is not { } type)
            return null;

        var accesses = ask.Model.AccessesTo(memory, ask.CancellationToken).Where(static access => !access.IsAtomic).ToImmutableArray();
        return accesses.IsEmpty || !accesses.All(HasForm) ? null : new VolatileLocal(accesses, type);
    }

    public void Write(SolutionEdits all)
    {
        foreach (var access in _accesses)
        {
            var edits = all.In(access.Syntax.SyntaxTree);
            var name = _volatile.ToMinimalDisplayString(edits.Model, access.Syntax.SpanStart);
            var span = access.Syntax.Span;
            if (access.Syntax is AssignmentExpressionSyntax assignment)
            {
                edits.Insert(span.Start, $"{name}.Write(ref ", span);
                edits.Replace(TextSpan.FromBounds(assignment.Left.Span.End, assignment.Right.SpanStart), ", ", span);
            }
            else
            {
                edits.Insert(span.Start, $"{name}.Read(ref ", span);
            }

            edits.Insert(span.End, ")", span);
        }
    }

    /// <summary>A write whose value nobody uses, or a read.</summary>
    private static bool HasForm(Access access) => access.Kind switch
    {
        AccessKind.Read => access.Syntax is IdentifierNameSyntax,
        AccessKind.Write => access.Syntax is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax, Parent: ExpressionStatementSyntax or LambdaExpressionSyntax },
        _ => false,
    };
}
