namespace ConcurrencyAnalyzers.Conventions.Tests.NewRule;

/// <summary>What a new rule starts from: it compiles, it keeps every convention but one, and that one refuses it until each "Write here" is written.</summary>
internal static class Templates
{
    public const string Title = "Write here what is wrong";
    public const string Message = "'{0}' write here the evidence: {1}";

    public static string Rule(string family, string name, string id) =>
        $$"""
        namespace ConcurrencyAnalyzers.Rules.{{family}};

        /// <summary>Write here what goes wrong, in one sentence.</summary>
        /// <remarks>
        /// Write here the smallest failing interleaving:
        /// <code>
        ///   thread A          thread B
        /// </code>
        /// </remarks>
        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class {{name}} : FileRule
        {
            internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
                id: "{{id}}",
                name: nameof({{name}}),
                title: "{{Title}}",
                message: "{{Message}}");

            /// <summary>Creates the rule; hosts do.</summary>
            public {{name}}()
                : base(Descriptor)
            {
            }

            // Write here the question: ask.Model knows the answer, ask.Report(…) reports what it proves.
            private protected override void Ask(FileQuestion ask)
            {
            }
        }

        """;

    public static string Fix(string family, string name) =>
        $$"""
        using System.Composition;
        using ConcurrencyAnalyzers.Fixes;
        using Microsoft.CodeAnalysis.CodeFixes;

        namespace ConcurrencyAnalyzers.Rules.{{family}};

        /// <summary>Write here what it changes.</summary>
        [ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof({{name}}Fix)), Shared]
        public sealed class {{name}}Fix : RuleFix
        {
            /// <summary>Creates the fix; hosts do.</summary>
            public {{name}}Fix()
                : base({{name}}.Descriptor)
            {
            }

            // Write here the repairs, the best first; none where none holds.
            private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) => [];
        }

        """;

    public static string Page(string id) =>
        $$"""
        # {{id}}: {{Title}}

        ## What goes wrong
        Write here the interleaving.

        ## Detected
        ```csharp
        class Shortest
        {
            private int _writeHere;  // {{id}}
        }
        ```

        ## Not detected
        Write here the nearest program that is right.
        ```csharp
        class Nearest
        {
            private int _right;
        }
        ```

        ## How to fix
        Write here what to do.

        ## Fix safety
        No fix: write here why, or the safety of the fix.

        ## Options
        None.

        ## Limits
        Write here what is not followed, best as a block with // misses.

        """;
}
