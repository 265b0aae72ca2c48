using System.Collections.Concurrent;

namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>
/// What members do, for the symbols of one compilation. The model owns one; it is asked for every call in every body, so that the way to
/// "nothing" is one look into a dictionary of names.
/// </summary>
internal sealed class ApiLookup(ApiTables tables)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ApiEffect>> _effects = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ApiNature> _natures = new(SymbolEqualityComparer.Default);
    private readonly bool _knowsWholeTypes = tables.Know(ApiMember.EveryName);

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
    public ApiNature NatureOf(ITypeSymbol type)
    {
        if (type.OriginalDefinition is not INamedTypeSymbol named)
            return ApiNature.None;

        return _natures.TryGetValue(named, out var known) ? known : _natures.GetOrAdd(named, Classify(named));
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
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } method => tables.Know(method.Name) || tables.Know(property.MetadataName),
        IEventSymbol => _knowsWholeTypes || tables.Know(definition.Name),
        IMethodSymbol or IPropertySymbol => tables.Know(NameOf(definition)),
        _ => false,
    };

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
            foreach (var lines in LinesOf(definition, layer).GroupBy(line => line.Precision).OrderByDescending(group => group.Key))
                effects.Add(lines.SelectMany(line => line.Effects));
        }

        foreach (var inherited in InheritedMembers.Of(definition))
            effects.Add(EffectsOf(inherited).Where(effect => IsInherited(effect, definition)));
        return effects.ToImmutable();
    }

    private static IEnumerable<ApiMember> LinesOf(ISymbol definition, ApiLayer layer)
    {
        if (definition.ContainingType is not { } container)
            return [];

        // The members of an extension block stand, for everyone but the compiler, in the static class around it.
        var type = (container.Name.Length == 0 ? container.ContainingType ?? container : container).OriginalDefinition;
        var lines = layer.Named(definition.MetadataName).Where(line => line.Kind == KindOf(definition) && line.IsIn(type) && line.Matches(definition));
        if (definition is IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol property })
            lines = lines.Concat(LinesOf(property, layer));

        var everyMember = layer.Named(ApiMember.EveryName).Where(line => line.Kind == KindOf(definition) && IsInOrBelow(line, type));
        return lines.Concat(everyMember);
    }

    private static char KindOf(ISymbol definition) => definition switch
    {
        IPropertySymbol => 'P',
        IEventSymbol => 'E',
        _ => 'M',
    };

    // Classes of the source raise their own events themselves, where their code says so.
    private static bool IsInOrBelow(ApiMember line, INamedTypeSymbol type)
    {
        if (line.IsIn(type))
            return true;

        if (InheritedMembers.IsInSource(type))
            return false;

        for (var outer = type.BaseType; outer is not null; outer = outer.BaseType)
        {
            if (line.IsIn(outer.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Code in the source is read, not looked up: from its bases it only inherits who runs it. A collection that is safe or immutable does not
    /// share what its interface says about plain ones.
    /// </summary>
    private bool IsInherited(ApiEffect effect, ISymbol definition)
    {
        if (InheritedMembers.IsInSource(definition))
            return effect.Verb == ApiVerb.Runs;

        var touchesContent = effect is { Verb: ApiVerb.Reads or ApiVerb.Writes or ApiVerb.Updates, Target.Kind: ApiOperandKind.This };
        return !touchesContent || (NatureOf(definition.ContainingType) & (ApiNature.Safe | ApiNature.Immutable)) == 0;
    }

    private ApiNature Classify(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType?.OriginalDefinition)
        {
            if (NatureByLine(level) is { } nature)
                return nature;
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (NatureByLine(contract.OriginalDefinition) is { } nature)
                return nature;
        }

        return ApiNature.None;
    }

    private ApiNature? NatureByLine(INamedTypeSymbol type)
    {
        foreach (var layer in tables.Layers)
        {
            foreach (var line in layer.Named(type.Name))
            {
                if (line.Kind == 'T' && line.IsIn(type))
                    return line.Effects[0].Nature;
            }
        }

        return null;
    }
}
