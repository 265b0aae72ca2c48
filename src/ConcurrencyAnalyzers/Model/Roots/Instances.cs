using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Whether a program has several objects of a type. Errs towards no: where somebody else makes them, nobody knows how many there are.</summary>
internal sealed class Instances(BodyReader reader, SourceIndex index, CallGraph calls)
{
    /// <summary>More members than this that may create an object, and nobody knows how many there are.</summary>
    private const int MaxMakers = 64;

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public bool AreMany(INamedTypeSymbol type, CancellationToken cancellation) =>
        _known.TryGetValue(type, out var known) ? known : _known.GetOrAdd(type, Find(type, cancellation));

    private bool Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // A type that keeps its constructors to itself has the instances that it says.
        if (type.InstanceConstructors.All(static constructor => constructor.DeclaredAccessibility == Accessibility.Private))
            return false;
        if (index.MembersMentioning([type.Name, TreeIndex.NewWithoutName], within: null, MaxMakers) is not { } members)
            return false;

        var makers = members.SelectMany(member => MakersIn(member, type, cancellation)).ToList();
        return makers.Count switch
        {
            // A container makes the objects of which it is told the type.
            0 => !members.Exists(member => IsHandedOver(member, type)),
            1 => !IsMadeOnce(makers[0], cancellation),
            _ => true,
        };
    }

    private IEnumerable<CallSite> MakersIn(SyntaxNode member, INamedTypeSymbol type, CancellationToken cancellation) =>
        reader.FactsOf(member, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Calls)
            .Where(call => call.Target.MethodKind == MethodKind.Constructor && call.Syntax is BaseObjectCreationExpressionSyntax && SymbolEqualityComparer.Default.Equals(call.Target.ContainingType.OriginalDefinition, type));

    /// <summary><c>services.AddSingleton&lt;Clock&gt;()</c>, <c>Register(typeof(Clock))</c>, in another type.</summary>
    private static bool IsHandedOver(SyntaxNode member, INamedTypeSymbol type) =>
        member.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText == type.Name
            && (name.Parent is TypeOfExpressionSyntax or TypeArgumentListSyntax { Parent.Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } or InvocationExpressionSyntax })
            && !type.DeclaringSyntaxReferences.Any(place => place.SyntaxTree == name.SyntaxTree && place.Span.Contains(name.Span)));

    /// <summary>In code that runs once, for a static variable that keeps it, or in a function of which unknown code says how often it runs.</summary>
    private bool IsMadeOnce(CallSite maker, CancellationToken cancellation)
    {
        var outermost = maker.Frame.Outermost;
        var around = maker.Syntax.Ancestors().TakeWhile(node => node != outermost.Syntax).ToList();
        if (around.Exists(Loops.IsLoop))
            return false;
        if (around.OfType<AssignmentExpressionSyntax>().Any(assignment => maker.Frame.Accesses.Any(access => access.Node == assignment && access.Memory.IsStatic)))
            return true;

        for (var frame = maker.Frame; frame.Parent is { } parent; frame = parent)
        {
            var use = parent.Delegates.Find(use => SymbolEqualityComparer.Default.Equals(use.Source.Method, frame.Method));
            if (use is null || RunsOf(use, cancellation).Any(static run => run.Many))
                return false;
            if (!RunsOf(use, cancellation).All(static run => run.Fate is DelegateFate.Called or DelegateFate.Spawned))
                return true;
        }

        return outermost switch
        {
            { Method: null, Body.InitializedType: null } => true,
            { Method: { } method } => method.MethodKind == MethodKind.StaticConstructor || (method.IsStatic && Places.IsMain(method)),
            _ => false,
        };
    }

    /// <summary>What becomes of a delegate; of one that a method of the program gets, what that does with it.</summary>
    private IEnumerable<DelegateUse> RunsOf(DelegateUse use, CancellationToken cancellation) =>
        use.Fate == DelegateFate.Passed ? calls.UsesOfParameter(use.PassedTo!, use.PassedAs, cancellation) : [use];
}
