using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Names that stand in a <c>lock</c> of one and the same text wherever the program mentions them.</summary>
/// <remarks>
/// What they hold races nowhere, and no body has to be bound to say so: that is most collections that are shared on purpose. A mention in a private
/// method that nobody names does not count: no thread gets there. Errs towards silence, where one text means two locks.
/// </remarks>
/// <param name="index">Where names are mentioned.</param>
/// <param name="only">Asks of this file alone, which no other file has a part of; null for all.</param>
internal sealed class CommonGuards(SourceIndex index, TreeIndex? only = null)
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public bool Cover(string name) =>
        _known.TryGetValue(name, out var isCovered) ? isCovered
        : _known.GetOrAdd(name, MembersMentioning(name) is { } members && HaveOneLock(members, name));

    /// <summary>The same of what a field or property holds. An item that was taken out under the lock is used without it all the same.</summary>
    public bool Cover(Access access) =>
        access.Memory.Symbol is IFieldSymbol or IPropertySymbol && (!access.Memory.IsOfItem || !access.Locks.IsEmpty) && Cover(access.Memory.Symbol.Name);

    private List<SyntaxNode>? MembersMentioning(string name) => only is null
        ? index.MembersMentioning([name], within: null, MemoryUses.MaxMembers)
        : only.MentioningAny(one => one == name).Select(static member => member.Node).ToList();

    private bool HaveOneLock(List<SyntaxNode> members, string name)
    {
        HashSet<string>? common = null;
        foreach (var mention in members.Where(member => !IsNeverCalled(member)).SelectMany(static member => member.DescendantTokens()))
        {
            if (mention.ValueText != name || mention.Parent is not SimpleNameSyntax)
                continue;

            // `other._points` needs the lock of the other object.
            if (only is not null && mention.Parent.Parent is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access && access.Name == mention.Parent)
                return false;

            var (locks, isMaking) = LocksAround(mention.Parent);
            if (isMaking)
                continue;
            if (common is null)
                common = locks;
            else
                common.IntersectWith(locks);
            if (common.Count == 0)
                return false;
        }

        return common is not null;
    }

    private bool IsNeverCalled(SyntaxNode member) =>
        member is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null, AttributeLists.Count: 0 } method
        && method.Modifiers.All(static word => word.IsKind(SyntaxKind.PrivateKeyword) || word.IsKind(SyntaxKind.StaticKeyword) || word.IsKind(SyntaxKind.AsyncKeyword))
        && method.Identifier.ValueText != "Main"
        && index.MembersMentioning([method.Identifier.ValueText], within: null, limit: 1) is { Count: 0 };

    /// <summary>The locks that the code around takes, and whether it is a constructor's own, which has the object to itself.</summary>
    private static (HashSet<string> Locks, bool IsMaking) LocksAround(SyntaxNode mention)
    {
        var locks = new HashSet<string>(StringComparer.Ordinal);
        for (SyntaxNode child = mention, parent = mention.Parent!; parent is not null; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case LockStatementSyntax held when held.Statement == child:
                    locks.Add(held.Expression.ToString());
                    break;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return (locks, false);
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return (locks, parent is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax);
            }
        }

        return (locks, false);
    }
}
