using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds services of one request that an object for all requests keeps.</summary>
/// <remarks>
/// <code>
///   services.AddDbContext&lt;Shop&gt;();          // a context for each request
///   services.AddSingleton&lt;Prices&gt;();         // Prices(Shop shop): the first context there is, for ever and for all
/// </code>
/// The container makes the singleton once and gives it what it would give one request. Believed where one program registers both, each in one way, the class has one
/// constructor that the container can take, and the object outlives that constructor. Errs towards silence.
/// </remarks>
internal sealed class HeldScopes(Registrations registrations, BodyReader reader, SourceIndex index, CallGraph calls, ApiLookup api)
{
    /// <summary>Callers of callers that are asked for the code that registers both. Further up, and they may be two programs.</summary>
    private const int MaxCalls = 6;

    /// <summary>The parameters in <paramref name="tree"/>, in order of position.</summary>
    public IEnumerable<HeldScope> In(SyntaxTree tree, CancellationToken cancellation)
    {
        // Registrations are bound once a file declares a class by a name that one of them mentions, and gives it something.
        if (!TakingClassesIn(tree, cancellation).Any(type => registrations.MayName(type.Identifier.ValueText)))
            return [];

        return registrations.All.Where(one => one.IsOfOne && IsIn(tree, one.Made)).GroupBy(static one => one.Made, SymbolEqualityComparer.Default)
            .Select(static group => group.First()).SelectMany(one => HeldBy(one, one.Made!, cancellation))
            .Where(held => held.Location.SourceTree == tree).OrderBy(static held => held.Location.SourceSpan.Start);
    }

    private static IEnumerable<TypeDeclarationSyntax> TakingClassesIn(SyntaxTree tree, CancellationToken cancellation) =>
        tree.GetRoot(cancellation).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>()
            .Where(static type => type.ParameterList is { Parameters.Count: > 0 } || type.Members.Any(static member => member is ConstructorDeclarationSyntax { ParameterList.Parameters.Count: > 0 }));

