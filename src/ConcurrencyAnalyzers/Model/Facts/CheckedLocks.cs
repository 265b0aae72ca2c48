using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The members of one syntax tree that look at a variable, take a lock and set that variable: what a question about such checks has to bind.</summary>
/// <remarks>By names alone and kept with the tree. Errs towards too many; check and lock may stand in two members of one file.</remarks>
internal sealed class CheckedLocks
{
    private static readonly ConditionalWeakTable<SyntaxTree, CheckedLocks> s_known = new();

    private CheckedLocks(ImmutableArray<SyntaxNode> members) => Members = members;

    /// <summary>In order of position.</summary>
    public ImmutableArray<SyntaxNode> Members { get; }

    public static CheckedLocks Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        known = Find(tree, cancellation);
        return s_known.GetValue(tree, _ => known);
    }

    private static CheckedLocks Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var members = new List<Member>();
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            cancellation.ThrowIfCancellationRequested();
            members.Add(Member.Read(member));
        }

        var locking = members.Where(static member => member.Locks >= 0).ToList();
        if (locking.Count == 0)
            return new CheckedLocks([]);

        var byName = members.Where(static member => member.Name is not null).ToLookup(static member => member.Name!, StringComparer.Ordinal);
        foreach (var member in locking)
            member.SetUnderLock.UnionWith(member.CalledAfterLock.SelectMany(name => byName[name]).SelectMany(static callee => callee.Set));

        var callers = CallersOf(locking, members);
        var found = new HashSet<SyntaxNode>();
        foreach (var member in locking)
        {
            var set = member.SetUnderLock;
            if (member.Checks.Any(check => check.Position < member.LastLock && (check.IsAroundTwoLocks || set.Overlaps(check.Names))))
                found.Add(member.Node);

            foreach (var caller in callers[member.Name ?? ""])
            {
                if (caller != member && caller.Checks.Any(check => set.Overlaps(check.Names) && NamesIn(check.Region).Contains(member.Name!)))
                {
                    found.Add(caller.Node);
                    found.Add(member.Node);
                }
            }
        }

        return new CheckedLocks([.. found.OrderBy(static node => node.SpanStart)]);
    }

    /// <summary>By the name of a member that locks: the members that mention it and check what some such member sets.</summary>
    /// <remarks>One walk through each of them: to look for each name in each region grows with the square of the file.</remarks>
    private static ILookup<string, Member> CallersOf(List<Member> locking, List<Member> members)
    {
        var names = new HashSet<string>(locking.Select(static member => member.Name).OfType<string>(), StringComparer.Ordinal);
        var set = new HashSet<string>(locking.SelectMany(static member => member.SetUnderLock), StringComparer.Ordinal);
        return members
            .Where(member => member.Checks.Exists(check => set.Overlaps(check.Names)))
            .SelectMany(member => NamesIn(member.Node).Where(names.Contains), static (member, name) => (member, name))
            .ToLookup(static caller => caller.name, static caller => caller.member, StringComparer.Ordinal);
    }

    private static HashSet<string> NamesIn(SyntaxNode node) =>
        new(node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);

    /// <param name="Position">Where the condition begins.</param>
    /// <param name="Names">What it mentions.</param>
    /// <param name="Region">The code that it may let one into.</param>
    /// <param name="IsAroundTwoLocks">Directly inside stands a lock, and in that another check.</param>
    private sealed record Check(int Position, HashSet<string> Names, SyntaxNode Region, bool IsAroundTwoLocks);

    private sealed class Member(SyntaxNode node, string? name)
    {
        public SyntaxNode Node { get; } = node;

        public string? Name { get; } = name;

        /// <summary>Where the first lock is taken; -1 where none is.</summary>
        public int Locks { get; private set; } = -1;

        public int LastLock { get; private set; } = -1;

        public List<Check> Checks { get; } = [];

        public List<string> Set { get; } = [];

        /// <summary>After the first lock, by the member itself or by what it calls there.</summary>
        public HashSet<string> SetUnderLock { get; } = new(StringComparer.Ordinal);

        public List<string> CalledAfterLock { get; } = [];

        public static Member Read(MemberSyntax syntax)
        {
            var member = new Member(syntax.Node, syntax.Name);
            var copies = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
            foreach (var node in syntax.Nodes)
                member.Read(node, copies);
            return member;
        }

        private void Read(SyntaxNode node, Dictionary<string, HashSet<string>> copies)
        {
            switch (node)
            {
                case LockStatementSyntax:
                    Take(node.SpanStart);
                    break;
                case InvocationExpressionSyntax call:
                    if (Targets.NameOf(call) is not { } method)
                        break;
                    if (ApiTables.BuiltIn.Acquire(method) || method.IndexOf("lock", StringComparison.OrdinalIgnoreCase) >= 0)
                        Take(node.SpanStart);
                    else if (Locks >= 0)
                        CalledAfterLock.Add(method);
                    break;
                case AssignmentExpressionSyntax { Left: var left, Right: var right }:
                    if (Targets.NameOf(left) is not { } target)
                        break;
                    Set.Add(target);
                    if (Locks >= 0)
                        SetUnderLock.Add(target);
                    Copy(target, right, copies);
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument:
                    if (Targets.NameOf(argument.Expression) is not { } passed)
                        break;
                    Set.Add(passed);
                    if (Locks >= 0)
                        SetUnderLock.Add(passed);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: var value } declarator:
                    Copy(declarator.Identifier.ValueText, value, copies);
                    break;
                case IfStatementSyntax statement:
                    // Where the condition sends one away, what is behind the statement goes on.
                    Add(statement.Condition, statement.Else is null && Blocks.Leave(statement.Statement) ? statement.Parent! : statement, copies, IsAroundTwo(statement));
                    break;
                case ConditionalExpressionSyntax conditional:
                    Add(conditional.Condition, conditional, copies, isAroundTwoLocks: false);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                    Add(coalesce.Left, coalesce.Right, copies, isAroundTwoLocks: false);
                    break;
            }
        }

        private void Take(int position) => (Locks, LastLock) = (Locks < 0 ? position : Locks, position);

        private void Add(SyntaxNode condition, SyntaxNode region, Dictionary<string, HashSet<string>> copies, bool isAroundTwoLocks)
        {
            var names = NamesIn(condition);
            foreach (var name in names.ToList())
            {
                if (copies.TryGetValue(name, out var sources))
                    names.UnionWith(sources);
            }

            Checks.Add(new Check(condition.SpanStart, names, region, isAroundTwoLocks));
        }

        private static void Copy(string name, ExpressionSyntax value, Dictionary<string, HashSet<string>> copies)
        {
            if (value is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax))
                return;
            if (!copies.TryGetValue(name, out var sources))
                copies.Add(name, sources = new HashSet<string>(StringComparer.Ordinal));
            sources.UnionWith(NamesIn(value));
        }

        private static bool IsAroundTwo(IfStatementSyntax statement) =>
            Blocks.OnlyOf(statement.Statement) is LockStatementSyntax held && Blocks.OnlyOf(held.Statement) is IfStatementSyntax;
    }
}
