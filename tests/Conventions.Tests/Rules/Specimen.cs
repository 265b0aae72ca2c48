using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>A rule that keeps every convention and exists nowhere. Tests break it in one place each, to see that the convention sees it.</summary>
internal static class Specimen
{
    public static RuleFolder Rule { get; } = new(
        "Races", "Specimen",
        ImmutableSortedDictionary<string, string>.Empty
            .Add("Specimen.cs", "namespace ConcurrencyAnalyzers.Rules.Races;\n\n/// <summary>A specimen.</summary>\npublic sealed class Specimen;\n")
            .Add("Specimen.Fix.cs", "namespace ConcurrencyAnalyzers.Rules.Races;\n\n/// <summary>Repairs it.</summary>\npublic sealed class SpecimenFix;\n")
            .Add("Specimen.md", Page)
            .Add(ExamplesFile, Examples),
        [Descriptor()],
        HasFix: true,
        ["patience"]);

    public const string Page = """
        # CONC0101: A specimen is found

        ## What goes wrong
        Two threads meet.

        ## Detected
        By root, memory and depth: [examples](Specimen.examples.spec.md).
        ```csharp
        class C { int bad; }  // CONC0101: 'bad'
        ```

        ## Not detected
        ```csharp
        class C { int good; }
        ```

        ## How to fix
        ```csharp
        class C { int bad; }  // CONC0101
        ```
        ### Fixed
        ```csharp
        class C { int good; }
        ```

        ## Fix safety
        Safe: each expression keeps its value.

        ## Options
        `dotnet_code_quality.CONC0101.patience = 3` says how often it looks. Default: 1.
        ```csharp
        // options: dotnet_code_quality.CONC0101.patience = 3
        class C { int bad; }
        ```

        ## Limits
        ```csharp
        class C { int bed; }  // misses CONC0101: it sounds like bad
        ```

        """;

    public const string ExamplesFile = "Specimen.examples.spec.md";

    public const string Examples = """
        # CONC0101: examples

        ## Root: thread. Memory: local. Depth: 0 calls
        ```csharp
        class A { int bad; }  // CONC0101
        class ATwin { int good; }
        ```
        ## Root: task. Memory: field. Depth: 0 calls
        ```csharp
        class B { int bad; }  // CONC0101
        ```
        ```csharp
        class B { int good; }
        ```
        ## Root: task. Memory: local. Depth: 1 call
        ```csharp
        class C { int bad; }  // CONC0101
        class CTwin { int good; }
        ```
        ## Root: timer. Memory: element. Depth: 1 call, in a lambda
        ```csharp
        class D { int bad; }  // CONC0101
        class DTwin { int good; }
        ```
        ## Root: query. Memory: item. Depth: 0 calls
        ```csharp
        class E { int bad; }  // CONC0101
        class ETwin { int good; }
        ```
        ## Root: event. Memory: property. Depth: 2 calls
        ```csharp
        class F { int bad; }  // CONC0101
        class FTwin { int good; }
        ```

        """;

    public static DiagnosticDescriptor Descriptor(
        string id = "CONC0101", string name = "Specimen", string title = "A specimen is found", string message = "'{0}' meets {1} without a common lock") =>
        Descriptors.Create(id, name, title, message);

    public static RuleFolder With(this RuleFolder rule, string file, string text) => rule with { Files = rule.Files.SetItem(file, text) };

    public static RuleFolder Without(this RuleFolder rule, string file) => rule with { Files = rule.Files.Remove(file) };

    /// <summary>The rule with an edit of its page.</summary>
    public static RuleFolder WithPage(this RuleFolder rule, string old, string replacement)
    {
        var page = rule.Files[rule.PageFile];
        Assert.Contains(old, page, StringComparison.Ordinal);
        return rule.With(rule.PageFile, page.Replace(old, replacement, StringComparison.Ordinal));
    }
}
