namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>Namespaces that a repair needs in a file.</summary>
internal static class Usings
{
    /// <summary>Writes <c>using <paramref name="name"/>;</c> among the others, where the file does not see the namespace already.</summary>
    public static void Add(DocumentEdits edits, string name)
    {
        var unit = (CompilationUnitSyntax)edits.Tree.GetRoot();
        var line = $"using {name};{edits.Layout.NewLine}";
        var plain = unit.Usings.Where(static one => one.Alias is null && one.StaticKeyword.IsKind(SyntaxKind.None) && one.GlobalKeyword.IsKind(SyntaxKind.None)).ToList();
        if (plain.FirstOrDefault(one => !IsSystem(one) && string.CompareOrdinal(NameOf(one), name) > 0) is { } next)
        {
            edits.Insert(next.SpanStart, line, next.Span);
        }
        else if (plain.LastOrDefault() is { } last)
        {
            edits.Insert(last.FullSpan.End, line, new TextSpan(last.FullSpan.End, 0));
        }
        else
        {
            var place = StartOf(unit);
            edits.Insert(place, line + edits.Layout.NewLine, new TextSpan(place, 0));
        }
    }

    private static string NameOf(UsingDirectiveSyntax one) => one.Name?.ToString() ?? "";

    private static bool IsSystem(UsingDirectiveSyntax one) => NameOf(one) is var name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>Below what a file says of itself, which ends with an empty line; what stands closer belongs to the first declaration.</summary>
    private static int StartOf(CompilationUnitSyntax unit)
    {
        if (unit.Externs.LastOrDefault() is { } last)
            return last.FullSpan.End;

        var isBlank = false;
        var start = 0;
        foreach (var trivia in unit.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                if (isBlank)
                    start = trivia.FullSpan.End;
                isBlank = true;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                isBlank = trivia.IsDirective;
            }
        }

        return start;
    }
}
