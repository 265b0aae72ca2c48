using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What the program tells its container of services, and of which classes that leaves one object.</summary>
/// <remarks>
/// <code>
///   services.AddSingleton&lt;IClock, Clock&gt;();      // whoever has a Clock has this one
/// </code>
/// The claim is about a class and not about a variable: if the container makes one object of it and nobody else makes any, it does not matter how the object gets
/// to whoever uses it. So one <c>new Clock()</c> elsewhere, a second service with an object of its own, a derived class or a call of unknown code that is told
/// the type, and nothing is known. Errs towards silence.
/// </remarks>
internal sealed class Registrations
{
    /// <summary>A class that more members mention, or a program that registers services in more of them: nothing is known.</summary>
    private const int MaxMembers = 256;

    private readonly ConcurrentDictionary<INamedTypeSymbol, Registration?> _known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<Registration>> _all;
    private readonly Lazy<HashSet<string>> _names;
    private readonly BodyReader _reader;
    private readonly ApiLookup _api;
    private readonly SourceIndex _index;

    public Registrations(BodyReader reader, ApiLookup api, ApiTables tables, SourceIndex index)
    {
        (_reader, _api, _index) = (reader, api, index);
        var words = new Lazy<HashSet<string>>(() => new HashSet<string>(tables.Registering, StringComparer.Ordinal));
        _all = new(() => [.. FindAll(words.Value, CancellationToken.None)]);
        _names = new(() => new HashSet<string>(
            CallsOf(words.Value).SelectMany(static call => call.DescendantTokens()).Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText),
            StringComparer.Ordinal));
    }

    /// <summary>In order of path and position.</summary>
    public ImmutableArray<Registration> All => _all.Value;

    /// <summary>Whether some registration has <paramref name="name"/> in its text; not bound.</summary>
    public bool MayName(string name) => _names.Value.Contains(name);

    /// <summary>The registration that makes the only object of <paramref name="type"/>; null where there is none, or there may be several objects.</summary>
    public Registration? OfOnly(INamedTypeSymbol type, CancellationToken cancellation) =>
        _known.TryGetValue(type, out var known) ? known : _known.GetOrAdd(type, Find(type, cancellation));

    /// <summary>Whether a host runs an object of <paramref name="type"/>.</summary>
    public bool IsHosted(INamedTypeSymbol type) => All.Any(one => Is(one.Hosted, type));

    /// <summary>Whether those who ask for <paramref name="service"/> get an object of <paramref name="type"/>, and of no other.</summary>
    public bool Gives(INamedTypeSymbol service, INamedTypeSymbol type)
    {
        var any = false;
        foreach (var one in All)
        {
            if (!Is(one.Service?.OriginalDefinition, service.OriginalDefinition))
                continue;
            if (!Is(one.Made?.OriginalDefinition, type.OriginalDefinition))
                return false;
            any = true;
        }

        return any;
    }

    private IEnumerable<InvocationExpressionSyntax> CallsOf(HashSet<string> words) =>
        (_index.MembersMentioning(words, within: null, MaxMembers) ?? [])
            .SelectMany(static member => member.DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(call => Targets.NameOf(call) is { } name && words.Contains(name)).Distinct();

    private IEnumerable<Registration> FindAll(HashSet<string> words, CancellationToken cancellation)
    {
        foreach (var syntax in CallsOf(words))
        {
            if (_reader.OperationOf(syntax, cancellation) is not IInvocationOperation call)
                continue;
            foreach (var effect in _api.EffectsOf(call.TargetMethod))
            {
                if (effect.Verb == ApiVerb.Registers)
                    yield return Read(call, effect.Lifetime, cancellation);
            }
        }
    }

    /// <summary>The first type is what asks for the service, the last one what is made, if the call is given neither object nor function.</summary>
    private Registration Read(IInvocationOperation call, ApiLifetime lifetime, CancellationToken cancellation)
    {
        var types = new List<ITypeSymbol>(call.TargetMethod.TypeArguments);
        IOperation? given = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.IsImplicit || argument.Parameter is not { } parameter || (parameter.Ordinal == 0 && call.TargetMethod.IsExtensionMethod))
                continue;
            if (Operands.Unwrapped(argument.Value) is ITypeOfOperation named)
                types.Add(named.TypeOperand);
            else if (parameter.Type.TypeKind == TypeKind.Enum)
                lifetime = LifetimeIn(argument.Value);
            else if (parameter.Type is not INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true })
                given = argument.Value;
        }

        var making = given is null ? null : CreationIn(given, cancellation);
        var isHosted = lifetime == ApiLifetime.Hosted;
        return new Registration(call.Syntax, MethodAround(call.Syntax, cancellation), lifetime, isHosted ? null : types.FirstOrDefault() ?? making?.Type)
        {
            Made = (given is null ? types.LastOrDefault() : making?.Type) as INamedTypeSymbol,
            Making = making?.Syntax,
            Hosted = isHosted ? types.LastOrDefault() : null,
        };
    }

    /// <summary>What the caller wishes instead: <c>AddDbContext&lt;Shop&gt;(optionsLifetime: ServiceLifetime.Singleton)</c>, by the same words as the tables have.</summary>
    private static ApiLifetime LifetimeIn(IOperation wish) =>
        Operands.Unwrapped(wish) is IFieldReferenceOperation { Field.Name: var name } && Enum.TryParse<ApiLifetime>(name, out var lifetime) ? lifetime : ApiLifetime.None;

    private IMethodSymbol? MethodAround(SyntaxNode syntax, CancellationToken cancellation)
    {
        var symbol = _reader.ModelOf(syntax.SyntaxTree).GetEnclosingSymbol(syntax.SpanStart, cancellation);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            symbol = symbol.ContainingSymbol;
        return symbol as IMethodSymbol;
    }

    /// <summary><c>new Clock()</c>, which a function returns, a local variable or a static one was made with, or which is given itself.</summary>
    private IObjectCreationOperation? CreationIn(IOperation given, CancellationToken cancellation)
    {
        switch (Operands.Unwrapped(given))
        {
            case IObjectCreationOperation creation:
                return creation;
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation function }:
                var returned = function.Body.Descendants().OfType<IReturnOperation>().Select(static one => one.ReturnedValue).OfType<IOperation>().ToList();
                return returned.Count == 1 ? CreationIn(returned[0], cancellation) : null;
            case ILocalReferenceOperation { Local: var local }:
                return InitializerOf(local, cancellation);
            case IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field }:
                return InitializerOf(field, cancellation);
            case IPropertyReferenceOperation { Property: { IsStatic: true, SetMethod: null } property }:
                return InitializerOf(property, cancellation);
            default:
                return null;
        }
    }

    private IObjectCreationOperation? InitializerOf(ISymbol variable, CancellationToken cancellation)
    {
        var value = variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        return value is null ? null : Operands.Unwrapped(_reader.OperationOf(value, cancellation)) as IObjectCreationOperation;
    }

    private Registration? Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false } || type.DeclaringSyntaxReferences.IsEmpty || _index.TypesNaming(type.Name).Any())
            return null;

        var made = All.Where(one => Is(one.Made, type)).ToList();
        return made.Count > 0 && made.TrueForAll(one => one.IsOfOne && Is(one.Service, made[0].Service)) && !IsMadeElsewhere(type, made, cancellation) ? made[0] : null;
    }

    private bool IsMadeElsewhere(INamedTypeSymbol type, List<Registration> made, CancellationToken cancellation)
    {
        if (_index.MembersMentioning([type.Name], within: null, MaxMembers) is not { } members)
            return true;

        var unnamed = _index.MembersMentioning([TreeIndex.NewWithoutName], within: null, int.MaxValue)!;
        var around = new HashSet<SyntaxTree>(type.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree).Concat(members.Select(static member => member.SyntaxTree)));
        return members.Exists(member => member.DescendantNodes().Any(node => node switch
            {
                ObjectCreationExpressionSyntax creation => SaysName(creation.Type, type) && !made.Exists(one => one.Making == creation),
                ImplicitObjectCreationExpressionSyntax creation => Makes(creation),
                SimpleNameSyntax name => name.Identifier.ValueText == type.Name && IsTold(name, cancellation),
                _ => false,
            }))
            || unnamed.Exists(member => around.Contains(member.SyntaxTree) && member.DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>().Any(Makes));

        bool Makes(ImplicitObjectCreationExpressionSyntax creation) =>
            !made.Exists(one => one.Making == creation) && Is(_reader.OperationOf(creation, cancellation)?.Type, type);
    }

    private static bool SaysName(TypeSyntax written, INamedTypeSymbol type) => TypeNames.Of(written) == type.Name;

    /// <summary><c>Create&lt;Clock&gt;()</c>, <c>Create(typeof(Clock))</c>: code that the tables do not know, and that may make an object.</summary>
    private bool IsTold(SimpleNameSyntax name, CancellationToken cancellation)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
            type = type.Parent;
        var call = type.Parent switch
        {
            TypeOfExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: { } called } } => called,
            TypeArgumentListSyntax { Parent: GenericNameSyntax { Parent: InvocationExpressionSyntax called } } => called,
            TypeArgumentListSyntax { Parent: GenericNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax called } access } generic } when access.Name == generic => called,
            TypeArgumentListSyntax { Parent: GenericNameSyntax { Parent: MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax called } } } => called,
            _ => null,
        };
        return call is not null
            && !(_reader.OperationOf(call, cancellation) is IInvocationOperation { TargetMethod: var target }
                && _api.EffectsOf(target).Any(static effect => effect.Verb is ApiVerb.Registers or ApiVerb.Mentions));
    }

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
