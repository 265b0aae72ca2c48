using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Declares which lock guards a variable, <c>[GuardedBy(nameof(_gate))]</c>, and takes it where it was missing: from then on a rule sees to it.</summary>
internal static class GuardDeclaration
{
    public const string Name = "guarded-by";

    private const string Namespace = "ConcurrencyAnalyzers.Annotations";

    /// <param name="guarded">Takes the lock where it is missing.</param>
    /// <param name="guarding">What is known of the variable.</param>
    /// <param name="ask">The program.</param>
    /// <returns>Null where the attribute is not there, cannot stand at the declaration, or would say more than is known.</returns>
    public static Repair? For(Repair guarded, GuardUse guarding, FixQuestion ask)
    {
        if (ask.Compilation.GetTypeByMetadataName(Namespace + ".GuardedByAttribute") is null || GateOf(guarding) is not { } gate
            || DeclarationOf(guarding.Memory.Symbol, ask.CancellationToken) is not { } declaration)
        {
            return null;
        }

        return new Repair(
            $"{guarded.Title}; declare [GuardedBy(nameof({gate.Name}))] (held at {guarding.Share})", guarded.Safety, Name, guarded.Subject,
            edits =>
            {
                guarded.Write(edits);
                Write(edits.In(declaration.SyntaxTree), declaration, gate);
            });
    }

    /// <summary>A field that the variable's type can name by one word.</summary>
    private static IFieldSymbol? GateOf(GuardUse guarding) =>
        guarding.Guard.Symbol is IFieldSymbol gate
        && DeclaredGuards.PathOf(gate.Name, guarding.Memory.Symbol.ContainingType) is { } path
        && path.Equals(gate.IsStatic ? MemoryPath.StaticMember(gate) : MemoryPath.This.Then(PathStep.Member(gate)))
            ? gate
            : null;

    /// <summary>The attribute would speak of every variable of its declaration.</summary>
    private static MemberDeclarationSyntax? DeclarationOf(ISymbol variable, CancellationToken cancellationToken) =>
        variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: BaseFieldDeclarationSyntax field } } => field,
            PropertyDeclarationSyntax property => property,
            _ => null,
        };

    private static void Write(DocumentEdits edits, MemberDeclarationSyntax declaration, IFieldSymbol gate)
    {
        if (edits.Model.LookupNamespacesAndTypes(declaration.SpanStart, name: "GuardedByAttribute").IsEmpty)
            Usings.Add(edits, Namespace);
        edits.Insert(declaration.SpanStart, $"[GuardedBy(nameof({gate.Name}))] ", declaration.Span);
    }
}
