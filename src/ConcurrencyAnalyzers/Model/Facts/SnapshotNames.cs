using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The members of one syntax tree that may replace what a variable holds by something made of it. Like <see cref="TreeIndex"/> it binds nothing.</summary>
/// <remarks>By names alone and kept with the tree. Errs towards too many.</remarks>
internal sealed class SnapshotNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, SnapshotNames> s_known = new();

    private static readonly HashSet<string> s_calls = new(StringComparer.Ordinal)
    {
        "Resize", "Write", "Exchange", "CompareExchange", "InterlockedExchange", "InterlockedCompareExchange",
    };

    private SnapshotNames(ImmutableArray<(SyntaxNode, HashSet<string>)> members) => Members = members;

    /// <summary>In order of position, each with the names of the variables that it may replace.</summary>
    public ImmutableArray<(SyntaxNode Node, HashSet<string> Names)> Members { get; }

    public static SnapshotNames Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        known = Find(tree, cancellation);
        return s_known.GetValue(tree, _ => known);
    }

    private static SnapshotNames Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var index = TreeIndex.Of(tree, cancellation);
        var calling = new HashSet<SyntaxNode>(index.MentioningAny(s_calls.Contains).Select(static member => member.Node));
        var members = ImmutableArray.CreateBuilder<(SyntaxNode, HashSet<string>)>();
        foreach (var member in index.Members)
        {
            cancellation.ThrowIfCancellationRequested();
            var names = new HashSet<string>(member.Updates.OfType<AssignmentExpressionSyntax>().Where(MayBeMade).Select(static update => Targets.NameOf(update.Left)).OfType<string>(), StringComparer.Ordinal);
            if (calling.Contains(member.Node))
                names.UnionWith(member.Nodes.OfType<InvocationExpressionSyntax>().Where(static call => Targets.NameOf(call) is { } name && s_calls.Contains(name)).Select(ReferenceIn).OfType<string>());
            if (names.Count > 0)
                members.Add((member.Node, names));
        }

        return new SnapshotNames(members.ToImmutable());
    }

    private static string? ReferenceIn(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.FirstOrDefault(static argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword)) is { } reference ? Targets.NameOf(reference.Expression) : null;

    private static bool MayBeMade(AssignmentExpressionSyntax update) => update.IsKind(SyntaxKind.SimpleAssignmentExpression) && MayBeMade(update.Right);

    /// <summary>Neither a constant nor a member of something, nor what a setter is given.</summary>
    private static bool MayBeMade(ExpressionSyntax value) => value switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText != "value",
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments.Count > 0 || creation.Initializer is not null,
        CastExpressionSyntax cast => MayBeMade(cast.Expression),
        ParenthesizedExpressionSyntax inner => MayBeMade(inner.Expression),
        BinaryExpressionSyntax either => either.IsKind(SyntaxKind.CoalesceExpression) || either.IsKind(SyntaxKind.AsExpression),
        PostfixUnaryExpressionSyntax post => MayBeMade(post.Operand),
        LiteralExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or AnonymousFunctionExpressionSyntax or PrefixUnaryExpressionSyntax
            or InterpolatedStringExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax or AssignmentExpressionSyntax => false,
        _ => true,
    };
}
