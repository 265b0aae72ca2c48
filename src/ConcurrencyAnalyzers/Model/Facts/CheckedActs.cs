using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The members of one syntax tree that look at a variable and then change or use it: what a question about such sequences has to bind.</summary>
/// <remarks>By names alone and kept with the tree. Errs towards too many.</remarks>
internal sealed class CheckedActs
{
    private static readonly ConditionalWeakTable<SyntaxTree, CheckedActs> s_known = new();

    private CheckedActs(ImmutableArray<SyntaxNode> members) => Members = members;

    /// <summary>In order of position.</summary>
    public ImmutableArray<SyntaxNode> Members { get; }

    public static CheckedActs Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(tree, out var known))
            return known;

        known = Find(tree, cancellation);
        return s_known.GetValue(tree, _ => known);
    }

    private static CheckedActs Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var members = new List<Member>();
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            cancellation.ThrowIfCancellationRequested();
            members.Add(Member.Read(member));
        }

        var cleared = new HashSet<string>(members.SelectMany(static member => member.Cleared), StringComparer.Ordinal);
        var safe = members.Exists(static member => member.Copied.Count > 0) ? SafeNamesIn(tree, cancellation) : [];
        return new CheckedActs([.. members.Where(member => member.IsSequence(cleared) || member.Copied.Exists(safe.Contains)).Select(static member => member.Node)]);
    }

    /// <summary>Fields and properties whose type, as it is written, any thread may use.</summary>
    private static HashSet<string> SafeNamesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(TreeIndex.IsOutsideBodies))
        {
            if (node is FieldDeclarationSyntax field && TypeNames.Of(field.Declaration.Type) is { } type && ApiTables.BuiltIn.Safe(type))
                names.UnionWith(field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText));
            else if (node is PropertyDeclarationSyntax property && TypeNames.Of(property.Type) is { } shown && ApiTables.BuiltIn.Safe(shown))
                names.Add(property.Identifier.ValueText);
        }

        return names;
    }

    private sealed class Member(SyntaxNode node)
    {
        /// <summary>By name, the first condition that mentions it.</summary>
        private readonly Dictionary<string, int> _checked = new(StringComparer.Ordinal);

        /// <summary>By name, the last change of the variable or of what it holds.</summary>
        private readonly Dictionary<string, int> _changed = new(StringComparer.Ordinal);

        /// <summary>By name, the last use of a member.</summary>
        private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

        /// <summary>By name, the last use of an element.</summary>
        private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);

        /// <summary>Names of which an element is set.</summary>
        private readonly HashSet<string> _stored = new(StringComparer.Ordinal);

        /// <summary>Names of which an element is increased, or set in terms of itself by one operator.</summary>
        private readonly HashSet<string> _stepped = new(StringComparer.Ordinal);

        private readonly Dictionary<string, HashSet<string>> _copies = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _mentions = new(StringComparer.Ordinal);
        private readonly HashSet<string> _locals = new(StringComparer.Ordinal);
        private bool _isNested;
        private int _locks;

        public SyntaxNode Node { get; } = node;

        /// <summary>Names of what may be copied by its count.</summary>
        public List<string> Copied { get; } = [];

        /// <summary>Names that are set to nothing.</summary>
        public List<string> Cleared { get; } = [];

        public static Member Read(MemberSyntax syntax)
        {
            var member = new Member(syntax.Node);
            foreach (var node in syntax.Nodes)
                member.Visit(node);
            return member;
        }

        public bool IsSequence(HashSet<string> cleared) =>
            _checked.Any(check => IsSharedName(check.Key)
                && (Comes(_changed, check) || Comes(_elements, check) || (cleared.Contains(check.Key) && Comes(_used, check))))
            || _stored.Any(name => IsSharedName(name) && _mentions[name] > 1)
            || _stepped.Any(IsSharedName)
            || (_locks > 1 && _copies.Any(copy => IsSharedName(copy.Key) && copy.Value.Any(source => source != copy.Key && _copies.TryGetValue(source, out var back) && back.Contains(copy.Key))));

        private static bool Comes(Dictionary<string, int> places, KeyValuePair<string, int> check) => places.TryGetValue(check.Key, out var place) && place > check.Value;

        /// <summary>A local that nobody captures is the activation's own.</summary>
        private bool IsSharedName(string name) => _isNested || !_locals.Contains(name);

        private void Visit(SyntaxNode node)
        {
            NoteCopy(node);
            switch (node)
            {
                case IdentifierNameSyntax name:
                    _mentions.TryGetValue(name.Identifier.ValueText, out var count);
                    _mentions[name.Identifier.ValueText] = count + 1;
                    break;
                case VariableDeclaratorSyntax { Parent.Parent: not BaseFieldDeclarationSyntax } local:
                    if (local.Initializer?.Value is not (SimpleNameSyntax or MemberAccessExpressionSyntax))
                        _locals.Add(local.Identifier.ValueText);
                    if (local.Initializer is { } initializer)
                        Copy(local.Identifier.ValueText, initializer.Value);
                    break;
                case SingleVariableDesignationSyntax local:
                    _locals.Add(local.Identifier.ValueText);
                    break;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    _isNested = true;
                    break;
                case LockStatementSyntax:
                    // What is copied under one lock may be put back under the next.
                    _locks++;
                    break;
                case IfStatementSyntax statement:
                    Check(statement.Condition);
                    break;
                case WhileStatementSyntax loop:
                    Check(loop.Condition);
                    break;
                case ConditionalExpressionSyntax conditional:
                    Check(conditional.Condition);
                    break;
                case BinaryExpressionSyntax both when IsChoice(both) && !(both.Parent is BinaryExpressionSyntax longer && longer.Left == both && IsChoice(longer)):
                    // Of `a && b && c` the left side holds those of all its parts.
                    Check(both.Left);
                    break;
                case AssignmentExpressionSyntax assignment:
                    Assign(assignment);
                    break;
                case PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax when Targets.Of(node) is ElementAccessExpressionSyntax element:
                    Store(element, node);
                    break;
                case PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax when Targets.Of(node) is { } stepped && Targets.NameOf(stepped) is { } counter:
                    _changed[counter] = node.SpanStart;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call:
                    if (Targets.NameOf(called.Expression) is { } container && (ApiTables.BuiltIn.Change(called.Name.Identifier.ValueText) || ApiTables.BuiltIn.Step(called.Name.Identifier.ValueText)))
                        _changed[container] = call.SpanStart;
                    foreach (var argument in call.ArgumentList.Arguments)
                    {
                        // `TryGetValue(key, out var value)`: what is asked of `value` is asked of the container.
                        if (argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) && argument.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax given })
                            Copy(given.Identifier.ValueText, called.Expression);
                        else if (argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) && Targets.NameOf(argument.Expression) is { } passed)
                            _changed[passed] = call.SpanStart;
                    }

                    break;
                case InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } call:
                    _used[called.Identifier.ValueText] = call.SpanStart;
                    break;
                case ElementAccessExpressionSyntax element when Targets.NameOf(element.Expression) is { } name:
                    (_used[name], _elements[name]) = (element.SpanStart, element.SpanStart);
                    break;
                case MemberAccessExpressionSyntax access when Targets.NameOf(access.Expression) is { } name:
                    _used[name] = access.SpanStart;
                    break;
            }
        }

        /// <summary><c>_map.ToList()</c>, <c>Enumerable.ToArray(_map)</c>, <c>new List&lt;…&gt;(_map)</c></summary>
        private void NoteCopy(SyntaxNode node)
        {
            var (word, arguments) = node switch
            {
                InvocationExpressionSyntax call => (Targets.NameOf(call), call.ArgumentList),
                ObjectCreationExpressionSyntax { ArgumentList: { } given } creation => (TypeNames.Of(creation.Type), given),
                _ => (null, null),
            };
            if (word is null || !ApiTables.BuiltIn.Count(word))
                return;
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } && Targets.NameOf(called.Expression) is { } receiver)
                Copied.Add(receiver);
            Copied.AddRange(arguments!.Arguments.Select(static argument => Targets.NameOf(argument.Expression)).OfType<string>());
        }

        private void Assign(AssignmentExpressionSyntax assignment)
        {
            if (assignment.Left is ElementAccessExpressionSyntax element)
                Store(element, assignment);
            else if (Targets.NameOf(assignment.Left) is { } target)
            {
                _changed[target] = assignment.Right.SpanStart;
                if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
                    Note(target, assignment.SpanStart);
                // Without its last handler a delegate is nothing.
                if (assignment.Right.RawKind is (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression || assignment.IsKind(SyntaxKind.SubtractAssignmentExpression))
                    Cleared.Add(target);
                Copy(target, assignment.Right);
            }
        }

        private void Store(ElementAccessExpressionSyntax element, SyntaxNode whole)
        {
            if (Targets.NameOf(element.Expression) is not { } name)
                return;
            _changed[name] = whole.SpanStart;
            (whole.IsKind(SyntaxKind.SimpleAssignmentExpression) ? _stored : _stepped).Add(name);
        }

        private static bool IsChoice(BinaryExpressionSyntax expression) =>
            expression.RawKind is (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression;

        private void Check(ExpressionSyntax condition)
        {
            // Where a long condition starts is found by going down to its first part.
            var start = condition.SpanStart;
            foreach (var name in NamesIn(condition))
            {
                Note(name, start);
                if (_copies.TryGetValue(name, out var sources))
                {
                    foreach (var source in sources)
                        Note(source, start);
                }
            }
        }

        private void Note(string name, int position)
        {
            if (!_checked.ContainsKey(name))
                _checked.Add(name, position);
        }

        private void Copy(string name, ExpressionSyntax value)
        {
            if (!_copies.TryGetValue(name, out var sources))
                _copies.Add(name, sources = new HashSet<string>(StringComparer.Ordinal));
            sources.UnionWith(NamesIn(value));
        }

        private static IEnumerable<string> NamesIn(SyntaxNode node) =>
            node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);
    }
}
