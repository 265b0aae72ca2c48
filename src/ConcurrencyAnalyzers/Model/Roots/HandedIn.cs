using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What a constructor was given and its object keeps: in the frame that makes the object, the given thing has a name of its own.</summary>
/// <remarks>
/// <code>
///   var total = new Total();
///   new Thread(new Worker(total).Run).Start();      // _total.Add() in Run is total.Add() here,
///   new Thread(new Worker(total).Run).Start();      // and so it is in the other worker
/// </code>
/// Only for what never changes: readonly fields, properties without a setter, parameters of primary constructors. Errs towards two objects: a variable that gets
/// several new ones keeps its own name.
/// </remarks>
internal sealed class HandedIn(BodyReader reader, Creations creations)
{
    // A way is told in each frame that it leads through, and many lead through one: what is kept is found once a constructor.
    private readonly ConcurrentDictionary<(ISymbol Kept, IMethodSymbol Constructor), IParameterSymbol?> _given = new();

    /// <summary>How many constructors that hand their parameters on, <c>: base(total)</c>, are gone through.</summary>
    private const int MaxConstructors = 4;

    /// <summary>The path by the name of what was given; the path itself where nothing is known of it.</summary>
    public MemoryPath See(MemoryPath path, Frame frame, CancellationToken cancellation)
    {
        // A worker that was given a worker: each step is seen through once.
        for (var seen = 0; seen < MemoryPath.MaxSteps && path is { Root: PathRoot.Local or PathRoot.Allocation, Steps.IsEmpty: false } && ThroughCreation(path, frame, cancellation) is { } given; seen++)
            path = given;
        return path;
    }

    private MemoryPath? ThroughCreation(MemoryPath path, Frame frame, CancellationToken cancellation)
    {
        if (path.Steps[0].Symbol is not { } kept || !NeverChanges(kept) || creations.Of(path, frame) is not { } creation
            || GivenFor(kept, creation.Target, cancellation) is not { } parameter || creation.ArgumentFor(parameter.Ordinal)?.Path is not { IsUnknown: false } given)
        {
            return null;
        }

        return path.Steps.RemoveAt(0).Aggregate(given, static (whole, step) => whole.Then(step));
    }

    private static bool NeverChanges(ISymbol member) => member is IFieldSymbol { IsReadOnly: true, IsStatic: false } or IPropertySymbol { SetMethod: null, IsStatic: false } or IParameterSymbol;

    /// <summary>The parameter of <paramref name="constructor"/> that <paramref name="kept"/> keeps.</summary>
    private IParameterSymbol? GivenFor(ISymbol kept, IMethodSymbol constructor, CancellationToken cancellation) =>
        _given.TryGetValue((kept, constructor), out var known) ? known : _given.GetOrAdd((kept, constructor), FindGiven(kept, constructor, MaxConstructors, cancellation));

    private IParameterSymbol? FindGiven(ISymbol kept, IMethodSymbol constructor, int constructors, CancellationToken cancellation)
    {
        if (!SymbolEqualityComparer.Default.Equals(kept.ContainingType.OriginalDefinition, constructor.ContainingType))
            return FindHandedOn(kept, constructor, constructors - 1, cancellation);
        if (kept is IParameterSymbol primary)
        {
            return !SymbolEqualityComparer.Default.Equals(primary.ContainingSymbol, constructor) ? FindHandedOn(kept, constructor, constructors - 1, cancellation)
                : IsSetSomewhere(primary, constructor) ? null
                : primary;
        }

        // `private readonly Total _total = total;`
        foreach (var declaration in kept.DeclaringSyntaxReferences)
        {
            var value = declaration.GetSyntax(cancellation) switch
            {
                VariableDeclaratorSyntax field => field.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value,
                _ => null,
            };
            if (value is IdentifierNameSyntax name)
                return constructor.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText);
            if (value is not null)
                return null;
        }

        var writes = reader.FrameOf(constructor, cancellation)?.Accesses
            .Where(access => access.IsWrite && access.Path is { Root: PathRoot.This, Steps.Length: 1 } && SymbolEqualityComparer.Default.Equals(access.Memory.Symbol, kept.OriginalDefinition)).ToList();
        if (writes is { Count: 0 })
            return FindHandedOn(kept, constructor, constructors - 1, cancellation);
        return writes is { Count: 1 } && writes[0].Value is { } assigned && Operands.Unwrapped(assigned) is IParameterReferenceOperation { Parameter: var given } ? given : null;
    }

    /// <summary>The parameter that goes on, as it is, to the constructor of the base or another one of the type, which keeps it.</summary>
    private IParameterSymbol? FindHandedOn(ISymbol kept, IMethodSymbol constructor, int constructors, CancellationToken cancellation)
    {
        var next = constructors == 0 ? null : reader.FrameOf(constructor, cancellation)?.Calls.Find(static call => call is { Target.MethodKind: MethodKind.Constructor, Receiver: { Root: PathRoot.This, Steps.IsEmpty: true } });
        return next is not null && FindGiven(kept, next.Target, constructors, cancellation) is { } inner
            && next.ArgumentFor(inner.Ordinal)?.Path is { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol own } && SymbolEqualityComparer.Default.Equals(own.ContainingSymbol, constructor)
                ? own
                : null;
    }

    private static bool IsSetSomewhere(IParameterSymbol parameter, IMethodSymbol constructor) =>
        constructor.ContainingType.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantNodes().Any(node => Creations.NameOfChanged(node) == parameter.Name));
}
