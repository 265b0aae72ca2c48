using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What the assignments and calls of one body put into variables, and what it fills local objects from.</summary>
internal sealed class SnapshotValues
{
    private readonly ApiLookup _api;
    private readonly Dictionary<ISymbol, List<(SyntaxNode Place, IOperation Value)>> _locals = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<(SyntaxNode Place, IOperation Value)>> _fillings = new(SymbolEqualityComparer.Default);

    private SnapshotValues(ApiLookup api) => _api = api;

    /// <summary>By the assignment, what it assigns.</summary>
    public Dictionary<SyntaxNode, IOperation> Assigned { get; } = [];

    public Dictionary<SyntaxNode, IInvocationOperation> Calls { get; } = [];

    public static SnapshotValues Read(IOperation root, ApiLookup api)
    {
        var values = new SnapshotValues(api);
        foreach (var operation in root.DescendantsAndSelf())
            values.Add(operation);
        return values;
    }

    /// <summary>The values that <paramref name="local"/> gets above <paramref name="position"/>, the lowest first.</summary>
    public IEnumerable<(SyntaxNode Place, IOperation Value)> Before(ILocalSymbol local, int position) => Above(_locals, local, position).Reverse();

    /// <summary>Whether control that comes to <paramref name="position"/> has passed <paramref name="place"/>, as far as blocks tell.</summary>
    public bool IsOnTheWay(SyntaxNode place, int position)
    {
        var list = place.FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        while (list is BlockSyntax { Parent: TryStatementSyntax attempt } && attempt.Block == list && attempt.Catches.All(static one => Blocks.Leave(one.Block)))
            list = attempt.Parent;
        return list is GlobalStatementSyntax || list?.Span.Contains(position) == true;
    }

    /// <summary>It holds an object that this body has made.</summary>
    public bool IsMadeHere(ILocalSymbol local) =>
        _locals.TryGetValue(local, out var values) && values.Exists(static one => Operands.Unwrapped(one.Value) is
            IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation or IInvocationOperation { Type: IArrayTypeSymbol });

    /// <summary>What is copied into the object of <paramref name="local"/> above <paramref name="position"/>.</summary>
    public IEnumerable<IOperation> FilledFrom(ILocalSymbol local, int position) => Above(_fillings, local, position).Select(static one => one.Value);

