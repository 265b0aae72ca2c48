using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Names of the fields of one tree by what their declarations, and calls of <c>Interlocked</c>, say of them. Like <see cref="TreeIndex"/> it binds nothing.</summary>
/// <remarks>A question begins with them: where no member changes a variable of such a name, nothing has to be bound for it.</remarks>
internal sealed class DeclaredNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, DeclaredNames> s_known = new();
    private static readonly string[] s_atomicTypes = ["Interlocked", "Volatile", "Thread", "ImmutableInterlocked"];

    private readonly Lazy<bool> _takesLocks;

    private DeclaredNames(SyntaxTree tree, CancellationToken cancellation)
    {
        var properties = new List<PropertyDeclarationSyntax>();
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(TreeIndex.IsOutsideBodies))
        {
            if (node is FieldDeclarationSyntax field)
            {
                AddField(field);
            }
            else if (node is PropertyDeclarationSyntax { AccessorList: not null } property)
            {
                properties.Add(property);
                if (property.Modifiers.Any(SyntaxKind.StaticKeyword))
                    Statics.Add(property.Identifier.ValueText);
            }
        }

        if (Volatiles.Count > 0)
            Volatiles.UnionWith(properties.Where(property => ShowsAny(Volatiles, property)).Select(static property => property.Identifier.ValueText).ToList());

        var index = TreeIndex.Of(tree, cancellation);
        _takesLocks = new(() => index.Mentions("Synchronized") || index.MentioningAny(ApiTables.BuiltIn.Acquire).Any() || index.Members.Any(static member => member.Node.DescendantNodes().Any(static node => node is LockStatementSyntax)));
        foreach (var member in s_atomicTypes.Where(index.Mentions).SelectMany(name => index.Mentioning(name, new(0, tree.Length))).Distinct())
        {
            foreach (var argument in member.Node.DescendantNodes().OfType<ArgumentSyntax>())
                AddAtomic(argument);
        }
    }

    /// <summary>Whether any word here could take a lock. Errs towards yes.</summary>
    public bool TakesLocks => _takesLocks.Value;

    /// <summary>Of volatile fields, and of properties whose accessors mention one.</summary>
    public HashSet<string> Volatiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Of static fields and properties that can be set.</summary>
    public HashSet<string> Statics { get; } = new(StringComparer.Ordinal);

    /// <summary>Of what <c>Interlocked</c>, <c>Volatile</c> and their like get by reference.</summary>
    public HashSet<string> Atomics { get; } = new(StringComparer.Ordinal);

    public static DeclaredNames Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var names))
            return names;

        names = new DeclaredNames(tree, cancellation);
        return s_known.GetValue(tree, _ => names);
    }

    private void AddField(FieldDeclarationSyntax field)
    {
        var names = field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText);
        if (field.Modifiers.Any(SyntaxKind.VolatileKeyword))
            Volatiles.UnionWith(names);

        // A readonly field can hold a collection that is changed.
        if (field.Modifiers.Any(SyntaxKind.StaticKeyword))
            Statics.UnionWith(names);
    }

    private static bool ShowsAny(HashSet<string> fields, PropertyDeclarationSyntax property) =>
        property.AccessorList!.Accessors.Any(static accessor => accessor.Body is not null || accessor.ExpressionBody is not null)
        && property.AccessorList.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && fields.Contains(token.ValueText));

    private void AddAtomic(ArgumentSyntax argument)
    {
        if (argument is { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var type } } }
            && s_atomicTypes.Contains(Targets.NameOf(type), StringComparer.Ordinal) && Targets.NameOf(argument.Expression) is { } name)
        {
            Atomics.Add(name);
        }
    }
}
