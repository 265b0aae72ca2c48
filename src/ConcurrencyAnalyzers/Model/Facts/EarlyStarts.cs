using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The constructors of one tree that may let others have the object before they are done. Like <see cref="TreeIndex"/> it binds nothing.</summary>
/// <remarks>
/// A constructor may do so where it says a word that starts threads, calls a method of its file that does, hands out a function or <c>this</c>, or
/// subscribes to an event. Most do none of that, or do nothing afterwards, and need no binding.
/// </remarks>
internal sealed class EarlyStarts
{
    /// <summary>How many methods of the file may lie between a constructor and the word.</summary>
    private const int MaxCalls = 2;

    private static readonly ConditionalWeakTable<SyntaxTree, EarlyStarts> s_known = new();

    private EarlyStarts(SyntaxTree tree, CancellationToken cancellation)
    {
        var index = TreeIndex.Of(tree, cancellation);
        var constructors = index.Members.Where(static member => IsOfInstance(member.Node)).ToList();
        if (constructors.Count == 0)
            return;

        var methods = new HashSet<string>(index.Members.Select(static member => NameOf(member.Node)).OfType<string>(), StringComparer.Ordinal);
        var starting = StartingMethods(index);
        foreach (var member in constructors)
        {
            cancellation.ThrowIfCancellationRequested();
            var constructor = (ConstructorDeclarationSyntax)member.Node;
            var before = constructor.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer } ? [constructor.Identifier.ValueText]
                : (constructor.Parent as TypeDeclarationSyntax)?.BaseList?.Types.Select(static one => TypeNames.Of(one.Type)).OfType<string>().ToImmutableArray();
            if (before is { IsDefaultOrEmpty: false } names)
                Chained.Add((member, names));
            if (LetsGo(constructor, methods, starting))
                Constructors.Add(member);
        }
    }

    /// <summary>In order of position.</summary>
    public List<MemberSyntax> Constructors { get; } = [];

    /// <summary>The constructors before which another has run, one of their own class or of a base, with the names of the classes that it may be of.</summary>
    public List<(MemberSyntax Constructor, ImmutableArray<string> Types)> Chained { get; } = [];

    public static EarlyStarts Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        known = new EarlyStarts(tree, cancellation);
        return s_known.GetValue(tree, _ => known);
    }

    public static string TypeOf(MemberSyntax constructor) => ((ConstructorDeclarationSyntax)constructor.Node).Identifier.ValueText;

    private static bool IsOfInstance(SyntaxNode member) =>
        member is ConstructorDeclarationSyntax { Parent: ClassDeclarationSyntax or RecordDeclarationSyntax } constructor && !constructor.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static HashSet<string> StartingMethods(TreeIndex index)
    {
        var names = new HashSet<string>(
            index.Members.Select(static member => member.Node).OfType<MethodDeclarationSyntax>().Where(static method => method.Modifiers.Any(SyntaxKind.AsyncKeyword)).Select(static method => method.Identifier.ValueText),
            StringComparer.Ordinal);
        Func<string, bool> isMeant = TreeIndex.IsStart;
        for (var calls = 0; calls < MaxCalls; calls++)
        {
            foreach (var member in index.MentioningAny(isMeant))
            {
                if (NameOf(member.Node) is { } name)
                    names.Add(name);
            }

            isMeant = names.Contains;
        }

        return names;
    }

    private static string? NameOf(SyntaxNode member) => (member as MethodDeclarationSyntax)?.Identifier.ValueText;

    private static bool LetsGo(ConstructorDeclarationSyntax constructor, HashSet<string> methods, HashSet<string> starting)
    {
        foreach (var token in constructor.DescendantTokens())
        {
            switch (token.Kind())
            {
                case SyntaxKind.IdentifierToken when token.Parent is SimpleNameSyntax name:
                    if (TreeIndex.IsStart(token.ValueText) || starting.Contains(token.ValueText) || (methods.Contains(token.ValueText) && IsArgument(name)))
                        return true;
                    break;
                case SyntaxKind.EqualsGreaterThanToken when token.Parent is LambdaExpressionSyntax:
                case SyntaxKind.DelegateKeyword when token.Parent is AnonymousMethodExpressionSyntax:
                case SyntaxKind.PlusEqualsToken:
                case SyntaxKind.ThisKeyword when token.Parent is ThisExpressionSyntax { Parent: ArgumentSyntax or AssignmentExpressionSyntax }:
                    return true;
            }
        }

        return false;
    }

    private static bool IsArgument(SimpleNameSyntax name) => name.Parent is ArgumentSyntax || name.Parent is MemberAccessExpressionSyntax { Parent: ArgumentSyntax } access && access.Name == name;
}
