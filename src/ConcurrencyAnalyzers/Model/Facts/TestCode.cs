using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Code that a test runner runs.</summary>
internal static class TestCode
{
    private const string Measured = "Benchmark";

    private static readonly string[] s_tests = ["Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", Measured];

    private static readonly string[] s_surroundings = ["SetUp", "OneTimeSetUp", "TestInitialize", "ClassInitialize"];

    private static readonly string[] s_classes = ["TestFixture", "TestClass"];

    private static readonly string[] s_namespaces = ["Xunit", "NUnit.Framework", "Microsoft.VisualStudio.TestTools.UnitTesting"];

    /// <summary>
    /// Whether a program has tests of its own in it, and so may have fakes: by the namespace of their framework, which is resolved where it is referenced and named where it is not,
    /// and by the tests, of which a project file may name the namespace for all sources.
    /// </summary>
    public static bool IsIn(Compilation compilation) =>
        s_namespaces.Any(name => IsKnown(compilation.GlobalNamespace, name.Split('.')))
        || compilation.SyntaxTrees.Any(static tree => tree.GetRoot() is CompilationUnitSyntax unit && unit.Usings.Any(static one => one.Name?.ToString() is { } used && Array.IndexOf(s_namespaces, used) >= 0))
        || compilation.SyntaxTrees.Any(HoldsTests);

    /// <summary>By the index of the tree, and the words of the attributes where a member mentions one. What only measures has no fakes.</summary>
    private static bool HoldsTests(SyntaxTree tree)
    {
        var index = TreeIndex.Of(tree, CancellationToken.None);
        return s_tests.Any(name => name != Measured && index.Mentioning(name, new TextSpan(0, tree.Length)).Any(member =>
            member.Node is MethodDeclarationSyntax method && method.AttributeLists.Any(list => list.Attributes.Any(one => TypeNames.Of(one.Name) == name))));
    }

    private static bool IsKnown(INamespaceSymbol root, string[] names)
    {
        foreach (var name in names)
        {
            if (root.GetMembers(name).OfType<INamespaceSymbol>().FirstOrDefault() is not { } inner)
                return false;
            root = inner;
        }

        return true;
    }

    public static bool IsTest(IMethodSymbol method) => HasOneOf(method, s_tests);

    /// <summary>Whether a class is made for tests, by its own members or those that it inherits; a class in one is.</summary>
    public static bool HoldsTests(INamedTypeSymbol? type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            for (var one = outer; one is not null && !one.DeclaringSyntaxReferences.IsEmpty; one = one.BaseType)
            {
                if (HasOneOf(one, s_classes) || one.GetMembers().OfType<IMethodSymbol>().Any(static method => IsTest(method) || HasOneOf(method, s_surroundings)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Where the framework is not at hand, an attribute has the name that it is written with.</summary>
    private static bool HasOneOf(ISymbol member, string[] names) => member.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { Name: var name } && (Array.IndexOf(names, name) >= 0 || (name.EndsWith(Suffix, StringComparison.Ordinal) && Array.IndexOf(names, name.Substring(0, name.Length - Suffix.Length)) >= 0)));

    private const string Suffix = "Attribute";
}
