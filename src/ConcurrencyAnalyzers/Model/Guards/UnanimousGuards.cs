using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>The variables of a program that one lock guards at most or at all of their accesses, and that do not say so yet.</summary>
/// <remarks>
/// A finding is silent where something may be right. A declaration has to be right itself: what a finding leaves out, since a lock may be held under another name or the
/// object is not known, counts against it here. What is declared are both the variable and what it holds.
/// </remarks>
internal sealed class UnanimousGuards(
    Compilation compilation, BodyReader reader, MemoryUses uses, GuardFinder guards, DeclaredGuards declared, Entrances entrances)
{
    private readonly Lazy<HashSet<string>> _changed = new(() =>
        new HashSet<string>(compilation.SyntaxTrees.SelectMany(static tree => LockedNames.Of(tree, default).Changed), StringComparer.Ordinal));

    /// <summary>Those that <paramref name="tree"/> declares, in order of position.</summary>
    public IEnumerable<GuardCount> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var declaration in VariablesIn(tree, cancellation))
        {
            if (reader.ModelOf(tree).GetDeclaredSymbol(declaration, cancellation) is { ContainingType: not null, IsImplicitlyDeclared: false } variable
                && Count(variable, declaration, cancellation) is { } count)
            {
                yield return count;
            }
        }
    }

    private IEnumerable<SyntaxNode> VariablesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is FieldDeclarationSyntax field)
            {
                foreach (var variable in field.Declaration.Variables)
                {
                    if (_changed.Value.Contains(variable.Identifier.ValueText))
                        yield return variable;
                }
            }
            else if (node is PropertyDeclarationSyntax property && _changed.Value.Contains(property.Identifier.ValueText))
            {
                yield return property;
            }
        }
    }

    private GuardCount? Count(ISymbol variable, SyntaxNode declaration, CancellationToken cancellation)
    {
        if (declared.DeclarationOn(variable) is not null || variable is IPropertySymbol property && !PropertyShapes.HasField(property))
            return null;

        Memory[] memories = [new(variable, isElement: false), new(variable, isElement: true)];
        if (memories.Select(memory => guards.GuardingOf(memory, cancellation)).FirstOrDefault(static one => one is { IsUsual: true, Held.Length: > 0 }) is not { } usual)
            return null;

        var name = usual.Beside is { } path ? DeclaredGuards.NameOf(path, variable.ContainingType) : null;
        if (name is null)
            return new GuardCount(variable, declaration, usual.GuardName, usual.Held.Length, usual.Missing, usual.Guard) { IsNameless = true };

        var guard = usual.Guard.At(usual.Beside!);
        var (held, missing, doubtful) = (new HashSet<SyntaxNode>(), new List<Access>(), new List<Access>());
        foreach (var memory in memories)
        {
            if (uses.Of(memory, cancellation) is { Cause: UnknownCause.None, Accesses.IsEmpty: true })
                continue;
            if (guards.AsDeclared(memory, guard, cancellation) is not { } known)
                return null;

            held.UnionWith(known.Held.Select(static access => access.Target));
            missing.AddRange(known.Missing);
            doubtful.AddRange(uses.Of(memory, cancellation).Accesses.Where(access =>
                !known.Held.Contains(access) && !known.Missing.Contains(access) && IsDoubtful(access, guard, memory, cancellation)));
        }

        return held.Count < GuardUse.FewestHeld ? null : new GuardCount(variable, declaration, name, held.Count, Places(missing), guard)
        {
            Doubtful = Places(doubtful),
            IsForOthers = entrances.IsLibrary && IsShown(variable),
        };
    }

    /// <summary>Who calls a container reads the variable that holds it: one place, where two variables are meant.</summary>
    private static ImmutableArray<Access> Places(List<Access> accesses) =>
    [
        .. accesses.GroupBy(static access => access.Target).Select(static place => place.First())
            .OrderBy(static access => access.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static access => access.Syntax.SpanStart),
    ];

    /// <summary>Whether an access that is not counted may still be one without the lock, on another thread.</summary>
    private bool IsDoubtful(Access access, HeldLock guard, Memory memory, CancellationToken cancellation)
    {
        if (GuardFinder.HoldsItself(access, guard, memory) || access.IsThroughAccessors)
            return false;
        if (access.IsAtomic || access.LockedAtWrite || access.Path.Root is PathRoot.Unknown or PathRoot.Local || !access.Path.IsCertain)
            return true;
        return guards.ApproachOf(access, cancellation) == Approach.Unknown || GuardFinder.IsElsewhere(access);
    }

    /// <summary>Whether another program has the variable, by its getter at least.</summary>
    private static bool IsShown(ISymbol variable)
    {
        for (ISymbol? one = variable; one is not null and not INamespaceSymbol; one = one.ContainingSymbol)
        {
            if (one.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}

/// <summary>How many accesses to a variable hold the lock that most of them hold.</summary>
/// <param name="Variable">A field or property.</param>
/// <param name="Declaration">The declarator or property.</param>
/// <param name="LockName">As an attribute at the declaration would name it.</param>
/// <param name="Held">How many hold it.</param>
/// <param name="Missing">Those that do not, in order of path and position.</param>
/// <param name="Guard">The lock, as members of the variable's type call it.</param>
internal sealed record GuardCount(ISymbol Variable, SyntaxNode Declaration, string LockName, int Held, ImmutableArray<Access> Missing, HeldLock Guard)
{
    /// <summary>Of these it is not known.</summary>
    public ImmutableArray<Access> Doubtful { get; init; } = ImmutableArray<Access>.Empty;

    /// <summary>Nothing that stands at the declaration can name the lock.</summary>
    public bool IsNameless { get; init; }

    /// <summary>Other programs can use the variable, and nobody knows how.</summary>
    public bool IsForOthers { get; init; }

    public bool IsUnanimous => Missing.IsEmpty && Doubtful.IsEmpty && !IsNameless && !IsForOthers;

    public int All => Held + Missing.Length + Doubtful.Length;
}
