using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Declares which lock guards a variable, <c>[GuardedBy(nameof(_gate))]</c>, and takes it where it was missing: from then on a rule sees to it.</summary>
internal static class GuardDeclaration
{
    public const string Name = "guarded-by";

    private const string Namespace = "ConcurrencyAnalyzers.Annotations";
    private const string AttributeName = "GuardedByAttribute";

    /// <summary>Whether a program has the attribute.</summary>
    public static bool IsPossibleIn(Compilation compilation) => compilation.GetTypeByMetadataName($"{Namespace}.{AttributeName}") is not null;

    /// <param name="guarded">Takes the lock where it is missing.</param>
    /// <param name="guarding">What is known of the variable.</param>
    /// <param name="ask">The program.</param>
    /// <returns>Null where the attribute is not there, cannot stand at the declaration, or would say more than is known.</returns>
    public static Repair? For(Repair guarded, GuardUse guarding, FixQuestion ask)
    {
        if (!IsPossibleIn(ask.Compilation) || GateOf(guarding) is not { } gate
            || DeclarationOf(guarding.Memory.Symbol, ask.CancellationToken) is not { } declaration)
        {
            return null;
        }

        return new Repair(
            $"{guarded.Title}; declare [GuardedBy(nameof({gate.Name}))] (held at {guarding.Share})", guarded.Safety, Name, guarded.Subject,
            edits =>
            {
                guarded.Write(edits);
                Write(edits.In(declaration.SyntaxTree), declaration, gate.Name, gate);
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

    /// <summary>Writes the attribute at a declaration, and the using where the file needs it.</summary>
    /// <param name="edits">What is changed in the file.</param>
    /// <param name="declaration">The declaration of the variable.</param>
    /// <param name="lockName">The lock as the attribute names it.</param>
    /// <param name="gate">The lock; null for <c>this</c>.</param>
    /// <param name="inFull">With its namespace, for a file that would not bear the using.</param>
    /// <returns>The attribute as it is written.</returns>
    public static string Write(DocumentEdits edits, MemberDeclarationSyntax declaration, string lockName, ISymbol? gate, bool inFull = false)
    {
        var seen = edits.Model.LookupNamespacesAndTypes(declaration.SpanStart, name: AttributeName);
        if (seen.IsEmpty && !inFull)
            Usings.Add(edits, Namespace);

        // Another attribute of the same name is nearer.
        var isNamedInFull = inFull || !seen.All(static one => one.ContainingNamespace?.ToDisplayString() == Namespace);
        var isWord = gate is not null && gate.Name == lockName && SyntaxFacts.GetKeywordKind(lockName) == SyntaxKind.None
            && edits.Model.LookupSymbols(declaration.SpanStart, name: lockName).Any(one => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, gate.OriginalDefinition));
        var text = $"[{(isNamedInFull ? Namespace + "." : "")}GuardedBy({(isWord ? $"nameof({lockName})" : $"\"{lockName}\"")})]";
        edits.Insert(declaration.SpanStart, text + " ", declaration.Span);
        return text;
    }
}
