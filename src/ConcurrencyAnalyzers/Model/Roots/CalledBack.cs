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
            if (SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, type.ContainingAssembly))
                continue;
            if (contract.GetMembers(method.Name.Substring(method.Name.LastIndexOf('.') + 1)).Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)))
                return true;
        }

        return false;
    }

    /// <summary><c>this</c> as a value: an argument, or what a variable gets.</summary>
    private static bool GivesItself(Frame frame) =>
        frame.Syntax.DescendantNodes().Any(static node => node is ThisExpressionSyntax { Parent: ArgumentSyntax or AssignmentExpressionSyntax or InitializerExpressionSyntax });
}
