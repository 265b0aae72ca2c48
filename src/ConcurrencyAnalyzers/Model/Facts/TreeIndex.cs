using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What one syntax tree mentions, member by member, without binding anything: it tells which few bodies a question needs.</summary>
/// <remarks>
/// Made in one pass over the tokens and kept with the tree, so that an edit in another file costs nothing here.
/// A name says only that a member may matter; what it refers to is asked of the semantic model, for the members that are left.
/// </remarks>
internal sealed class TreeIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeIndex> s_known = new();

    /// <summary>Stands in the index for a <c>new(…)</c> beside which no type is named.</summary>
    public const string NewWithoutName = "new()";

    /// <summary><c>Console.WriteLine</c> changes no object of the program, and is in most programs.</summary>
    public const string Console = nameof(Console);

    private readonly Dictionary<string, List<int>> _membersByName;
    private readonly MemberSyntax? _topLevel;

    private TreeIndex(SyntaxTree tree, ImmutableArray<MemberSyntax> members, Dictionary<string, List<int>> membersByName, bool spawns)
    {
        (Tree, Members, _membersByName, MayStartThreads) = (tree, members, membersByName, spawns);
        _topLevel = members.FirstOrDefault(static member => member.Node is CompilationUnitSyntax);
    }

    public SyntaxTree Tree { get; }

    /// <summary>Everything with a body or an initializer, in order of position.</summary>
    public ImmutableArray<MemberSyntax> Members { get; }

    /// <summary>Whether any word here could start or mean another thread. Errs towards yes.</summary>
    public bool MayStartThreads { get; }

    /// <summary>Whether the tree was read before, for this compilation or one before it.</summary>
    public static bool IsKnown(SyntaxTree tree) => s_known.TryGetValue(tree, out _);

    public static TreeIndex Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var index))
            return index;

        index = TreeIndexer.Run(tree, cancellation);
        return s_known.GetValue(tree, _ => index);
    }

    /// <summary>The members that may make a thread of their own: <c>new Thread(…)</c>, or <c>new(…)</c> where the file declares a variable for one.</summary>
    public IEnumerable<MemberSyntax> MakingThreads()
    {
        var named = _membersByName.TryGetValue("Thread", out var ids) ? ids : [];
        var unnamed = DeclaresThreads && _membersByName.TryGetValue(NewWithoutName, out var others) ? others : [];
        return named.Union(unnamed).OrderBy(static id => id).Select(id => Members[id]);
    }

    /// <summary>A field or property without initializer has a type that names <c>Thread</c>.</summary>
    private bool DeclaresThreads { get; init; }

    /// <summary>Every name that a member mentions.</summary>
    public IReadOnlyCollection<string> Names => _membersByName.Keys;

    public bool Mentions(string name) => _membersByName.ContainsKey(name);

    /// <summary>The members that mention a name of that kind.</summary>
    public IEnumerable<MemberSyntax> MentioningAny(Func<string, bool> isMeant) =>
        _membersByName.Where(one => isMeant(one.Key)).SelectMany(static one => one.Value).Distinct().OrderBy(static id => id).Select(id => Members[id]);

    /// <summary>Names that stand alone as an argument or behind <c>+=</c>: what a method is called that somebody makes a delegate of is among them.</summary>
    public IReadOnlyCollection<string> HandedOver { get; private init; } = [];

    /// <summary>Fields, properties and methods with an attribute that says which lock guards them.</summary>
    public IReadOnlyCollection<string> Guarded { get; private init; } = [];

    /// <summary>The same of one that gives them, or all objects of their type, to one thread.</summary>
    public IReadOnlyCollection<string> Confined { get; private init; } = [];

    /// <summary>The members inside <paramref name="span"/> whose source mentions <paramref name="name"/> as an identifier.</summary>
    public IEnumerable<MemberSyntax> Mentioning(string name, TextSpan span)
    {
        if (!_membersByName.TryGetValue(name, out var ids))
            yield break;

        for (var i = FirstAtOrAfter(ids, span.Start); i < ids.Count && Members[ids[i]].Span.End <= span.End; i++)
            yield return Members[ids[i]];
    }

    /// <summary>The member whose source holds <paramref name="position"/>.</summary>
    public MemberSyntax? MemberAt(int position)
    {
        var (low, high) = (0, Members.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Members[middle].Span.Start <= position)
                low = middle + 1;
            else
                high = middle;
        }

        if (low > 0 && Members[low - 1].Span.Contains(position))
            return Members[low - 1];

        // Types may stand between top-level statements, in code that does not compile yet.
        return _topLevel is { } statements && statements.Span.Contains(position) ? statements : null;
    }

    private int FirstAtOrAfter(List<int> ids, int position)
    {
        var (low, high) = (0, ids.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Members[ids[middle]].Span.Start < position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The types that name another one as their base or interface, by its simple name; in order of position.</summary>
    public IReadOnlyCollection<KeyValuePair<string, TypeDeclarationSyntax>> Derivations { get; private init; } = [];

    /// <summary>The constructors that run another one first, by the name of its type as it is written; in order of position.</summary>
    public IEnumerable<KeyValuePair<string, SyntaxNode>> Chains => Members.Select(static member => new KeyValuePair<string, SyntaxNode>(TypeNames.OfChained(member.Node) ?? "", member.Node)).Where(static one => one.Key.Length > 0);

    internal static TreeIndex Create(SyntaxTree tree, ImmutableArray<MemberSyntax> members, Dictionary<string, List<int>> names, IReadOnlyCollection<string> handedOver, bool spawns) =>
        new(tree, members, names, spawns)
        {
            HandedOver = handedOver,
            DeclaresThreads = tree.GetRoot().DescendantNodes(IsOutsideBodies).Any(DeclaresThread),
            Guarded = tree.GetRoot().DescendantNodes(IsOutsideBodies).SelectMany(MarkedNames.GuardedIn).ToImmutableArray(),
            Confined = tree.GetRoot().DescendantNodes(IsOutsideBodies).SelectMany(MarkedNames.ConfinedIn).ToImmutableArray(),
            Derivations = tree.GetRoot().DescendantNodes(IsOutsideBodies).SelectMany(TypeNames.OfBases).ToImmutableArray(),
        };

    internal static bool IsOutsideBodies(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    /// <summary>Whether source that says <paramref name="word"/> may start a thread.</summary>
    public static bool IsStart(string word) => TreeIndexer.IsStart(word);

    private static bool DeclaresThread(SyntaxNode node)
    {
        var type = node switch
        {
            FieldDeclarationSyntax field => field.Declaration.Type,
            PropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        return type is not null && type.DescendantTokens().Any(static token => token.ValueText == "Thread");
    }
}

/// <summary>The pass behind <see cref="TreeIndex"/>.</summary>
file static class TreeIndexer
{
    /// <summary>Names by which C# code reaches another thread. A program that has none of them has no race that we could prove.</summary>
    private static readonly HashSet<string> s_threadWords =
    [
        "Thread", "Task", "ValueTask", "ThreadPool", "Parallel", "Timer", "AsParallel", "BackgroundWorker", "ThreadStart", "ContinueWith",
        "BeginInvoke", "QueueUserWorkItem", "SubmitAsync", "MapAsync", "FileSystemWatcher", "PeriodicTimer", "Elapsed",
        "CancellationTokenSource",
    ];

    public static bool IsStart(string word) => s_threadWords.Contains(word) || ApiTables.BuiltIn.Start(word);

    public static TreeIndex Run(SyntaxTree tree, CancellationToken cancellation)
    {
        var root = tree.GetRoot(cancellation);
        var members = ImmutableArray.CreateBuilder<MemberSyntax>();
        var spawns = FindMembers(root, members);

        var names = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var handedOver = new HashSet<string>(StringComparer.Ordinal);
        for (var id = 0; id < members.Count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            spawns |= ReadMember(members[id], id, names, handedOver);
        }

        return TreeIndex.Create(tree, members.ToImmutable(), names, handedOver, spawns);
    }

    /// <summary>A framework serves requests by objects of classes that derive from some of its own.</summary>
    private static bool IsServing(TypeSyntax type) => TypeNames.Of(type) is { } name && ApiTables.BuiltIn.Start(name);

    /// <returns>Whether a type lets any two threads use its objects.</returns>
    private static bool FindMembers(SyntaxNode root, ImmutableArray<MemberSyntax>.Builder members)
    {
        var isShared = false;
        foreach (var node in root.DescendantNodes(static node => TreeIndex.IsOutsideBodies(node) || node is BaseListSyntax))
        {
            switch (node)
            {
                case TypeDeclarationSyntax type:
                    isShared |= type.BaseList is { } bases && bases.Types.Any(static one => IsServing(one.Type));
                    isShared |= type.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString().Contains("ThreadSafe"));
                    break;
                case BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax:
                case BaseFieldDeclarationSyntax field when field.Declaration.Variables.Any(static variable => variable.Initializer is not null):
                case PrimaryConstructorBaseTypeSyntax:
                    members.Add(new MemberSyntax(node, node.Span));
                    break;
                case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } when unit.Members.OfType<GlobalStatementSyntax>().First() == node:
                    members.Add(new MemberSyntax(unit, TextSpan.FromBounds(node.SpanStart, unit.Members.OfType<GlobalStatementSyntax>().Last().Span.End)));
                    break;
            }
        }

        return isShared;
    }

    private static bool ReadMember(MemberSyntax member, int id, Dictionary<string, List<int>> names, HashSet<string> handedOver)
    {
        var seen = new MemberNames();
        var updates = new List<ExpressionSyntax>();
        var changed = new List<ExpressionSyntax>();
        var begun = new List<ExpressionSyntax>();
        var spawns = false;

        foreach (var token in member.Tokens)
        {
            switch (token.Kind())
            {
                case SyntaxKind.IdentifierToken:
                    var name = token.ValueText;
                    if (IsLocalDeclaration(token.Parent!))
                        seen.AddLocal(name, token.Parent!);

                    // What a member is called itself is no use of the name: else every class with an Add would count for every other.
                    if (IsOwnName(token.Parent!))
                        break;
                    if (IsHandedOver(token.Parent!))
                        handedOver.Add(name);
                    if (ChangedBy(token) is { } container)
                    {
                        var begins = ApiTables.BuiltIn.Begin(name) && !IsAwaited(container);
                        (begins ? begun : changed).Add(container);
                        spawns |= begins;
                    }

                    seen.Mentions.TryGetValue(name, out var count);
                    seen.Mentions[name] = count + 1;
                    spawns |= count == 0 && IsStart(name);
                    break;
                case SyntaxKind.NewKeyword when token.Parent is ImplicitObjectCreationExpressionSyntax creation && !IsNamedBeside(creation):
                    seen.Mentions[TreeIndex.NewWithoutName] = 1;
                    break;
                case SyntaxKind.AsyncKeyword:
                    spawns = true;
                    break;
                case SyntaxKind.RefKeyword:
                    seen.AddReference(token.Parent!);
                    break;
                case SyntaxKind.OutKeyword when token.Parent is ArgumentSyntax { Expression: IdentifierNameSyntax } argument:
                    member.SetsByOut |= argument.FirstAncestorOrSelf<SyntaxNode>(static outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
                        is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
                    break;
                case SyntaxKind.EqualsGreaterThanToken when token.Parent is LambdaExpressionSyntax lambda:
                    seen.AddNested(lambda.Body);
                    break;
                case SyntaxKind.DelegateKeyword when token.Parent is AnonymousMethodExpressionSyntax anonymous:
                    seen.AddNested(anonymous.Block);
                    break;
                case SyntaxKind.OpenParenToken when token.Parent is ParameterListSyntax { Parent: LocalFunctionStatementSyntax local }:
                    seen.AddNested((SyntaxNode?)local.Body ?? local.ExpressionBody);
                    break;
                default:
                    if (UpdateAt(token) is { } update)
                        updates.Add(update);
                    break;
            }
        }

        foreach (var name in seen.Mentions.Keys)
        {
            if (!names.TryGetValue(name, out var ids))
                names.Add(name, ids = []);
            ids.Add(id);
        }

        member.Updates.AddRange(updates.Where(seen.MayBeShared));
        member.ChangedContents.UnionWith(changed.Concat(updates.Select(seen.ElementOf).OfType<ExpressionSyntax>()).Where(seen.MayHoldShared).Concat(begun).Select(seen.MemberIn));
        return spawns;
    }

    private static bool IsLocalDeclaration(SyntaxNode parent) => parent switch
    {
        VariableDeclaratorSyntax declarator => declarator.Parent?.Parent is not BaseFieldDeclarationSyntax,
        ParameterSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or CatchDeclarationSyntax => true,
        _ => false,
    };

    /// <summary><c>Ledger ledger = new()</c> names its type like any other mention; where <c>new()</c> is all there is, it may make anything.</summary>
    private static bool IsNamedBeside(ImplicitObjectCreationExpressionSyntax creation) =>
        creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax or PropertyDeclarationSyntax };

    /// <summary>A whole argument, or the right side of <c>+=</c>; a cast or <c>new EventHandler(…)</c> around it makes it an argument as well.</summary>
    private static bool IsHandedOver(SyntaxNode name)
    {
        if (name is not IdentifierNameSyntax)
            return false;

        var whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return whole.Parent is ArgumentSyntax || whole.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment && assignment.Right == whole;
    }

    /// <summary>The expression on which a member of this name is called, if such calls can change containers.</summary>
    private static ExpressionSyntax? ChangedBy(SyntaxToken name) => name.Parent switch
    {
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } called when access.Name == called && ApiTables.BuiltIn.Change(name.ValueText) =>
            access.Expression is IdentifierNameSyntax { Identifier.ValueText: TreeIndex.Console } ? null : access.Expression,
        SimpleNameSyntax { Parent: MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax } binding } when ApiTables.BuiltIn.Change(name.ValueText) =>
            binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    };

    /// <summary>What is awaited on the spot is over there: only another thread, or another call of the member, can meet it.</summary>
    private static bool IsAwaited(ExpressionSyntax container)
    {
        SyntaxNode? whole = container.Parent;
        while (whole is MemberAccessExpressionSyntax or InvocationExpressionSyntax)
            whole = whole.Parent;
        return whole is AwaitExpressionSyntax;
    }

    private static bool IsOwnName(SyntaxNode parent) =>
        parent is MemberDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax };

    private static ExpressionSyntax? UpdateAt(SyntaxToken token) => token.Parent switch
    {
        PostfixUnaryExpressionSyntax post when post.OperatorToken == token && token.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken => post,
        PrefixUnaryExpressionSyntax pre when pre.OperatorToken == token && token.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken => pre,
        AssignmentExpressionSyntax assignment when assignment.OperatorToken == token && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) => assignment,
        _ => null,
    };
}
