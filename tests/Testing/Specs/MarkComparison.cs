namespace ConcurrencyAnalyzers.Testing;

/// <summary>Lays the marks of a block beside what was found.</summary>
internal static class MarkComparison
{
    /// <summary>Everything that one side has and the other has not.</summary>
    public static IEnumerable<SpecFailure> Compare(SpecBlock block, BlockContent content, ImmutableArray<Diagnostic> found)
    {
        var marks = content.Marks.Where(mark => mark.IsFound).ToList();
        var matched = Match(marks, found);
        var spare = found.Where((_, index) => !matched.ContainsValue(index)).ToList();
        for (var index = 0; index < marks.Count; index++)
        {
            if (matched.ContainsKey(index))
                continue;

            // Beside a mark, a finding of its id is the same claim with another text or span: one failure says both.
            var mark = marks[index];
            var near = spare.Find(diagnostic => diagnostic.Id == mark.Id && IsAt(diagnostic, mark)) ?? spare.Find(diagnostic => IsAt(diagnostic, mark));
            if (near is not null)
                spare.Remove(near);

            yield return new(block.Page.Path, mark.PageLine, mark.PageColumn, Missing(mark, near));
        }

        foreach (var diagnostic in spare)
            yield return Unexpected(block, content, diagnostic);

        foreach (var mark in content.Marks.Where(mark => mark.Kind == MarkKind.See && !found.Any(diagnostic => HasOtherSideAt(diagnostic, mark))))
            yield return new(block.Page.Path, mark.PageLine, mark.PageColumn, MissingOtherSide(mark, found));
    }

    /// <summary>The largest set of pairs of marks and findings, so that no order of greedy choices fails a right page.</summary>
    private static Dictionary<int, int> Match(List<Mark> marks, ImmutableArray<Diagnostic> found)
    {
        var markOf = new Dictionary<int, int>();
        for (var mark = 0; mark < marks.Count; mark++)
            Place(mark, []);

        return markOf.ToDictionary(pair => pair.Value, pair => pair.Key);

        bool Place(int mark, HashSet<int> tried)
        {
            for (var candidate = 0; candidate < found.Length; candidate++)
            {
                if (!Fits(marks[mark], found[candidate]) || !tried.Add(candidate))
                    continue;

                if (!markOf.TryGetValue(candidate, out var holder) || Place(holder, tried))
                {
                    markOf[candidate] = mark;
                    return true;
                }
            }

            return false;
        }
    }

    private static bool Fits(Mark mark, Diagnostic diagnostic) =>
        diagnostic.Id == mark.Id
        && IsAt(diagnostic, mark)
        && (mark.Kind == MarkKind.Noise || diagnostic.GetMessage().Contains(mark.Text, StringComparison.Ordinal))
        && (mark.Columns is not { } columns || columns == ColumnsOf(diagnostic.Location));

    /// <summary>The configuration is one place: what is reported nowhere is reported about it.</summary>
    private static bool IsAt(Diagnostic diagnostic, Mark mark) => PathOf(diagnostic.Location) switch
    {
        "" or SampleProgram.ConfigFile => mark.File == SampleProgram.ConfigFile,
        var path => path == mark.File && diagnostic.Location.GetLineSpan().StartLinePosition.Line == mark.Line,
    };

    private static bool HasOtherSideAt(Diagnostic diagnostic, Mark mark) =>
        diagnostic.Id == mark.Id
        && diagnostic.GetMessage().Contains(mark.Text, StringComparison.Ordinal)
        && diagnostic.AdditionalLocations.Any(side =>
            PathOf(side) == mark.File
            && side.GetLineSpan().StartLinePosition.Line == mark.Line
            && (mark.Columns is not { } columns || columns == ColumnsOf(side)));

    /// <summary>From 0, end exclusive. Carets stand under one line, so that a span over several counts up to the end of its first.</summary>
    private static (int Start, int End) ColumnsOf(Location location)
    {
        var span = location.GetLineSpan().Span;
        if (span.Start.Line == span.End.Line || location.SourceTree is not { } tree)
            return (span.Start.Character, span.End.Character);

        var line = tree.GetText().Lines[span.Start.Line];
        return (span.Start.Character, line.ToString().TrimEnd().Length);
    }

    private static string PathOf(Location location) => location.GetLineSpan().Path ?? "";

    private static string Missing(Mark mark, Diagnostic? near)
    {
        var expected = mark.Kind switch
        {
            MarkKind.Noise => $"the false alarm {mark.Id} (noise: {mark.Text})",
            _ when mark.Text != "" => $"{mark.Id}: {mark.Text}",
            _ => mark.Id,
        };
        var where = mark.Columns is { } columns ? $" at columns {columns.Start + 1}-{columns.End}" : "";
        return (near, mark.Kind) switch
        {
            (null, MarkKind.Noise) => $"expected {expected}, found nothing: the false alarm is gone, so take the mark away",
            (null, _) => $"expected {expected}{where}, found nothing",
            _ => $"expected {expected}{where}, found {Show(near)}",
        };
    }

    private static string MissingOtherSide(Mark mark, ImmutableArray<Diagnostic> found)
    {
        var sides = found.Where(diagnostic => diagnostic.Id == mark.Id)
            .Select(diagnostic => $"{Show(diagnostic)} with {Sides(diagnostic)}")
            .DefaultIfEmpty("no such diagnostic");
        return $"expected an additional location of {mark.Id}{(mark.Text == "" ? "" : $": {mark.Text}")} here, found {string.Join("; ", sides)}";

        static string Sides(Diagnostic diagnostic) => diagnostic.AdditionalLocations.Count == 0
            ? "none"
            : "those at " + string.Join(", ", diagnostic.AdditionalLocations.Select(side => $"{Path.GetFileName(PathOf(side))}{side.GetLineSpan().StartLinePosition}"));
    }

    private static SpecFailure Unexpected(SpecBlock block, BlockContent content, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        var line = content.PageLines.GetValueOrDefault((span.Path ?? "", span.StartLinePosition.Line), block.FenceLine);
        var missed = content.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Misses && mark.Id == diagnostic.Id && IsAt(diagnostic, mark));
        return new(block.Page.Path, line, block.Indent + span.StartLinePosition.Character + 1, missed is null
            ? $"expected nothing, found {Show(diagnostic)}"
            : $"expected a miss of {missed.Id} ({missed.Text}), found {Show(diagnostic)}: it is no longer missed, so write // {missed.Id} instead");
    }

    private static string Show(Diagnostic diagnostic)
    {
        var columns = ColumnsOf(diagnostic.Location);
        return $"{diagnostic.Id}: {diagnostic.GetMessage()} (columns {columns.Start + 1}-{columns.End})";
    }
}
