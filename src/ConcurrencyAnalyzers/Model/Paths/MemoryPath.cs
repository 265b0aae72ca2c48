namespace ConcurrencyAnalyzers.Model.Paths;

/// <summary>What a path starts from: the variable whose value leads to the memory.</summary>
internal enum PathRoot
{
    /// <summary>The receiver of the method that the path is written in.</summary>
    This,

    /// <summary>A parameter; in another method it is what the caller passes.</summary>
    Parameter,

    /// <summary>A local variable, of which each entry of its scope makes a new one.</summary>
    Local,

    /// <summary>A static field, a type or a literal: the same everywhere.</summary>
    Static,

    /// <summary>An object made by an expression that no variable holds.</summary>
    Allocation,

    /// <summary>Anything else. Two unknown objects are never the same, and never proven different.</summary>
    Unknown,
}

/// <summary>A name for memory or for a lock: a root and the fields and elements that lead on from it.</summary>
/// <remarks>
/// Immutable, compared by value. A name is relative to the method that it is written in; <see cref="Substitute"/> moves it to a caller.
/// Equal certain names in one activation of a method are one object, unless the root was made anew in between, which the flow layer asks about.
/// </remarks>
internal sealed class MemoryPath : IEquatable<MemoryPath>
{
    /// <summary>Longer names are Unknown: real fields lie within three steps of a variable, and the bound ends recursion through lists and trees.</summary>
    public const int MaxSteps = 6;

    public static readonly MemoryPath Unknown = new(PathRoot.Unknown, null, ImmutableArray<PathStep>.Empty);
    public static readonly MemoryPath This = new(PathRoot.This, null, ImmutableArray<PathStep>.Empty);

    private MemoryPath(PathRoot root, object? identity, ImmutableArray<PathStep> steps, ImmutableArray<ITypeSymbol> arguments = default) =>
        (Root, Identity, Steps, Arguments) = (root, identity, steps, arguments.IsDefault ? ImmutableArray<ITypeSymbol>.Empty : arguments);

    public PathRoot Root { get; }

    /// <summary>The symbol of a parameter, local or type, the syntax of an allocation, the value of a literal.</summary>
    public object? Identity { get; }

    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>Of a static of a generic type, the arguments of that type and those around it: each construction has a static of its own.</summary>
    public ImmutableArray<ITypeSymbol> Arguments { get; }

    public bool IsUnknown => Root == PathRoot.Unknown;

    /// <summary>Whether each step gives the same object each time; a property of unknown code may not.</summary>
    public bool IsCertain => !IsUnknown && !Steps.Any(static step => step.IsUncertain);

    /// <summary>The variable that the path starts from: nobody above the frame that declares it can name it.</summary>
    public ISymbol? Variable => Root is PathRoot.Local or PathRoot.Parameter ? (ISymbol?)Identity : null;

    /// <summary>The variable that the path ends at: its last member, or the local or parameter that it is; null for an element and for what has no name.</summary>
    public ISymbol? End => Steps.IsEmpty ? Variable : Steps[Steps.Length - 1].Symbol;

    /// <summary>How many elements of elements the path ends with: two for <c>_byKey[key][3]</c>.</summary>
    public int Depth
    {
        get
        {
            var depth = 0;
            while (depth < Steps.Length && Steps[Steps.Length - 1 - depth].Index is not null)
                depth++;
            return depth;
        }
    }

    /// <summary>The variable that the elements of elements at the end of the path belong to.</summary>
    public ISymbol? Holder => Depth is var depth && depth == Steps.Length ? Variable : Steps[Steps.Length - 1 - depth].Symbol;

    /// <summary>How many variables the path leads over: the objects in a collection are as near as those in fields.</summary>
    public int Members => Steps.Count(static step => step.Symbol is not null);

    /// <summary>What the first step leads on from.</summary>
    public MemoryPath Start => new(Root, Identity, ImmutableArray<PathStep>.Empty);

    public static MemoryPath Parameter(IParameterSymbol parameter) => new(PathRoot.Parameter, parameter, ImmutableArray<PathStep>.Empty);

    public static MemoryPath Local(ILocalSymbol local) => new(PathRoot.Local, local, ImmutableArray<PathStep>.Empty);

    public static MemoryPath Static(object identity) => new(PathRoot.Static, identity, ImmutableArray<PathStep>.Empty);

    public static MemoryPath Allocation(SyntaxNode creation) => new(PathRoot.Allocation, creation, ImmutableArray<PathStep>.Empty);

    public static MemoryPath StaticMember(ISymbol member, bool uncertain = false) =>
        new(PathRoot.Static, member.ContainingType?.OriginalDefinition, ImmutableArray.Create(PathStep.Member(member, uncertain)), ArgumentsOf(member.ContainingType));

    public MemoryPath Then(PathStep step) =>
        IsUnknown || Steps.Length >= MaxSteps ? Unknown : new MemoryPath(Root, Identity, Steps.Add(step), Arguments);

    /// <summary>Reads this path, written in a callee, in its caller.</summary>
    /// <param name="actualRoot">What the caller passes for <c>this</c> or a parameter.</param>
    /// <param name="actualIndex">What the caller passes for a variable that indexes an element.</param>
    /// <param name="actualType">What the caller names for a type parameter.</param>
    public MemoryPath Substitute(Func<MemoryPath, MemoryPath> actualRoot, Func<ElementIndex, ElementIndex> actualIndex, Func<ITypeSymbol, ITypeSymbol> actualType)
    {
        if (Root is not (PathRoot.This or PathRoot.Parameter or PathRoot.Static))
            return Unknown;

        var steps = MapIndices(actualIndex).Steps;
        if (Root == PathRoot.Static)
            return new MemoryPath(Root, Identity, steps, Arguments.IsEmpty ? Arguments : Arguments.Select(actualType).ToImmutableArray());

        var root = actualRoot(Start);
        return root.IsUnknown || root.Steps.Length + steps.Length > MaxSteps
            ? Unknown
            : new MemoryPath(root.Root, root.Identity, root.Steps.AddRange(steps), root.Arguments);
    }

