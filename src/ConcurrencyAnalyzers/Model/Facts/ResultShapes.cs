using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which object a method or property of the program gives each time it is asked: the one in a variable of its type, or an item of the collection there.</summary>
/// <remarks>
/// <code>
///   static Clock Instance() { if (s_clock is null) lock (s_gate) s_clock ??= new Clock(); return s_clock; }
///   Room Find(string name) { lock (_rooms) { if (!_rooms.TryGetValue(name, out var room)) _rooms[name] = room = new Room(); return room; } }
/// </code>
/// By syntax, and of short bodies only. Errs towards none: each result has to be the same variable's, but for null, and who sets the variable anew each time
/// it is asked gives another object each time.
/// </remarks>
internal static class ResultShapes
{
    /// <summary>In characters. What is longer does more than to look for an object.</summary>
    private const int LongestBody = 1_500;

    /// <summary>Locals that are set to each other: <c>var a = _map[key]; var b = a;</c>.</summary>
    private const int MaxRenamings = 4;

    private static readonly ConditionalWeakTable<SyntaxNode, Reading> s_known = new();

    /// <summary>Null where it gives anything else.</summary>
    public static ResultShape? Of(ISymbol member, ApiLookup api)
    {
        if (member is not { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false, DeclaringSyntaxReferences: { Length: 1 } declarations }
            || member is not (IMethodSymbol { IsAsync: false, ReturnType.IsReferenceType: true, MethodKind: MethodKind.Ordinary } or IPropertySymbol { Type.IsReferenceType: true })
            || declarations[0].Span.Length > LongestBody)
        {
            return null;
        }

        var declaration = declarations[0].GetSyntax();
        return s_known.TryGetValue(declaration, out var known) ? known.Of(member, api) : s_known.GetValue(declaration, static code => new Reading(code)).Of(member, api);
    }

    /// <summary>What the syntax of one declaration says, for whatever compilation its symbols are of.</summary>
    private sealed class Reading
    {
        private readonly SyntaxNode? _body;
        private readonly ImmutableArray<ExpressionSyntax> _results = ImmutableArray<ExpressionSyntax>.Empty;
        private readonly ImmutableArray<string> _parameters = ImmutableArray<string>.Empty;

        public Reading(SyntaxNode declaration)
        {
            (_body, var parameters) = declaration switch
            {
                MethodDeclarationSyntax method => ((SyntaxNode?)method.ExpressionBody?.Expression ?? method.Body, (BaseParameterListSyntax?)method.ParameterList),
                PropertyDeclarationSyntax property => (property.ExpressionBody?.Expression ?? GetterOf(property.AccessorList), null),
                IndexerDeclarationSyntax indexer => (indexer.ExpressionBody?.Expression ?? GetterOf(indexer.AccessorList), indexer.ParameterList),
                _ => ((SyntaxNode?)null, (BaseParameterListSyntax?)null),
            };
            if (parameters is not null)
                _parameters = [.. parameters.Parameters.Select(static one => one.Identifier.ValueText)];
            if (_body is ExpressionSyntax only)
                _results = [only];
            else if (_body is not null)
                _results = [.. Own(_body).OfType<ReturnStatementSyntax>().Select(static one => one.Expression).OfType<ExpressionSyntax>()];
        }

        public ResultShape? Of(ISymbol member, ApiLookup api)
        {
            ResultShape? shape = null;
            foreach (var result in _results)
            {
                if (!Read(result, member, api, MaxRenamings, out var one) || (shape is not null && one is not null && !shape.IsOf(one)))
                    return null;
                shape ??= one;
            }

            return shape is { IsItem: false } && IsSetEachTime(shape.Variable.Name) ? null : shape;
        }

        private static SyntaxNode? GetterOf(AccessorListSyntax? accessors) =>
            accessors?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter ? (SyntaxNode?)getter.ExpressionBody?.Expression ?? getter.Body : null;

        private static IEnumerable<SyntaxNode> Own(SyntaxNode body) =>
            body.DescendantNodesAndSelf(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax));

