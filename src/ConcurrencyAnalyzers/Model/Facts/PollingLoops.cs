using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The members of one syntax tree with a loop whose end depends on a variable that is set elsewhere in the file, found by names alone.</summary>
internal sealed class PollingLoops
{
    private static readonly ConditionalWeakTable<SyntaxTree, PollingLoops> s_known = new();

    private PollingLoops(ImmutableArray<SyntaxNode> members) => Members = members;

    /// <summary>In order of position.</summary>
    public ImmutableArray<SyntaxNode> Members { get; }

    public static PollingLoops Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        known = Find(tree, cancellation);
        return s_known.GetValue(tree, _ => known);
    }

    /// <summary>The condition of a loop, or of an <c>if</c> that leaves it.</summary>
    public static IEnumerable<ExpressionSyntax> ConditionsOf(StatementSyntax loop)
    {
        if (Loops.ConditionOf(loop) is { } head)
            yield return head;

        foreach (var exit in loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax).OfType<IfStatementSyntax>())
        {
            if (exit.Ancestors().First(Loops.IsLoop) == loop && Leaves(exit.Statement))
                yield return exit.Condition;
        }
    }

    private static PollingLoops Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var index = TreeIndex.Of(tree, cancellation);
        var polling = new List<(SyntaxNode Member, HashSet<string> Names)>();
        foreach (var member in index.Members)
        {
            cancellation.ThrowIfCancellationRequested();
            var loops = member.Node.DescendantNodes().OfType<StatementSyntax>().Where(Loops.IsLoop).ToList();
            if (loops.Count == 0)
                continue;
            var names = new HashSet<string>(loops.SelectMany(NamesPolledBy), StringComparer.Ordinal);
            names.ExceptWith(OwnLocalsOf(member.Node, names));
            if (names.Count > 0)
                polling.Add((member.Node, names));
        }

        if (polling.Count == 0)
            return new PollingLoops([]);

        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var assignment in tree.GetRoot(cancellation).DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (Targets.NameOf(assignment.Left) is { } name)
                set.Add(name);
        }

        // A property that shows its field is polled for the field.
        foreach (var member in index.Members)
        {
            var (name, value) = member.Node switch
            {
                PropertyDeclarationSyntax property => (property.Identifier.ValueText, property.ExpressionBody?.Expression),
                MethodDeclarationSyntax method => (method.Identifier.ValueText, method.ExpressionBody?.Expression),
                _ => (null, null),
            };
            if (name is not null && value is not null && NamesIn(value).Any(set.Contains))
                set.Add(name);
        }

        return new PollingLoops([.. polling.Where(one => one.Names.Overlaps(set)).Select(static one => one.Member)]);
    }

    private static IEnumerable<string> NamesPolledBy(StatementSyntax loop)
    {
        var changed = new HashSet<string>(loop.DescendantNodes().Select(static node => Targets.NameOf(Targets.Of(node))).OfType<string>(), StringComparer.Ordinal);
        return ConditionsOf(loop).SelectMany(NamesIn).Where(name => !changed.Contains(name));
    }

    /// <summary>Locals that no lambda of the member mentions: no other thread sees them.</summary>
    private static List<string> OwnLocalsOf(SyntaxNode member, HashSet<string> names)
    {
        var locals = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in member.DescendantNodes())
        {
            var name = node is ParameterSyntax parameter ? parameter.Identifier.ValueText : MemberSyntax.LocalDeclaredBy(node);
            if (name is not null && names.Contains(name))
                locals.Add(name);
        }

        if (locals.Count > 0)
        {
            foreach (var nested in member.DescendantNodes().Where(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                locals.ExceptWith(NamesIn(nested));
        }

        return [.. locals];
    }

    private static bool Leaves(StatementSyntax statement) =>
        Blocks.LastOf(statement) is ReturnStatementSyntax or BreakStatementSyntax;

    private static IEnumerable<string> NamesIn(SyntaxNode node) =>
        node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);
}