    /// <summary>Its old objects stay as they are when a new one is made of them.</summary>
    public bool IsUnchanging(ITypeSymbol? type) => type switch
    {
        null => false,
        { SpecialType: SpecialType.System_String } or IArrayTypeSymbol or { IsTupleType: true } => true,
        INamedTypeSymbol { IsRecord: true } => true,
        _ when (_api.NatureOf(type) & ApiNature.Immutable) != 0 => true,
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, DeclaringSyntaxReferences.IsEmpty: false } named => IsReadOnly(named),
        _ => false,
    };

    /// <summary>What such a call gives back is the object that it was called on: <c>_text = _text.Append(line)</c> of a builder.</summary>
    public bool ChangesItsObject(IInvocationOperation call)
    {
        if (_api.EffectsOf(call.TargetMethod).Any(static effect => effect is { Verb: ApiVerb.Writes or ApiVerb.Updates, Target.Kind: ApiOperandKind.This }))
            return true;
        return call.Instance is not null && call.TargetMethod.DeclaringSyntaxReferences.Any(static place => GivesItself(place.GetSyntax()));
    }

    /// <summary>The object that a member is asked of behind <c>?.</c>.</summary>
    public static IOperation? ObjectOf(IConditionalAccessInstanceOperation instance)
    {
        for (IOperation? outer = instance.Parent, inner = instance; outer is not null; inner = outer, outer = outer.Parent)
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner)
                return access.Operation;
        }

        return null;
    }

    public static IOperation? InstanceOf(IOperation member) => member switch
    {
        IPropertyReferenceOperation property => property.Instance,
        IFieldReferenceOperation field => field.Instance,
        _ => null,
    };

    /// <summary>What a call works on: its object, and what it gets by value.</summary>
    public static IEnumerable<IOperation> OperandsOf(IInvocationOperation call)
    {
        var arguments = call.Arguments.Where(static one => one.Parameter?.RefKind is RefKind.None or RefKind.In).Select(static one => one.Value);
        return call.Instance is { } instance ? arguments.Prepend(instance) : arguments;
    }

    /// <summary>What an initializer puts into the new object.</summary>
    public static IEnumerable<IOperation> Given(IObjectOrCollectionInitializerOperation? initializer) =>
        initializer?.Initializers.SelectMany(static one => one switch
        {
            ISimpleAssignmentOperation assignment => [assignment.Value],
            IInvocationOperation added => added.Arguments.Select(static argument => argument.Value),
            IMemberInitializerOperation member => Given(member.Initializer),
            _ => Enumerable.Empty<IOperation>(),
        }) ?? [];

    /// <summary>A collection or record: it is replaced as a whole so that those who have the old one see no change. Of a text or a name nobody expects more than the newest.</summary>
    public static bool IsWhole(ITypeSymbol type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { IsRecord: true } or { SpecialType: SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T }
        || (type.SpecialType != SpecialType.System_String && type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_Collections_IEnumerable));

    private void Add(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Symbol: { } local } declarator when declarator.GetVariableInitializer() is { } initializer:
                Put(_locals, local, declarator.Syntax, initializer.Value);
                break;
            case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } } pattern:
                Put(_locals, local, pattern.Syntax, pattern.Value);
                break;
            case IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local } } pattern:
                Put(_locals, local, pattern.Syntax, pattern.Value);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                Assigned[assignment.Syntax] = assignment.Value;
                if (assignment.Target is ILocalReferenceOperation { Local: { } target })
                    Put(_locals, target, assignment.Syntax, assignment.Value);
                else if (LocalOf(assignment.Target) is { } holder)
                    Put(_fillings, holder, assignment.Syntax, ElementIn(assignment.Value));
                break;
            case IInvocationOperation call:
                Calls[call.Syntax] = call;
                Fill(call);
                break;
            case IForEachLoopOperation loop:
                foreach (var filled in loop.Body.DescendantsAndSelf().Select(FilledBy).OfType<ILocalSymbol>())
                    Put(_fillings, filled, loop.Collection.Syntax, loop.Collection);
                break;
        }
    }

    /// <summary><c>copy.AddRange(_items)</c>, <c>_items.CopyTo(copy, 0)</c>, <c>Array.Copy(_items, copy, count)</c>.</summary>
    private void Fill(IInvocationOperation call)
    {
        foreach (var effect in _api.EffectsOf(call.TargetMethod))
        {
            var into = effect.Verb is ApiVerb.Writes or ApiVerb.Updates ? effect.Target : effect.Verb == ApiVerb.Passes ? effect.Other : default;
            if (Operands.Unwrapped(Operands.Of(call, into)) is not ILocalReferenceOperation { Local: { } local })
                continue;
            foreach (var other in OperandsOf(call))
            {
                if (Operands.Unwrapped(other) is not ILocalReferenceOperation { Local: { } itself } || !SymbolEqualityComparer.Default.Equals(itself, local))
                    Put(_fillings, local, call.Syntax, other);
            }
        }
    }

    /// <summary>The local into whose object a part of a loop puts something.</summary>
    private ILocalSymbol? FilledBy(IOperation part) => part switch
    {
        ISimpleAssignmentOperation assignment => LocalOf(assignment.Target),
        IInvocationOperation { Instance: { } instance } call when Operands.Unwrapped(instance) is ILocalReferenceOperation { Local: { } local }
            && _api.EffectsOf(call.TargetMethod).Any(static effect => effect is { Verb: ApiVerb.Writes or ApiVerb.Updates, Target.Kind: ApiOperandKind.This }) => local,
        _ => null,
    };

    /// <summary>The local whose member or element is set.</summary>
    private static ILocalSymbol? LocalOf(IOperation target) => Operands.Unwrapped(target switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference,
        _ => InstanceOf(target),
    }) is ILocalReferenceOperation { Local: { } local } ? local : null;

    /// <summary>An element stands for the collection that it is copied from.</summary>
    private static IOperation ElementIn(IOperation value) => Operands.Unwrapped(value) switch
    {
        IArrayElementReferenceOperation { ArrayReference: { } array } => array,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } => collection,
        var other => other,
    };

    private static void Put(Dictionary<ISymbol, List<(SyntaxNode, IOperation)>> places, ISymbol local, SyntaxNode place, IOperation value)
    {
        if (!places.TryGetValue(local, out var values))
            places.Add(local, values = []);
        values.Add((place, value));
    }

    private static IEnumerable<(SyntaxNode Place, IOperation Value)> Above(Dictionary<ISymbol, List<(SyntaxNode Place, IOperation Value)>> places, ISymbol local, int position) =>
        places.TryGetValue(local, out var values) ? values.Where(one => one.Place.Span.End <= position).OrderBy(static one => one.Place.SpanStart) : [];

    private static bool IsReadOnly(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(static field => field is { IsStatic: false, IsConst: false }) is var fields
        && fields.Any() && fields.All(static field => field.IsReadOnly || field.AssociatedSymbol is IPropertySymbol { SetMethod: null or { IsInitOnly: true } });

    private static bool GivesItself(SyntaxNode method) =>
        method is MethodDeclarationSyntax declared
        && (declared.ExpressionBody?.Expression is ThisExpressionSyntax
            || (declared.Body?.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().ToList() is { Count: > 0 } returns
                && returns.TrueForAll(static one => one.Expression is ThisExpressionSyntax)));
}
