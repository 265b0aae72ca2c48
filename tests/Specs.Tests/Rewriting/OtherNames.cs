using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Specs.Tests.Rewriting;

/// <summary>Gives another name to everything that the program names itself, but for the few names that the language or the framework looks for.</summary>
internal sealed class OtherNames : Rewriter
{
    /// <summary>Named by the language: entry points, patterns, what accessors and top-level statements are given; and, by convention, the second half of a constructor.</summary>
    private static readonly string[] s_known =
        ["Main", "ActivateOptions", "args", "value", "field", "_", "Add", "GetEnumerator", "MoveNext", "Current", "Deconstruct", "GetAwaiter", "GetResult", "IsCompleted"];

    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _kept;

    /// <param name="compilation">The program.</param>
    /// <param name="tables">The user's tables, which call types and members by name.</param>
    public OtherNames(Compilation compilation, string tables)
        : base(compilation) =>
        _kept = [.. s_known, .. tables.Split([' ', ':', '.', '(', ')', '\n'], StringSplitOptions.RemoveEmptyEntries), .. NamedInText(compilation), .. NamesOfPackages(compilation), .. compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Member).Where(IsForOthers).Select(static symbol => symbol.Name)];

    /// <summary>What a string names, as <c>[GuardedBy("_gate")]</c> does, keeps its name.</summary>
    private static IEnumerable<string> NamedInText(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        from token in tree.GetRoot().DescendantTokens()
        where token.IsKind(SyntaxKind.StringLiteralToken)
        from name in token.ValueText.Split('.')
        select name;

    /// <summary>Where a page declares a type of a package that is not referenced, the built-in tables know it by that name.</summary>
    private static IEnumerable<string> NamesOfPackages(Compilation compilation) =>
        from symbol in compilation.GetSymbolsWithName(static _ => true, SymbolFilter.TypeAndMember)
        where symbol.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.", StringComparison.Ordinal) is true
        from name in symbol is IMethodSymbol method ? method.Parameters.Select(static one => one.Name).Append(method.Name) : [symbol.Name]
        select name;

    public override SyntaxToken VisitToken(SyntaxToken token)
    {
        if (!token.IsKind(SyntaxKind.IdentifierToken) || !IsOurs(SymbolOf(token), token.ValueText) || _kept.Contains(token.ValueText))
            return token;

        if (!_names.TryGetValue(token.ValueText, out var name))
            _names.Add(token.ValueText, name = $"other{_names.Count}");
        Edits++;
        return token.CopyAnnotationsTo(SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia));
    }

    private ISymbol? SymbolOf(SyntaxToken token)
    {
        var symbol = token.Parent switch
        {
            SimpleNameSyntax name => Model.GetSymbolInfo(name) is { } info ? info.Symbol ?? info.CandidateSymbols.FirstOrDefault() : null,
            { } declaration => Model.GetDeclaredSymbol(declaration),
            null => null,
        };
        return symbol is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } ? symbol.ContainingType : symbol;
    }

    /// <summary>The name is compared too: <c>var</c> stands for a type of ours without being its name.</summary>
    private bool IsOurs(ISymbol? symbol, string name) =>
        symbol is not (null or INamespaceSymbol) && symbol.Name == name && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Compilation.Assembly);

    /// <summary>Overrides or implements something of the framework.</summary>
    private bool IsForOthers(ISymbol member)
    {
        for (var one = (member as IMethodSymbol)?.OverriddenMethod; one is not null; one = one.OverriddenMethod)
        {
            if (IsOfOthers(one))
                return true;
        }

        return member.ContainingType is { } type && type.AllInterfaces.Where(IsOfOthers).SelectMany(static contract => contract.GetMembers())
            .Any(declared => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declared), member));
    }

    private bool IsOfOthers(ISymbol symbol) => !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Compilation.Assembly);
}
