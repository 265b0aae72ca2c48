using System.Collections.Concurrent;

namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>
/// What members do, for the symbols of one compilation. The model owns one; it is asked for every call in every body, so that the way to
/// "nothing" is one look into a dictionary of names.
/// </summary>
internal sealed class ApiLookup(ApiTables tables)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ApiEffect>> _effects = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// What a method, property (its getter) or event does, in the order of the table. Operands are bound to this overload: parameters carry
    /// their position in the original definition, <c>delegates</c> has become one effect per delegate, and an effect on a parameter that the
    /// overload does not have is left out. Empty: nothing is known, which is not to say that it does nothing.
    /// </summary>
    public ImmutableArray<ApiEffect> EffectsOf(ISymbol member)
    {
        var definition = DefinitionOf(member);
        if (!MayBeKnown(definition))
            return [];

        return _effects.TryGetValue(definition, out var known) ? known : _effects.GetOrAdd(definition, Collect(definition));
    }

    /// <summary>What is true of a type's instances: the nearest line among the type, its base types and its interfaces.</summary>
    public ApiNature NatureOf(ITypeSymbol type) => EffectOfType(type, ApiVerb.Is)?.Nature ?? ApiNature.None;

    /// <summary>Where a framework runs the public methods of a class that derives from one of its own (controllers, hubs), or null.</summary>
    public ApiEffect? ServiceOf(ITypeSymbol type) => EffectOfType(type, ApiVerb.Serves);

    private ApiEffect? EffectOfType(ITypeSymbol type, ApiVerb verb)
    {
        if (type.OriginalDefinition is not INamedTypeSymbol named)
            return null;

        var effects = _effects.TryGetValue(named, out var known) ? known : _effects.GetOrAdd(named, CollectOfType(named));
        foreach (var effect in effects)
        {
            if (effect.Verb == verb)
                return effect;
        }

        return null;
    }

    private static ISymbol DefinitionOf(ISymbol member) => member switch
    {
        IMethodSymbol { ReducedFrom: { } unreduced } => unreduced.OriginalDefinition,
        IPropertySymbol { GetMethod: { } getter } => getter.OriginalDefinition,
        _ => member.OriginalDefinition,
    };

    private bool MayBeKnown(ISymbol definition) => definition switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } => false,
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } =>
            tables.KnowName(definition.Name) || tables.KnowName(property.MetadataName) || IsOfKnownType(definition),
        IEventSymbol => true,
        IMethodSymbol or IPropertySymbol => tables.KnowName(NameOf(definition)) || IsOfKnownType(definition),
        _ => false,
    };

    private bool IsOfKnownType(ISymbol definition) => definition.ContainingType is { } type && tables.KnowType(type.Name);

    // An explicit implementation is called `Interface.Member`; what it inherits is filed under `Member`.
    private static string NameOf(ISymbol definition) =>
        definition is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation }
            ? definition.Name.Substring(definition.Name.LastIndexOf('.') + 1)
            : definition.MetadataName;

    private ImmutableArray<ApiEffect> Collect(ISymbol definition)
    {
        var effects = new EffectBuilder(definition);
        foreach (var layer in tables.Layers)
        {
            var lines = LinesOf(definition, layer);
            for (var precision = ApiPrecision.One; lines.Count > 0 && precision >= ApiPrecision.EveryMember; precision--)
                effects.Add(lines, precision);
        }

        if (InheritedMembers.Overridden(definition) is { } overridden)
            effects.Add(Inheritable(EffectsOf(overridden), definition));
        foreach (var contract in InheritedMembers.SameNamed(definition))
        {
            // Who implements what is a costly question: asked only where the answer says something.
            if (Inheritable(EffectsOf(contract), definition) is { IsEmpty: false } inherited && InheritedMembers.IsImplementedBy(definition, contract))
                effects.Add(inherited);
        }

        return effects.ToImmutable();
    }

    private static List<ApiMember> LinesOf(ISymbol definition, ApiLayer layer)
    {
        var lines = new List<ApiMember>();
        if (definition.ContainingType is not { } container)
            return lines;

        // The members of an extension block stand, for everyone but the compiler, in the static class around it.
        var type = (container.Name.Length == 0 ? container.ContainingType ?? container : container).OriginalDefinition;
        var kind = KindOf(definition);
        foreach (var line in layer.Named(definition.MetadataName))
        {
            if (line.Kind == kind && (line.IsIn(type) && line.Matches(definition) || IsForEveryDelegate(line, type)))
                lines.Add(line);
        }

        if (definition is IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol property })
            lines.AddRange(LinesOf(property, layer));
        if (CanBeOneOfEvery(definition))
            AddLinesForEvery(kind, type, layer, lines);
        return lines;
    }

    /// <summary>Compilers write <c>BeginInvoke</c> and <c>EndInvoke</c> into every delegate type: the lines of <c>System.Action</c> hold for all of them.</summary>
    private static bool IsForEveryDelegate(ApiMember line, INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate && line.Type == "System.Action" && line.Name is "BeginInvoke" or "EndInvoke";

    /// <summary>A constructor has its object to itself, and a static member has none.</summary>
    private static bool CanBeOneOfEvery(ISymbol definition) =>
        definition is IEventSymbol || !definition.IsStatic && definition is not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Destructor };

    // A framework raises the events of its derived types like those of their base; classes of the source raise theirs where their code says so.
    private static void AddLinesForEvery(char kind, INamedTypeSymbol type, ApiLayer layer, List<ApiMember> lines)
    {
        var levels = kind == 'E' && !InheritedMembers.IsInSource(type) ? int.MaxValue : 1;
        for (var level = type; level is not null && levels > 0; level = level.BaseType?.OriginalDefinition, levels--)
        {
            foreach (var line in layer.OfType(level.Name))
            {
                if (line.Kind == kind && line.IsIn(level))
                    lines.Add(line);
            }
        }
    }

    private static char KindOf(ISymbol definition) => definition switch
    {
        IPropertySymbol => 'P',
        IEventSymbol => 'E',
        _ => 'M',
    };

    /// <summary>
    /// Code in the source is read, not looked up: from its bases it only inherits who runs it. A collection that is safe or immutable does not
    /// share what its interface says about plain ones.
    /// </summary>
    private ImmutableArray<ApiEffect> Inheritable(ImmutableArray<ApiEffect> effects, ISymbol definition)
    {
        if (effects.IsEmpty)
            return effects;

        if (InheritedMembers.IsInSource(definition))
            return effects.RemoveAll(effect => effect.Verb != ApiVerb.Runs);

        return (NatureOf(definition.ContainingType) & (ApiNature.Safe | ApiNature.Immutable)) == 0 ? effects : effects.RemoveAll(TouchesContent);
    }

    private static bool TouchesContent(ApiEffect effect) =>
        effect is { Verb: ApiVerb.Reads or ApiVerb.Writes or ApiVerb.Updates, Target.Kind: ApiOperandKind.This };

    /// <summary>The nearest line for each verb: of the type, then of its base types, then of its interfaces.</summary>
    private ImmutableArray<ApiEffect> CollectOfType(INamedTypeSymbol type)
    {
        var effects = new EffectBuilder(type);
        for (var level = type; level is not null; level = level.BaseType?.OriginalDefinition)
            AddLinesOfType(level, ref effects);

        foreach (var contract in type.AllInterfaces)
            AddLinesOfType(contract.OriginalDefinition, ref effects);
        return effects.ToImmutable();
    }

    private void AddLinesOfType(INamedTypeSymbol type, ref EffectBuilder effects)
    {
        AddOwnLines(type, ref effects);

        // A generated base class is marked, and has no base that a table could name.
        foreach (var mark in type.GetAttributes())
        {
            if (mark.AttributeClass is { } marking && tables.KnowType(marking.Name))
                AddOwnLines(marking, ref effects, ApiVerb.Serves);
        }
    }

    private void AddOwnLines(INamedTypeSymbol type, ref EffectBuilder effects, ApiVerb? only = null)
    {
        foreach (var layer in tables.Layers)
        {
            foreach (var line in layer.OfType(type.Name))
            {
                if (line.Kind == 'T' && line.IsIn(type))
                    effects.Add(only is null ? line.Effects : line.Effects.RemoveAll(effect => effect.Verb != only));
            }
        }
    }
}
