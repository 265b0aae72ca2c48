using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Methods that other code calls on the very thread that the program gave it an object on.</summary>
/// <remarks>
/// <code>
///   Task.Run(RunTests);                       // the thread
///   void RunTests() { _writer = …; library.Execute(listener: this); _writer.Flush(); }
///   void ITestListener.Started(…) → _writer   // the library, inside Execute
/// </code>
/// Whether the library has threads of its own is not seen: the two may be one thread, and may be two.
/// </remarks>
internal static class CalledBack
{
    /// <summary>Whether <paramref name="entry"/> keeps a contract of other code, to which the thread that <paramref name="thread"/> runs on has given the object.</summary>
    public static bool MayBe(Context thread, Context entry) =>
        thread.Spawn is not null && entry.Spawn is null && entry.Frame.Outermost.Method is { } method && KeepsForeignContract(method) && thread.LinksOfItsThread.Any(static link => GivesItself(link.Frame));

    private static bool KeepsForeignContract(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type)
            return false;
        foreach (var contract in type.AllInterfaces)
        {
            // Of an interface that is not at hand nobody knows the members.
            if (contract.TypeKind == TypeKind.Error)
                return true;
            if (SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, type.ContainingAssembly) || IsLifetime(contract))
                continue;
            if (contract.GetMembers(method.Name.Substring(method.Name.LastIndexOf('.') + 1)).Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)))
                return true;
        }

        return false;
    }

    /// <summary>Whoever owns an object disposes of it, and that is seldom whom its thread gives it to.</summary>
    private static bool IsLifetime(INamedTypeSymbol contract) => contract is { Name: nameof(IDisposable) or "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary><c>this</c> as a value: what a variable gets, or an argument of a call that leaves the program.</summary>
    private static bool GivesItself(Frame frame) => frame.Syntax.DescendantNodes().OfType<ThisExpressionSyntax>().Any(one => one.Parent switch
    {
        AssignmentExpressionSyntax or InitializerExpressionSyntax => true,
        ArgumentSyntax { Parent.Parent: { } call } => !frame.Body.Frames.Exists(inner => inner.Calls.Exists(own => own.Syntax == call && !own.Target.DeclaringSyntaxReferences.IsEmpty)),
        _ => false,
    });
}
