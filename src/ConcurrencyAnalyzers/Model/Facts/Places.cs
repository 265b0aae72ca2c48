namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Code as messages name it.</summary>
internal static class Places
{
    /// <summary>What stands for a function without a name.</summary>
    public const string Lambda = "a lambda";

    /// <summary>From 1.</summary>
    public static int LineOf(SyntaxNode syntax) => syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>With the file, if it is another than that of <paramref name="here"/>.</summary>
    public static string LineOf(SyntaxNode syntax, SyntaxNode here) =>
        syntax.SyntaxTree == here.SyntaxTree ? $"line {LineOf(syntax)}" : $"{System.IO.Path.GetFileName(syntax.SyntaxTree.FilePath)} line {LineOf(syntax)}";

    public static string NameOf(Frame frame) => NameOf(frame.Method);

    public static string NameOf(IMethodSymbol? code) => code switch
    {
        null => "an initializer",
        { MethodKind: MethodKind.AnonymousFunction } => Lambda,
        { MethodKind: MethodKind.Constructor, ContainingType: { } type } => $"the constructor of {type.Name}",
        { MethodKind: MethodKind.StaticConstructor, ContainingType: { } type } => $"the static constructor of {type.Name}",
        { AssociatedSymbol: { } member } => member.Name,
        { } method when IsMain(method) => "Main",
        { } method => method.Name,
    };

    /// <summary>The program's own, or top-level statements.</summary>
    public static bool IsMain(IMethodSymbol method) => method.Name is "Main" or "<Main>$";
}
