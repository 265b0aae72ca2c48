using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Which of several classes a call by a contract runs, told by the object that it is made on.</summary>
/// <remarks>
/// A way is found from the access outwards, by whoever names what the class implements. Gone inwards again, a frame may know better:
/// <code>
///   var job = new Export(); job.Run();     Job.Run calls this.Step(): that of Export, and never that of Import
///   void Start(IStore store) { … }         whichever of the program's stores is passed: it may be this one
/// </code>
/// </remarks>
internal sealed class ChosenImplementations(Compilation compilation, Creations creations, Implementations implementations, Containers containers)
{
    private readonly Lazy<bool> _mayHaveFakes = new(() => TestCode.IsIn(compilation));
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<INamedTypeSymbol>> _held = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a call on the way is made on an object of another class than the one whose code the way goes on with.</summary>
    public bool RuleOut(Context way, CancellationToken cancellation) =>
        ByContract(way, cancellation).Any(one => (one.Classes.Length > 0 && !one.Classes.Any(type => Runs(type, one))) || (one.Declared is { } declared && !AreRelated(declared, one.Run.ContainingType)));

    /// <summary>
    /// Whether the way leads through a call by a contract that several classes of the program keep, on an object that might be of any: nothing says that it is of this one,
    /// and where tests are compiled with the program the one may be a fake, or stand in another one's place. Code of one class that calls what its own subclasses add,
    /// <c>this.Step()</c>, is run by each of them, if nobody further out on the way names the object.
    /// </summary>
    public bool MayBeAnother(Context way, CancellationToken cancellation) =>
        _mayHaveFakes.Value && ByContract(way, cancellation).Any(one => one is { Classes.IsEmpty: true, IsOwn: false } && implementations.AreSeveral(one.Call.Target, cancellation));

    /// <summary>The calls of the way that may run something else than they name, what their objects may be made as, and the class that the first name of the object is declared with.</summary>
    private IEnumerable<Step> ByContract(Context way, CancellationToken cancellation)
    {
        var links = new List<Context>();
        for (var link = way; link.Inner is { } inner; link = inner)
        {
            links.Add(link);
            if (link.Site is CallSite { IsOfBase: false } call && inner.Frame is { Parent: null, Method: { IsStatic: false } run } && call.Target is { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true })
                yield return new Step(call, run.OriginalDefinition, ClassesOf(call.Receiver, links, links.Count - 1, cancellation), DeclaredAs(call.Receiver, links, links.Count - 1), IsOwn(call.Receiver, links, links.Count - 1));
        }
    }

    private static bool Runs(INamedTypeSymbol type, Step step) =>
        Implementations.In(type, step.Call.Target) is not { } own || SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, step.Run);

    /// <summary>The classes of which the program makes the object that <paramref name="path"/> leads to, in the names of the frame of a link.</summary>
    private ImmutableArray<INamedTypeSymbol> ClassesOf(MemoryPath path, List<Context> links, int at, CancellationToken cancellation)
    {
        if (path.IsUnknown)
            return [];
        if (path.Steps.IsEmpty && path.Root is PathRoot.Local or PathRoot.Allocation)
            return creations.Of(path, links[at].Frame)?.Target.ContainingType is { } made ? [made] : [];
        if (path is { End: IFieldSymbol field } && (field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private))
            return _held.TryGetValue(field.OriginalDefinition, out var known) ? known : _held.GetOrAdd(field.OriginalDefinition, HeldBy(field.OriginalDefinition, cancellation));
        if (!path.Steps.IsEmpty || at == 0)
            return [];

        // A lambda has the names of the frame around it; a method has been given the object by its caller.
        var frame = links[at].Frame;
        var caller = links[at - 1];
        if (frame.Parent == caller.Frame)
            return ClassesOf(path, links, at - 1, cancellation);
        if (caller.Site is not CallSite call || frame.Parent is not null)
            return [];
        return path.Root == PathRoot.This ? ClassesOf(call.Receiver, links, at - 1, cancellation)
            : path is { Root: PathRoot.Parameter, Variable: IParameterSymbol parameter } && call.ArgumentFor(parameter.Ordinal) is { } argument ? ClassesOf(argument.Path, links, at - 1, cancellation)
            : [];
    }

    /// <summary>What a variable that no other assembly sets gets in the source.</summary>
    private ImmutableArray<INamedTypeSymbol> HeldBy(ISymbol variable, CancellationToken cancellation)
    {
        var classes = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        foreach (var value in containers.ValuesOf(variable, cancellation))
        {
            if (value.ConstantValue is { HasValue: true, Value: null })
                continue;
            if (value is not IObjectCreationOperation { Type: INamedTypeSymbol made })
                return [];
            classes.Add(made.OriginalDefinition);
        }

        return classes.ToImmutable();
    }

    /// <summary>The object of which the outermost frame is a method, as all frames up to it say.</summary>
    private static bool IsOwn(MemoryPath path, List<Context> links, int at) =>
        path is { Root: PathRoot.This, Steps.IsEmpty: true }
        && (at == 0 || (links[at].Frame.Parent == links[at - 1].Frame ? IsOwn(path, links, at - 1) : links[at - 1].Site is not CallSite call || links[at].Frame.Parent is not null || IsOwn(call.Receiver, links, at - 1)));

    /// <summary><c>Import job</c>, whatever it is called as further in; null where only an interface is named.</summary>
    private static INamedTypeSymbol? DeclaredAs(MemoryPath path, List<Context> links, int at)
    {
        if (path is { Root: PathRoot.This, Steps.IsEmpty: true })
        {
            return at == 0 ? null
                : links[at].Frame.Parent == links[at - 1].Frame ? DeclaredAs(path, links, at - 1)
                : links[at - 1].Site is CallSite call && links[at].Frame.Parent is null ? DeclaredAs(call.Receiver, links, at - 1)
                : null;
        }

        // What a parameter is declared as says less than what it gets.
        if (path is { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol { Type.TypeKind: TypeKind.Interface } given } && at > 0)
        {
            return links[at].Frame.Parent == links[at - 1].Frame ? DeclaredAs(path, links, at - 1)
                : links[at - 1].Site is CallSite call && links[at].Frame.Parent is null && call.ArgumentFor(given.Ordinal) is { } argument ? DeclaredAs(argument.Path, links, at - 1)
                : null;
        }

        var type = path.End switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
        return type is INamedTypeSymbol { TypeKind: TypeKind.Class } named ? named.OriginalDefinition : null;
    }

    /// <summary>Of two classes neither of which derives from the other no object is of both.</summary>
    private static bool AreRelated(INamedTypeSymbol one, INamedTypeSymbol other) => other.TypeKind != TypeKind.Class || IsOrDerives(one, other) || IsOrDerives(other, one);

    private static bool IsOrDerives(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            // What stands above an unknown class is unknown.
            if (one.TypeKind == TypeKind.Error || SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, from.OriginalDefinition))
                return true;
        }

        return false;
    }

    private readonly record struct Step(CallSite Call, IMethodSymbol Run, ImmutableArray<INamedTypeSymbol> Classes, INamedTypeSymbol? Declared, bool IsOwn);
}
