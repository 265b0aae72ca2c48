using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Ownership;

/// <summary>Which frame an object or variable cannot leave.</summary>
internal static class Confinement
{
    /// <summary>
    /// Whether each activation of <paramref name="frame"/> has memory of its own under this name: a local that it declares, an object that it makes.
    /// Errs towards yes: a second name under which the object escapes is not seen, and no race is reported over it.
    /// </summary>
    public static bool EndsAt(MemoryPath path, Frame frame) => path.Root switch
    {
        PathRoot.Unknown => true,
        PathRoot.Allocation => true,
        PathRoot.Local => Declares(frame, path.Variable!),
        _ => false,
    };

    /// <summary>Whether the path names a parameter itself, and not what it leads to: a caller has given its value, and has no name for the variable.</summary>
    public static bool IsOwnParameter(MemoryPath path, Frame frame) =>
        path is { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol { RefKind: RefKind.None } parameter } && Declares(frame, parameter);

    /// <summary>Whether <paramref name="variable"/> is new in each activation of <paramref name="frame"/>.</summary>
    public static bool Declares(Frame frame, ISymbol variable) =>
        SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, frame.Method);

    /// <summary>Whether <paramref name="variable"/> belongs to <paramref name="frame"/> or a frame around it, so that all that runs inside shares it.</summary>
    public static bool IsSharedIn(Frame frame, ISymbol variable)
    {
        for (var one = frame; one is not null; one = one.Parent)
        {
            if (Declares(one, variable))
                return true;
        }

        return variable is IFieldSymbol or IPropertySymbol;
    }
}
