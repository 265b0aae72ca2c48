using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>The field or property that holds a thread, or all threads of a collection, beyond the method that starts it.</summary>
/// <param name="Member">The field or property.</param>
/// <param name="IsCollection">It holds a collection of threads.</param>
/// <param name="IsConstructed">The owner has it from its construction on.</param>
/// <param name="IsStarted">Where it is put there, it is started too: a join finds no thread that has not begun.</param>
internal sealed record OwnedThread(ISymbol Member, bool IsCollection, bool IsConstructed, bool IsStarted)
{
    public static OwnedThread? Of(StartedThread thread, FixQuestion ask)
    {
        foreach (var path in thread.Paths)
        {
            var member = path.Steps.Select(static step => step.Symbol).LastOrDefault(static symbol => symbol is not null);
            if (member is not (IFieldSymbol or IPropertySymbol) || member.DeclaringSyntaxReferences.IsEmpty)
                continue;

            var isConstructed = member is IFieldSymbol { IsReadOnly: true }
                || thread.Function is ConstructorDeclarationSyntax or not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax);
            var owned = new OwnedThread(
                member.OriginalDefinition, path.Steps[path.Steps.Length - 1].Index is not null, isConstructed, thread.Start is not null);
            return owned.IsCollection && (!owned.IsStarted || owned.IsGuarded(ask)) ? null : owned;
        }

        return null;
    }

    public JoinStatement JoinIn(DocumentEdits edits, SyntaxNode place) => IsCollection
        ? new JoinStatement(edits.FreshName(place, "thread", Member), Type is IArrayTypeSymbol, Member.Name)
        {
            Condition = MayBeMissing ? $"{Member.Name} is not null" : null,
        }
        : new JoinStatement(Member.Name, MayBeNull, OnlyIfAlive: !IsStarted);

    /// <summary>What a title calls it.</summary>
    public string NameOf(StartedThread thread) => IsCollection ? $"every thread in '{Member.Name}'" : thread.Name;

    private ITypeSymbol Type => Member is IFieldSymbol variable ? variable.Type : ((IPropertySymbol)Member).Type;

    /// <summary>A collection that no initializer makes is there when somebody has made it.</summary>
    private bool MayBeMissing =>
        !IsConstructed && !Member.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => IsValue(value),
            PropertyDeclarationSyntax { Initializer.Value: var value } => IsValue(value),
            _ => false,
        });

    private static bool IsValue(ExpressionSyntax? value) =>
        value is not (null or LiteralExpressionSyntax or PostfixUnaryExpressionSyntax);

    private bool MayBeNull => Type.NullableAnnotation == NullableAnnotation.Annotated || !IsConstructed;

    /// <summary>Whoever walks over a collection that others change under a lock would need the lock, which a join must not hold.</summary>
    private bool IsGuarded(FixQuestion ask) => Member.ContainingType.DeclaringSyntaxReferences
        .SelectMany(part => part.GetSyntax(ask.CancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
        .Any(name => name.Identifier.ValueText == Member.Name && name.Ancestors().Any(static node => node is LockStatementSyntax));
}