    private static bool IsIn(SyntaxTree tree, INamedTypeSymbol? type) => type is { IsGenericType: false } && type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == tree);

    private IEnumerable<HeldScope> HeldBy(Registration holder, INamedTypeSymbol type, CancellationToken cancellation)
    {
        // One that is also made in another way may be made for each request as well.
        if (registrations.All.Any(one => Is(one.Made, type) && !one.IsOfOne) || ConstructorOf(holder, type, cancellation) is not { } constructor)
            yield break;

        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.GetAttributes().IsEmpty && parameter.DeclaringSyntaxReferences.FirstOrDefault() is { } place && IsResolved(holder, parameter, cancellation)
                && ScopeOf(parameter.Type) is { } scoped && AreOfOneProgram(holder, scoped, cancellation) && IsKept(parameter, type, cancellation))
            {
                yield return new HeldScope(holder, type, scoped, parameter, place.GetSyntax(cancellation)) { IsUnsafe = IsUnsafe(parameter.Type) || IsUnsafe(scoped.Made) };
            }
        }
    }

    /// <summary>The one that makes the object; of several that the container could choose from none.</summary>
    private IMethodSymbol? ConstructorOf(Registration holder, INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (holder.Making is not null)
            return (reader.OperationOf(holder.Making, cancellation) as IObjectCreationOperation)?.Constructor;

        var open = type.InstanceConstructors.Where(static one => one is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false }).ToList();
        return open.Count == 1 ? open[0] : null;
    }

    /// <summary>Whether the container gives the argument: it makes the object, or a function does and asks the container that it was given.</summary>
    private bool IsResolved(Registration holder, IParameterSymbol parameter, CancellationToken cancellation) =>
        holder.Making is null
        || (reader.OperationOf(holder.Making, cancellation) is { } creation && Operands.ArgumentOf(creation, parameter.Ordinal)?.Value is { } value
            && Operands.Unwrapped(value) is IInvocationOperation { TargetMethod: var target } call
            && api.EffectsOf(target).Any(static effect => effect.Verb == ApiVerb.Mentions)
            && Operands.Unwrapped(call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is IParameterReferenceOperation
            && target.TypeArguments.Length == 1 && Is(target.TypeArguments[0], parameter.Type));

    /// <summary>The last word on the service, if all words on it say that each request has its own.</summary>
    private Registration? ScopeOf(ITypeSymbol service)
    {
        Registration? found = null;
        foreach (var one in registrations.All)
        {
            if (!Is(one.Service, service) && !(one.Service is INamedTypeSymbol { IsUnboundGenericType: true } && Is(one.Service.OriginalDefinition, service.OriginalDefinition)))
                continue;
            if (one.Lifetime != ApiLifetime.Scoped)
                return null;
            found = one;
        }

        return found;
    }

    /// <summary>By a table, or because it was given such an object itself and keeps what only one request may use.</summary>
    private bool IsUnsafe(ITypeSymbol? type) =>
        type is not null && (IsForOne(type) || (type is INamedTypeSymbol made && made.OriginalDefinition.InstanceConstructors.Any(one => one.Parameters.Any(parameter => IsForOne(parameter.Type)))));

    private bool IsForOne(ITypeSymbol type) => (api.NatureOf(type) & ApiNature.Unsafe) != 0;

    /// <summary>Into a field, or captured by a member that is called later.</summary>
    private bool IsKept(IParameterSymbol parameter, INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (parameter.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is { Parent.Parent: TypeDeclarationSyntax declaration }
            && InitialValuesIn(declaration).Any(value => value.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name)
                && reader.OperationOf(value, cancellation) is { } initial && Is(ParameterIn(initial), parameter)))
        {
            return true;
        }

        foreach (var member in index.MembersMentioning([parameter.Name], type.DeclaringSyntaxReferences, MemoryUses.MaxMembers) ?? [])
        {
            foreach (var frame in reader.FactsOf(member, cancellation).SelectMany(static body => body.Frames))
            {
                if (frame.Accesses.Exists(access =>
                    (!frame.Body.IsConstructing && Is(access.Memory.Symbol, parameter)) || (access is { IsWrite: true, Value: { } value } && Is(ParameterIn(value), parameter))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<ExpressionSyntax> InitialValuesIn(TypeDeclarationSyntax declaration) =>
        declaration.Members.SelectMany(static member => member switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(static variable => variable.Initializer?.Value),
            PropertyDeclarationSyntax property => [property.Initializer?.Value],
            _ => [],
        }).OfType<ExpressionSyntax>();

    /// <summary>Also in <c>shop ?? throw new ArgumentNullException()</c>.</summary>
    private static IParameterSymbol? ParameterIn(IOperation value) =>
        ((Operands.Unwrapped(value) is ICoalesceOperation either ? Operands.Unwrapped(either.Value) : Operands.Unwrapped(value)) as IParameterReferenceOperation)?.Parameter;

    /// <summary>A test, or another program in the same folder, may know one of the services otherwise.</summary>
    private bool AreOfOneProgram(Registration one, Registration other, CancellationToken cancellation) =>
        one.Method is { } first && other.Method is { } second && (Is(first, second) || TopsOf(first, cancellation).Overlaps(TopsOf(second, cancellation)));

    /// <summary>The code from which nobody here leads to <paramref name="method"/>: the beginnings of programs, and what other programs call.</summary>
    private HashSet<ISymbol> TopsOf(IMethodSymbol method, CancellationToken cancellation)
    {
        var tops = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { method };
        var pending = new Queue<(IMethodSymbol Method, int Depth)>([(method, 0)]);
        while (pending.Count > 0)
        {
            var (one, depth) = pending.Dequeue();
            var sites = reader.FrameOf(one, cancellation) is { } frame ? calls.CallersOf(frame, cancellation).Sites : [];
            if (sites.IsEmpty || depth == MaxCalls)
                tops.Add(one);
            foreach (var site in sites)
            {
                if (depth < MaxCalls && site.Frame.Outermost.Method is { } caller && seen.Add(caller))
                    pending.Enqueue((caller, depth + 1));
            }
        }

        return tops;
    }

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}

/// <summary>What a singleton keeps of one request.</summary>
/// <param name="Holder">Says that there is one object of the class.</param>
/// <param name="Class">Whose constructor it is.</param>
/// <param name="Scoped">Says that each request has one of these.</param>
/// <param name="Parameter">How the class gets it.</param>
/// <param name="Syntax">Its declaration.</param>
internal sealed record HeldScope(Registration Holder, INamedTypeSymbol Class, Registration Scoped, IParameterSymbol Parameter, SyntaxNode Syntax) : IFinding
{
    /// <summary>Two requests that use it at once break it. Otherwise it is only known that it is not meant to be shared.</summary>
    public bool IsUnsafe { get; init; }

    public Location Location => Parameter.Locations[0];

    public IEnumerable<Location> OtherPlaces => [Holder.Syntax.GetLocation(), Scoped.Syntax.GetLocation()];

    public string Name => Parameter.Name;

    public string Witness =>
        $"{Class.Name} keeps it, of which there is one for all requests and threads ({Holder.PlaceFrom(Syntax)}), and each request should have its own ({Scoped.PlaceFrom(Syntax)})";

    public bool IsSuggestion => !IsUnsafe;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Parameter.ToDisplayString()).Add("holder", Class.ToDisplayString());
}