        /// <returns>False for what is not known; true without a shape for null.</returns>
        private bool Read(ExpressionSyntax result, ISymbol member, ApiLookup api, int renamings, out ResultShape? shape)
        {
            shape = null;
            switch (result)
            {
                case LiteralExpressionSyntax or ThrowExpressionSyntax:
                    return true;
                case ParenthesizedExpressionSyntax inner:
                    return Read(inner.Expression, member, api, renamings, out shape);
                case CastExpressionSyntax cast:
                    return Read(cast.Expression, member, api, renamings, out shape);
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure:
                    return Read(sure.Operand, member, api, renamings, out shape);
                case ConditionalExpressionSyntax choice:
                    return ReadBoth(choice.WhenTrue, choice.WhenFalse, member, api, renamings, out shape);
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                    return ReadBoth(choice.Left, choice.Right, member, api, renamings, out shape);
                case AssignmentExpressionSyntax assignment:
                    return Read(assignment.Left, member, api, renamings, out shape);
                case IdentifierNameSyntax { Identifier.ValueText: var name } when IsLocal(name):
                    return renamings > 0 && ReadLocal(name, member, api, renamings - 1, out shape);
                case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } keys } element when VariableOf(element.Expression, member) is { } held:
                    shape = new ResultShape(held, IsItem: true) { Key = KeyOf(keys[0].Expression) };
                    return true;
                case MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) } access when VariableOf(access.Expression, member) is { } held:
                    return ReadMember(access.Name.Identifier.ValueText, held, null, api, out shape);
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call when VariableOf(called.Expression, member) is { } held:
                    return ReadMember(called.Name.Identifier.ValueText, held, call.ArgumentList, api, out shape);
                case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call when arguments[0].RefKindKeyword.IsKind(SyntaxKind.RefKeyword)
                    && call.Expression is MemberAccessExpressionSyntax { Expression: var owner, Name.Identifier.ValueText: "EnsureInitialized" or "Read" } && Targets.NameOf(owner) is "LazyInitializer" or "Volatile":
                    return Read(arguments[0].Expression, member, api, renamings, out shape);
                case ExpressionSyntax when VariableOf(result, member) is { } variable:
                    shape = new ResultShape(variable, IsItem: false);
                    return true;
                default:
                    return false;
            }
        }

        private bool ReadBoth(ExpressionSyntax one, ExpressionSyntax other, ISymbol member, ApiLookup api, int renamings, out ResultShape? shape)
        {
            if (!Read(one, member, api, renamings, out shape) || !Read(other, member, api, renamings, out var second) || (shape is not null && second is not null && !shape.IsOf(second)))
                return false;
            shape ??= second;
            return true;
        }

        /// <summary>A member of the collection's type that gives an item.</summary>
        private bool ReadMember(string name, ISymbol held, ArgumentListSyntax? arguments, ApiLookup api, out ResultShape? shape)
        {
            var effects = EffectsOf(name, held, arguments?.Arguments.Count, api).ToList();
            shape = effects.Exists(static effect => effect is { Verb: ApiVerb.Passes, Target: { Kind: ApiOperandKind.This, Part: ApiPart.Elements }, Other: { Kind: ApiOperandKind.Result, Part: ApiPart.Itself } })
                && !TakesOut(effects)
                ? new ResultShape(held, IsItem: true) { Key = KeyOf(arguments), IsPut = effects.Exists(IsPutting) }
                : null;
            return shape is not null;
        }

        private static bool IsPutting(ApiEffect effect) => effect.Verb == ApiVerb.Adds || (effect is { Verb: ApiVerb.Passes, Other.Kind: ApiOperandKind.This });

        /// <summary>Who takes an item out, or waits for one, has it alone; who puts it there leaves it there.</summary>
        private static bool TakesOut(List<ApiEffect> effects) =>
            !effects.Exists(IsPutting) && effects.Exists(static effect => effect is { Verb: ApiVerb.Writes or ApiVerb.Updates or ApiVerb.Waits, Target.Kind: ApiOperandKind.This });

        private static IEnumerable<ApiEffect> EffectsOf(string name, ISymbol held, int? arguments, ApiLookup api)
        {
            for (var type = TypeOf(held); type is not null; type = type.BaseType)
            {
                foreach (var one in type.GetMembers(name))
                {
                    if (one is IPropertySymbol && arguments is null || one is IMethodSymbol { Parameters.Length: var count } && count == arguments)
                        return api.EffectsOf(one);
                }
            }

            return [];
        }

        private static ITypeSymbol? TypeOf(ISymbol variable) => (variable as IFieldSymbol)?.Type ?? (variable as IPropertySymbol)?.Type;

        /// <summary>Every value that the local gets: of a new object, that it is put where the others come from.</summary>
        private bool ReadLocal(string local, ISymbol member, ApiLookup api, int renamings, out ResultShape? shape)
        {
            shape = null;
            var isMade = false;
            foreach (var node in Own(_body!))
            {
                ResultShape? one = null;
                switch (node)
                {
                    case VariableDeclaratorSyntax { Initializer.Value: { } value } declared when declared.Identifier.ValueText == local:
                        if (value is BaseObjectCreationExpressionSyntax)
                            isMade = true;
                        else if (!Read(value, member, api, renamings, out one))
                            return false;
                        break;
                    case AssignmentExpressionSyntax { Left: IdentifierNameSyntax target, Right: { } value } assignment when target.Identifier.ValueText == local:
                        if (value is BaseObjectCreationExpressionSyntax || !Read(value, member, api, renamings, out one))
                            isMade = true;
                        break;
                    case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call } list } argument when NameGiven(argument) == local:
                        if (VariableOf(called.Expression, member) is not { } held)
                            return false;
                        var effects = EffectsOf(called.Name.Identifier.ValueText, held, list.Arguments.Count, api).ToList();
                        if (!effects.Exists(effect => GivesItem(effect, list.Arguments.IndexOf(argument))) || TakesOut(effects))
                            return false;

                        one = new ResultShape(held, IsItem: true) { Key = KeyOf(call.ArgumentList) };
                        break;
                    case ForEachStatementSyntax loop when loop.Identifier.ValueText == local:
                    case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword or (int)SyntaxKind.RefKeyword } given when NameGiven(given) == local:
                        return false;
                }

                if (one is not null && shape is not null && !shape.IsOf(one))
                    return false;
                shape ??= one;
            }

            return shape is not null && (!isMade || IsPut(local, shape.Variable.Name));
        }

        private static bool GivesItem(ApiEffect effect, int ordinal) =>
            effect is { Verb: ApiVerb.Passes, Target: { Kind: ApiOperandKind.This, Part: ApiPart.Elements }, Other: { IsParameter: true, Part: ApiPart.Itself } } && effect.Other.Ordinal == ordinal;

        private static string? NameGiven(ArgumentSyntax argument) => argument.Expression switch
        {
            DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax given } => given.Identifier.ValueText,
            IdentifierNameSyntax given => given.Identifier.ValueText,
            _ => null,
        };

        /// <summary><c>_map[key] = local</c>, <c>_map.Add(key, local)</c>, <c>_one = local</c>.</summary>
        private bool IsPut(string local, string variable) => Own(_body!).Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element, Right: var value } => Targets.NameOf(element.Expression) == variable && Mentions(value, local),
            AssignmentExpressionSyntax { Left: var target, Right: var value } => Targets.NameOf(target) == variable && Mentions(value, local),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call => Targets.NameOf(called.Expression) == variable && call.ArgumentList.Arguments.Any(argument => Mentions(argument.Expression, local)),
            _ => false,
        });

        /// <summary><c>local</c>, and <c>local = new Room()</c>.</summary>
        private static bool Mentions(ExpressionSyntax value, string local) =>
            value is IdentifierNameSyntax name ? name.Identifier.ValueText == local : value is AssignmentExpressionSyntax { Left: IdentifierNameSyntax set } && set.Identifier.ValueText == local;

        private bool IsLocal(string name) => _parameters.Contains(name) || Own(_body!).Any(node => node switch
        {
            VariableDeclaratorSyntax local => local.Identifier.ValueText == name,
            SingleVariableDesignationSyntax local => local.Identifier.ValueText == name,
            ForEachStatementSyntax loop => loop.Identifier.ValueText == name,
            CatchDeclarationSyntax caught => caught.Identifier.ValueText == name,
            _ => false,
        });

        /// <summary>The field, or property that is one, of the member's own type or of its bases.</summary>
        private ISymbol? VariableOf(ExpressionSyntax expression, ISymbol member)
        {
            var name = expression switch
            {
                IdentifierNameSyntax identifier when !IsLocal(identifier.Identifier.ValueText) => identifier.Identifier.ValueText,
                MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name: IdentifierNameSyntax identifier } => identifier.Identifier.ValueText,
                MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner, Name: IdentifierNameSyntax identifier } when owner.Identifier.ValueText == member.ContainingType.Name => identifier.Identifier.ValueText,
                _ => null,
            };
            for (var type = name is null ? null : member.ContainingType; type is not null; type = type.BaseType)
            {
                foreach (var one in type.GetMembers(name!))
                {
                    if (one is IFieldSymbol { IsConst: false } field)
                        return PathResolver.IsOfThread(field) ? null : field;
                    if (one is IPropertySymbol property)
                        return PropertyShapes.IsAuto(property) && !property.IsVirtual && !property.IsOverride ? property : PropertyShapes.FieldBehind(property);
                }
            }

            return null;
        }

        /// <summary>Outside of any branch: <c>_last = new Item(); return _last;</c></summary>
        private bool IsSetEachTime(string variable) => Own(_body!).Any(node =>
            node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && Targets.NameOf(assignment.Left) == variable
            && !Branches.Around(assignment, _body!).Any() && !IsChoice(assignment));

        /// <summary><c>_one ?? (_one = new Item())</c>.</summary>
        private static bool IsChoice(AssignmentExpressionSyntax assignment) =>
            assignment.Parent is ParenthesizedExpressionSyntax { Parent: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } };

        /// <summary>Who only gives room for the result, <c>TryPeek(out var first)</c>, asks for none in particular.</summary>
        private ResultKey KeyOf(ArgumentListSyntax? arguments) =>
            arguments is { Arguments: { Count: > 0 } given } && given[0].RefKindKeyword.IsKind(SyntaxKind.None) ? KeyOf(given[0].Expression) : ResultKey.None;

        private ResultKey KeyOf(ExpressionSyntax key) => key switch
        {
            IdentifierNameSyntax { Identifier.ValueText: var name } when _parameters.IndexOf(name) is >= 0 and var ordinal && !IsChanged(name) => new ResultKey(ordinal, null),
            LiteralExpressionSyntax { Token.Value: { } constant } => new ResultKey(-1, constant),
            _ => ResultKey.Chosen,
        };

        private bool IsChanged(string parameter) => Own(_body!).Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } && target.Identifier.ValueText == parameter);
    }
}

/// <summary>The object in <paramref name="Variable"/>, a field or automatic property, or an item of the collection there.</summary>
internal sealed record ResultShape(ISymbol Variable, bool IsItem)
{
    public ResultKey Key { get; init; } = ResultKey.None;

    /// <summary>The item is put there where it is missing, in one step.</summary>
    public bool IsPut { get; init; }

    public bool IsOf(ResultShape other) => IsItem == other.IsItem && SymbolEqualityComparer.Default.Equals(Variable, other.Variable) && Key == other.Key;
}

/// <summary>Which item it is: that of a parameter's value, that of a constant, the only one, or one that the code chooses.</summary>
internal sealed record ResultKey(int Parameter, object? Constant)
{
    public static readonly ResultKey None = new(-1, null);
    public static readonly ResultKey Chosen = new(-2, null);
}