    /// <summary>The path of the object that the last step leads on from.</summary>
    public MemoryPath WithoutLast() => Steps.IsEmpty ? this : new MemoryPath(Root, Identity, Steps.RemoveAt(Steps.Length - 1), Arguments);

    /// <summary>The path of the object that the step after the first <paramref name="steps"/> leads on from.</summary>
    public MemoryPath UpTo(int steps) => new(Root, Identity, Steps.RemoveRange(steps, Steps.Length - steps), Arguments);

    /// <summary>The same memory, where the object that the first <paramref name="steps"/> lead to has a name of its own everywhere.</summary>
    public MemoryPath From(int steps, object identity) => new(PathRoot.Static, identity, Steps.RemoveRange(0, steps));

    /// <summary>The same path with other indices.</summary>
    public MemoryPath MapIndices(Func<ElementIndex, ElementIndex> map)
    {
        var steps = Steps;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Index is { IsAny: false } index)
                steps = steps.SetItem(i, PathStep.Element(map(index), steps[i].IsUncertain));
        }

        return steps == Steps ? this : new MemoryPath(Root, Identity, steps, Arguments);
    }

    /// <summary>The same member of the same generic type, for whatever arguments.</summary>
    public MemoryPath OfAnyConstruction() => Arguments.IsEmpty ? this : new MemoryPath(Root, Identity, Steps);

    /// <summary>The same static as <paramref name="other"/> names it, if that is of the same type.</summary>
    public MemoryPath ConstructedAs(MemoryPath other) =>
        Arguments.Length == other.Arguments.Length && Equals(Identity, other.Identity) ? new MemoryPath(Root, Identity, Steps, other.Arguments) : this;

    /// <summary>Which static it is depends on what a type parameter stands for.</summary>
    public bool IsOpen => Arguments.Any(static argument => argument is ITypeParameterSymbol);

    /// <summary>All elements of a collection as one name: handles are joined and locks compared without their index.</summary>
    public MemoryPath WithAnyIndex() => MapIndices(static _ => ElementIndex.Any);

    /// <summary>Whether this path is <paramref name="whole"/> or leads on from it: what is done to the whole is done to the part.</summary>
    public bool IsPartOf(MemoryPath whole)
    {
        if (!SameRoot(whole) || whole.Steps.Length > Steps.Length)
            return false;

        for (var i = 0; i < whole.Steps.Length; i++)
        {
            if (!Steps[i].Equals(whole.Steps[i]))
                return false;
        }

        return true;
    }

    public bool Equals(MemoryPath? other) => other is not null && Steps.Length == other.Steps.Length && IsPartOf(other);

    public override bool Equals(object? obj) => Equals(obj as MemoryPath);

    public override int GetHashCode()
    {
        var hash = (int)Root * 397;
        hash ^= Identity is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : Identity?.GetHashCode() ?? 0;
        foreach (var step in Steps)
            hash = (hash * 31) ^ step.GetHashCode();
        return hash;
    }

    /// <summary>As one would write it, without <c>this.</c>: <c>_stats.Count</c>, <c>Counter.s_total</c>, <c>_hits[…]</c>.</summary>
    public override string ToString()
    {
        var text = Root switch
        {
            PathRoot.This => "this",
            PathRoot.Parameter or PathRoot.Local => ((ISymbol)Identity!).Name,
            PathRoot.Static => Identity is ITypeSymbol type ? type.Name : $"{Identity}",
            PathRoot.Allocation => "new",
            _ => "?",
        };
        foreach (var step in Steps)
            text = step.Index is not null ? $"{text}[{step.Index}]" : text == "this" ? step.Symbol!.Name : $"{text}.{step.Symbol!.Name}";
        return text;
    }

    /// <summary>As <see cref="ToString"/>, without indices and the type of a static: what one calls the variable.</summary>
    public string Name
    {
        get
        {
            var text = WithAnyIndex().ToString();
            return Root == PathRoot.Static && Identity is ITypeSymbol && text.IndexOf('.') is > 0 and var dot ? text.Substring(dot + 1) : text;
        }
    }

    /// <summary>Whether both paths start from the same variable.</summary>
    public bool HasRootOf(MemoryPath other) => SameRoot(other);

    private bool HasArgumentsOf(MemoryPath other)
    {
        for (var i = 0; i < Arguments.Length; i++)
        {
            if (i >= other.Arguments.Length || !SymbolEqualityComparer.Default.Equals(Arguments[i], other.Arguments[i]))
                return false;
        }

        return Arguments.Length == other.Arguments.Length;
    }

    private static ImmutableArray<ITypeSymbol> ArgumentsOf(INamedTypeSymbol? type)
    {
        var arguments = ImmutableArray<ITypeSymbol>.Empty;
        for (; type is not null; type = type.ContainingType)
            arguments = arguments.AddRange(type.TypeArguments);
        return arguments;
    }

    private bool SameRoot(MemoryPath other) =>
        !IsUnknown && Root == other.Root && HasArgumentsOf(other)
        && (Identity is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, other.Identity as ISymbol) : Equals(Identity, other.Identity));
}
