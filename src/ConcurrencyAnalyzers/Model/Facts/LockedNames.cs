using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The names that one syntax tree changes where a lock may be held: which variables a question about guards can be about, without binding.</summary>
/// <remarks>Errs towards too many. A method that is called under a lock may change what the lock guards, so that its names count too.</remarks>
internal sealed class LockedNames
{
    /// <summary>How many calls deep a helper may stand inside a file.</summary>
    private const int MaxCalls = 3;

    private static readonly ConditionalWeakTable<SyntaxTree, LockedNames> s_known = new();

    private LockedNames(HashSet<string> changed, HashSet<string> partialTypes) => (Changed, PartialTypes) = (changed, partialTypes);

    /// <summary>Names of variables that are assigned, or of containers that are changed, where a lock may be held.</summary>
    public IReadOnlyCollection<string> Changed { get; }

    /// <summary>Types of which another file may hold a part.</summary>
    public IReadOnlyCollection<string> PartialTypes { get; }

    public static LockedNames Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var names))
            return names;

        names = Find(tree, cancellation);
        return s_known.GetValue(tree, _ => names);
    }

    private static LockedNames Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var root = tree.GetRoot(cancellation);
        var members = new List<Member>();
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            cancellation.ThrowIfCancellationRequested();
            members.Add(Member.Read(member));
        }

        var changed = new HashSet<string>(StringComparer.Ordinal);
        if (members.Exists(static member => member.MayLock))
        {
            Close(members, changed);
            var asked = new HashSet<string>(members.SelectMany(static member => member.AskedUnderLock), StringComparer.Ordinal);
            if (asked.Count > 0)
                changed.UnionWith(members.SelectMany(static member => member.Changed).Where(asked.Contains));
        }

        var partial = root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(static type => type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(static type => type.Identifier.ValueText);
        return new LockedNames(changed, new HashSet<string>(partial, StringComparer.Ordinal));
    }

    private static void Close(List<Member> members, HashSet<string> changed)
    {
        var called = new HashSet<string>(members.SelectMany(static member => member.CalledUnderLock), StringComparer.Ordinal);
        changed.UnionWith(members.SelectMany(static member => member.ChangedUnderLock));
        for (var round = 0; round < MaxCalls; round++)
        {
            var further = members.Where(member => member.Name is { } name && called.Contains(name)).ToList();
            var count = called.Count;
            changed.UnionWith(further.SelectMany(static member => member.Changed));
            called.UnionWith(further.SelectMany(static member => member.Called));
            if (called.Count == count)
                break;
        }
    }

    private sealed class Member(string? name)
    {
        public string? Name { get; } = name;

        public bool MayLock { get; private set; }

        public List<string> Changed { get; } = [];

        public List<string> Called { get; } = [];

        public List<string> ChangedUnderLock { get; } = [];

        public List<string> CalledUnderLock { get; } = [];

        /// <summary>In sections of one statement, which may be there for the sake of one variable.</summary>
        public List<string> AskedUnderLock { get; } = [];

        public static Member Read(MemberSyntax syntax)
        {
            var member = new Member(syntax.Name);
            var locks = new List<TextSpan>();
            if (syntax.Node is MemberDeclarationSyntax declaration && declaration.AttributeLists.Any(static list => list.ToString().Contains("Synchronized")))
                locks.Add(syntax.Span);

            foreach (var node in syntax.Nodes)
            {
                switch (node)
                {
                    case LockStatementSyntax statement:
                        locks.Add(statement.Span);
                        if (OnlyStatementOf(statement.Statement) is { } only and (ReturnStatementSyntax or ExpressionStatementSyntax))
                            member.AskedUnderLock.AddRange(only.DescendantNodes().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText));
                        break;
                    case InvocationExpressionSyntax call when Targets.NameOf(call) is { } called:
                        // Where a call takes the lock, anything behind it may be guarded.
                        if (ApiTables.BuiltIn.Acquire(called) || called.IndexOf("lock", StringComparison.OrdinalIgnoreCase) >= 0)
                            locks.Add(TextSpan.FromBounds(call.SpanStart, syntax.Span.End));
                        member.Add(called, member.Called, member.CalledUnderLock, call, locks);
                        if (ApiTables.BuiltIn.Change(called) && ContainerOf(call) is { } container and not TreeIndex.Console)
                            member.Add(container, member.Changed, member.ChangedUnderLock, call, locks);
                        break;
                    case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } passed:
                        member.AddTarget(passed.Expression, node, locks);
                        break;
                    default:
                        member.AddTarget(Targets.Of(node), node, locks);
                        break;
                }
            }

            member.MayLock = locks.Count > 0;

            // A field may have the name of a local, and is then written with `this.` before it: such a field is left out.
            var locals = new HashSet<string>(syntax.Nodes.Select(MemberSyntax.LocalDeclaredBy).OfType<string>(), StringComparer.Ordinal);
            member.Changed.RemoveAll(locals.Contains);
            member.ChangedUnderLock.RemoveAll(locals.Contains);
            return member;
        }

        private static StatementSyntax? OnlyStatementOf(StatementSyntax body) =>
            body is not BlockSyntax block ? body : block.Statements.Count == 1 ? OnlyStatementOf(block.Statements[0]) : null;

        private void Add(string name, List<string> all, List<string> underLock, SyntaxNode node, List<TextSpan> locks)
        {
            all.Add(name);
            if (locks.Exists(span => span.Contains(node.Span)))
                underLock.Add(name);
        }

        private void AddTarget(ExpressionSyntax? target, SyntaxNode node, List<TextSpan> locks)
        {
            if (target is TupleExpressionSyntax tuple)
            {
                foreach (var item in tuple.Arguments)
                    AddTarget(item.Expression, node, locks);
            }
            else if (Targets.NameOf(target) is { } name)
            {
                Add(name, Changed, ChangedUnderLock, node, locks);
            }
        }

        private static string? ContainerOf(InvocationExpressionSyntax call) => call.Expression switch
        {
            MemberAccessExpressionSyntax access => Targets.NameOf(access.Expression),
            MemberBindingExpressionSyntax binding => Targets.NameOf(binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression),
            _ => null,
        };
    }
}
