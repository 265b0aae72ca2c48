using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Methods that a framework enters because of what they are: an action of a controller, an override, middleware, or one that the user has marked.</summary>
internal sealed class DeclaredRoots(ApiLookup api)
{
    /// <summary>Since then the host runs a whole background service on the pool, and waits for none of it.</summary>
    private const int FirstHostThatDoesNotWait = 10;

    public ServingRoot? Of(IMethodSymbol method)
    {
        if (method is not { IsStatic: false, IsAbstract: false, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation })
            return MarkedKind(method) is { } marked ? Root(method, marked) : null;

        return (MarkedKind(method) ?? KindByContract(method) ?? KindByType(method)) is { } kind ? Root(method, kind) : null;
    }

    private static ServingRoot Root(IMethodSymbol method, ServingKind kind) => new(method, kind, $"{method.ContainingType.Name}.{method.Name}");

    /// <summary><c>[RunsOn(ThreadKind.Request)]</c>.</summary>
    private static ServingKind? MarkedKind(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute is not { AttributeClass: { Name: "RunsOnAttribute", ContainingNamespace: { Name: "Annotations", ContainingNamespace.Name: "ConcurrencyAnalyzers" } } })
                continue;
            if (attribute.ConstructorArguments.FirstOrDefault() is { Value: int kind, Type: { } type })
                return KindNamed(type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(one => kind.Equals(one.ConstantValue))?.Name);
        }

        return null;
    }

    private static ServingKind? KindNamed(string? thread) => thread switch
    {
        "Request" => ServingKind.Request,
        "UI" => ServingKind.Ui,
        "Timer" => ServingKind.Timer,
        _ => null,
    };

    private ServingKind? KindByContract(IMethodSymbol method)
    {
        foreach (var effect in api.EffectsOf(method))
        {
            if (effect.Verb != ApiVerb.Runs)
                continue;
            if (effect.Has(ApiFlags.Starting) && !(effect.Place == ApiPlace.Pool && DeclaringVersion(method) >= FirstHostThatDoesNotWait))
                return ServingKind.Start;
            if (effect.Place is ApiPlace.Request or ApiPlace.Ui)
                return effect.Place == ApiPlace.Ui ? ServingKind.Ui : ServingKind.Request;
        }

        return null;
    }

    private static int DeclaringVersion(IMethodSymbol method)
    {
        var declared = method;
        while (declared.OverriddenMethod is { } overridden)
            declared = overridden;
        return declared.ContainingAssembly.Identity.Version.Major;
    }

    private ServingKind? KindByType(IMethodSymbol method)
    {
        if (method is not { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary } || IsOfEveryObject(method))
            return null;
        if (method.Name is "Invoke" or "InvokeAsync" && IsMiddleware(method.ContainingType))
            return ServingKind.Request;
        return api.ServiceOf(method.ContainingType) switch
        {
            { Place: ApiPlace.Request } => ServingKind.Request,
            { Place: ApiPlace.Ui } => ServingKind.Ui,
            _ => null,
        };
    }

    private static bool IsOfEveryObject(IMethodSymbol method)
    {
        var declared = method;
        while (declared.OverriddenMethod is { } overridden)
            declared = overridden;
        return declared.ContainingType.SpecialType == SpecialType.System_Object || declared.Name is "Dispose" or "DisposeAsync"
            || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "NonActionAttribute");
    }

    /// <summary>A class whose constructor takes the next step of the pipeline: the host makes one object of it.</summary>
    public bool IsMiddleware(INamedTypeSymbol type) =>
        type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => (api.NatureOf(parameter.Type) & ApiNature.Pipeline) != 0));
}
