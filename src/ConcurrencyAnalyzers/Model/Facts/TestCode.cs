namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Code that a test runner runs.</summary>
internal static class TestCode
{
    private static readonly string[] s_tests = ["Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "Benchmark"];

    private static readonly string[] s_surroundings = ["SetUp", "OneTimeSetUp", "TestInitialize", "ClassInitialize"];

    private static readonly string[] s_classes = ["TestFixture", "TestClass"];

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
