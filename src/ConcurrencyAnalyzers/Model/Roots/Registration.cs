using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A call that tells a container of a service: <c>services.AddSingleton&lt;IClock, Clock&gt;()</c>.</summary>
/// <param name="Syntax">The call.</param>
/// <param name="Method">The code that makes it, outside of lambdas.</param>
/// <param name="Lifetime">How many objects there will be.</param>
/// <param name="Service">What asks for it; null where a host runs it whom nobody asks.</param>
internal sealed record Registration(SyntaxNode Syntax, IMethodSymbol? Method, ApiLifetime Lifetime, ITypeSymbol? Service)
{
    /// <summary>The class of the object; null for one that is registered elsewhere, or that somebody unknown makes.</summary>
    public INamedTypeSymbol? Made { get; init; }

    /// <summary>Where the program makes it itself: <c>new Clock()</c>; null where the container does.</summary>
    public SyntaxNode? Making { get; init; }

    /// <summary>What a host runs, whoever makes it: <c>AddHostedService(services =&gt; services.GetRequiredService&lt;Worker&gt;())</c>.</summary>
    public ITypeSymbol? Hosted { get; init; }

    /// <summary>One object for everybody, and not one for each round of a loop.</summary>
    public bool IsOfOne => Lifetime is ApiLifetime.Singleton or ApiLifetime.Hosted && !Syntax.Ancestors().Any(Loops.IsLoop);

    /// <summary>As a message says it.</summary>
    public string PlaceFrom(SyntaxNode here) => $"registered in {Places.NameOf(Method)}, {Places.LineOf(Syntax, here)}";
}
