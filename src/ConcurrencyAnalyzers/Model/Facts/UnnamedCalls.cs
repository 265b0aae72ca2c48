using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The members of a file that call something without naming it, by what the source has in its place: <c>a + b</c>, <c>a[0]</c>.</summary>
/// <remarks>Read when somebody asks who calls an operator, an accessor of an indexer or the like, and kept with the tree; most questions never do.</remarks>
internal sealed class UnnamedCalls
{
    private const string Indexer = "this[]";
    private const string Walk = "foreach";
    private const string Disposal = "using";
    private const string Awaiting = "await";
    private const string Initializer = "{}";
    private const string Deconstruction = "(,)";
    private const string Interpolation = "$";
    private const string Query = "from";
    private const string Cast = "()";
    private const string Condition = "op_True";
    private const string Assigned = "Assignment";
    private const string Queued = "UnsafeQueueUserWorkItem";
    private const string Checked = "Checked";

    /// <summary>The interface of objects that the pool runs.</summary>
    public const string WorkItem = "IThreadPoolWorkItem";

    private static readonly ConditionalWeakTable<SyntaxTree, UnnamedCalls> s_known = new();

    private readonly Dictionary<string, List<MemberSyntax>> _members = new(StringComparer.Ordinal);

    private UnnamedCalls(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(member.Node, member);
            foreach (var node in member.Nodes)
                Add(node, member);
        }
    }

    public static UnnamedCalls Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        known = new UnnamedCalls(tree, cancellation);
        return s_known.GetValue(tree, _ => known);
    }

    /// <summary>The members that make a call for which <paramref name="call"/> stands, in order of position.</summary>
    public IReadOnlyList<MemberSyntax> Making(string call) => _members.TryGetValue(call, out var members) ? members : [];

    /// <summary>Everything that stands for a call, with the members that make one; those of one kind in order of position.</summary>
    public IEnumerable<(string Call, SyntaxNode Member)> Members => _members.SelectMany(static one => one.Value.Select(member => (one.Key, member.Node)));

    /// <summary>What may stand in the source where <paramref name="method"/> is called; null where only its name can.</summary>
    public static string? For(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor } => method.ContainingType.GetAttributes().Any(static one => one.AttributeClass?.Name == "InterpolatedStringHandlerAttribute") ? Interpolation : null,
        { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => OfOperator(method.Name),
        { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => Indexer,
        { AssociatedSymbol: IPropertySymbol { Name: "Current" } } => Walk,
        { AssociatedSymbol: IPropertySymbol { Name: "IsCompleted" } } => Awaiting,
        _ => method.Name.Substring(method.Name.LastIndexOf('.') + 1) switch
        {
            "GetEnumerator" or "MoveNext" or "GetAsyncEnumerator" or "MoveNextAsync" => Walk,
            "Dispose" or "DisposeAsync" => Disposal,
            "GetAwaiter" or "GetResult" => Awaiting,
            "Add" => Initializer,
            "Execute" when method.ContainingType.Name == WorkItem => Queued,
            "Deconstruct" => Deconstruction,
            "AppendLiteral" or "AppendFormatted" => Interpolation,
            "Select" or "SelectMany" or "Where" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "GroupBy" or "Join" or "GroupJoin" or "Cast" => Query,
            _ => null,
        },
    };

    private static string OfOperator(string name) => name switch
    {
        "op_Implicit" or "op_Explicit" or "op_CheckedExplicit" => Cast,
        "op_True" or "op_False" => Condition,
        _ => name.Replace(Checked, "").Replace(Assigned, ""),
    };

    private void Add(SyntaxNode node, MemberSyntax member)
    {
        switch (node)
        {
            case BracketedArgumentListSyntax:
                Add(Indexer, member);
                break;
            case BinaryExpressionSyntax or AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax:
                if (OperatorOf(node.Kind()) is { } operators)
                    Add(operators, member);
                if (node.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression)
                    Add(Condition, member);
                if (node is AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax })
                    Add(Deconstruction, member);
                break;
            case IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or ConditionalExpressionSyntax:
                Add(Condition, member);
                break;
            case CommonForEachStatementSyntax:
                Add(Walk, member);
                if (node is ForEachVariableStatementSyntax)
                    Add(Deconstruction, member);
                break;
            case SpreadElementSyntax:
                Add(Walk, member);
                break;
            case PositionalPatternClauseSyntax:
                Add(Deconstruction, member);
                break;
            case UsingStatementSyntax:
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }:
                Add(Disposal, member);
                break;
            case AwaitExpressionSyntax:
                Add(Awaiting, member);
                break;
            case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.CollectionInitializerExpression or (int)SyntaxKind.ComplexElementInitializerExpression }:
                Add(Initializer, member);
                break;
            case InterpolatedStringExpressionSyntax:
                Add(Interpolation, member);
                break;
            case QueryExpressionSyntax:
                Add(Query, member);
                break;
            case IdentifierNameSyntax { Identifier.ValueText: Queued }:
                Add(Queued, member);
                break;
            case CastExpressionSyntax:
                Add(Cast, member);
                break;
        }
    }

    private void Add(string call, MemberSyntax member)
    {
        if (!_members.TryGetValue(call, out var members))
            _members.Add(call, members = []);
        if (members.Count == 0 || members[members.Count - 1] != member)
            members.Add(member);
    }

    /// <summary>An operator method of the language by the expression that calls it; null where the expression calls none.</summary>
    private static string? OperatorOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddExpression or SyntaxKind.AddAssignmentExpression => WellKnownMemberNames.AdditionOperatorName,
        SyntaxKind.SubtractExpression or SyntaxKind.SubtractAssignmentExpression => WellKnownMemberNames.SubtractionOperatorName,
        SyntaxKind.MultiplyExpression or SyntaxKind.MultiplyAssignmentExpression => WellKnownMemberNames.MultiplyOperatorName,
        SyntaxKind.DivideExpression or SyntaxKind.DivideAssignmentExpression => WellKnownMemberNames.DivisionOperatorName,
        SyntaxKind.ModuloExpression or SyntaxKind.ModuloAssignmentExpression => WellKnownMemberNames.ModulusOperatorName,
        SyntaxKind.BitwiseAndExpression or SyntaxKind.AndAssignmentExpression or SyntaxKind.LogicalAndExpression => WellKnownMemberNames.BitwiseAndOperatorName,
        SyntaxKind.BitwiseOrExpression or SyntaxKind.OrAssignmentExpression or SyntaxKind.LogicalOrExpression => WellKnownMemberNames.BitwiseOrOperatorName,
        SyntaxKind.ExclusiveOrExpression or SyntaxKind.ExclusiveOrAssignmentExpression => WellKnownMemberNames.ExclusiveOrOperatorName,
        SyntaxKind.LeftShiftExpression or SyntaxKind.LeftShiftAssignmentExpression => WellKnownMemberNames.LeftShiftOperatorName,
        SyntaxKind.RightShiftExpression or SyntaxKind.RightShiftAssignmentExpression => WellKnownMemberNames.RightShiftOperatorName,
        SyntaxKind.UnsignedRightShiftExpression or SyntaxKind.UnsignedRightShiftAssignmentExpression => WellKnownMemberNames.UnsignedRightShiftOperatorName,
        SyntaxKind.EqualsExpression => WellKnownMemberNames.EqualityOperatorName,
        SyntaxKind.NotEqualsExpression => WellKnownMemberNames.InequalityOperatorName,
        SyntaxKind.LessThanExpression => WellKnownMemberNames.LessThanOperatorName,
        SyntaxKind.LessThanOrEqualExpression => WellKnownMemberNames.LessThanOrEqualOperatorName,
        SyntaxKind.GreaterThanExpression => WellKnownMemberNames.GreaterThanOperatorName,
        SyntaxKind.GreaterThanOrEqualExpression => WellKnownMemberNames.GreaterThanOrEqualOperatorName,
        SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression => WellKnownMemberNames.IncrementOperatorName,
        SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression => WellKnownMemberNames.DecrementOperatorName,
        SyntaxKind.UnaryPlusExpression => WellKnownMemberNames.UnaryPlusOperatorName,
        SyntaxKind.UnaryMinusExpression => WellKnownMemberNames.UnaryNegationOperatorName,
        SyntaxKind.LogicalNotExpression => WellKnownMemberNames.LogicalNotOperatorName,
        SyntaxKind.BitwiseNotExpression => WellKnownMemberNames.OnesComplementOperatorName,
        _ => null,
    };
}
