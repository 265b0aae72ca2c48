using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>
/// Beside every program that is detected stands one that is not, and one edit lies between them: what a rule answers to is this edit, and not the
/// kind of program. The twin of a type is <c>…Twin</c> in the same block; the twin of a block is the result of its fix, the block of the same number under
/// "Not detected", or the next block.
/// </summary>
public sealed class Twins
{
    /// <summary>An edit of more tokens is no longer seen at a glance.</summary>
    private const int LongestEdit = 16;

    private const string Suffix = "Twin";

    public static IEnumerable<TheoryDataRow<string, int>> Detected() =>
        from page in RulePages.OnPrograms
        from index in Enumerable.Range(0, page.Blocks.Length)
        where !page.Blocks[index].IsResultOfFix && MarksOf(page.Blocks[index]).Any()
        select new TheoryDataRow<string, int>(page.Path, index) { TestDisplayName = page.Blocks[index].Name };

    [Theory, MemberData(nameof(Detected))]
    public void StandBesideWhatIsDetected(string path, int index)
    {
        var page = RulePages.OnPrograms.Single(page => page.Path == path);
        var block = page.Blocks[index];
        var failures = Failures(page, block).Select(failure => $"{path}({block.FenceLine},1): error SPEC001: {failure}").ToList();
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Theory]
    [InlineData("expected a twin of Counter, found none", "class Counter { int n; void Up() { n++; } }  // TEST0001")]
    [InlineData("Up of CounterTwin: expected a comment above it that names the edit", "class Counter { void Up() { } }  // TEST0001\nclass CounterTwin { void Up() { lock (this) { } } }")]
    [InlineData("expected an edit between Counter and its twin that concerns Up, found none", "class Counter { void Up() { } }  // TEST0001\nclass CounterTwin { void Up() { } }")]
    [InlineData("expected an edit between Counter and its twin that concerns Up, found none", "class Counter { int a;\nvoid Up() { } }  // TEST0001\nclass CounterTwin { // Wide.\nlong a; void Up() { } }")]
    [InlineData("expected the members of Counter in CounterTwin", "class Counter { void Up() { } void Down() { } }  // TEST0001\nclass CounterTwin { void Up() { } }")]
    [InlineData("Up of CounterTwin: expected one edit of at most 16 tokens, found 23", "class Counter { void Up() { } }  // TEST0001\nclass CounterTwin { // Much.\nvoid Up() { a(1, 2); b(1, 2); c(1); d(); } }")]
    [InlineData("CounterTwin is detected", "class Counter { void Up() { } }  // TEST0001\nclass CounterTwin { void Up() { } }  // TEST0001")]
    public void AreSeenWhenTheyDoNot(string failure, string code)
    {
        var page = SpecPage.Parse("P.spec.md", $"# TEST0001: page\n```csharp\n{code}\n```\n");
        Assert.Contains(Failures(page, page.Blocks[0]), found => found.StartsWith(failure, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Failures(SpecPage page, SpecBlock block)
    {
        var program = ProgramOf(block);
        if (!program.Types.Any(IsTwin) && TwinOf(page, block) is { } other)
            return other.IsResultOfFix ? [] : Between(program, ProgramOf(other), other);

        return program.Types.Where(type => !IsTwin(type)).SelectMany(type => Between(program, type));
    }

    /// <summary>The block that stands for the silent twin of a whole block.</summary>
    private static SpecBlock? TwinOf(SpecPage page, SpecBlock block)
    {
        var next = page.Blocks.SkipWhile(one => one != block).Skip(1).FirstOrDefault();
        if (next?.Before == block)
            return next;

        var candidate = block.Heading.Text == "Detected"
            ? page.Blocks.FirstOrDefault(one => one.Heading.Text == "Not detected" && one.Ordinal == block.Ordinal)
            : next;
        return candidate is not null && !MarksOf(candidate).Any() ? candidate : null;
    }

    private static IEnumerable<string> Between(MarkedProgram program, MarkedProgram twin, SpecBlock block)
    {
        if (EditBetween(program.Tokens, twin.Tokens) is var edit && edit is 0 or > LongestEdit)
            yield return $"expected one edit of at most {LongestEdit} tokens between this block and the one at line {block.FenceLine}, found {edit}";
    }

    private static IEnumerable<string> Between(MarkedProgram program, TypeDeclarationSyntax type)
    {
        var marked = type.Members.Where(program.IsMarked).ToList();
        var twin = program.Types.FirstOrDefault(other => other.Identifier.ValueText == type.Identifier.ValueText + Suffix);
        if (twin is null)
        {
            if (marked.Count > 0)
                yield return $"expected a twin of {type.Identifier}, found none: no type {type.Identifier}{Suffix}, no fix, and no silent block behind it";
            yield break;
        }

        if (type.Members.Count != twin.Members.Count)
        {
            yield return $"expected the members of {type.Identifier} in {twin.Identifier}, in the same order";
            yield break;
        }

        if (program.IsMarked(twin))
            yield return $"{twin.Identifier} is detected";

        foreach (var (member, other) in type.Members.Zip(twin.Members))
        {
            var edit = EditBetween(Tokens(member), Tokens(other));
            if (edit > LongestEdit)
                yield return $"{NameOf(other)} of {twin.Identifier}: expected one edit of at most {LongestEdit} tokens, found {edit}";
            if (edit > 0 && !CommentsBefore(twin, other))
                yield return $"{NameOf(other)} of {twin.Identifier}: expected a comment above it that names the edit";
        }

        var edited = program.Pairs.Where(pair => EditBetween(Tokens(pair.Member), Tokens(pair.Other)) > 0).Select(pair => pair.Member).ToList();
        foreach (var member in marked.Where(member => !edited.Any(one => program.Leads(one, member) || program.Leads(member, one))))
            yield return $"expected an edit between {type.Identifier} and its twin that concerns {NameOf(member)}, found none";
    }

    /// <summary>The tokens that one of two texts has between their common beginning and their common end.</summary>
    private static int EditBetween(IReadOnlyList<string> one, IReadOnlyList<string> two)
    {
        var shorter = Math.Min(one.Count, two.Count);
        var start = 0;
        while (start < shorter && one[start] == two[start])
            start++;

        var end = 0;
        while (end < shorter - start && one[one.Count - 1 - end] == two[two.Count - 1 - end])
            end++;

        return Math.Max(one.Count, two.Count) - start - end;
    }

    /// <summary>The next comment above holds for what follows, up to the next one: neighbours often differ by the same edit.</summary>
    private static bool CommentsBefore(TypeDeclarationSyntax type, MemberDeclarationSyntax member) =>
        type.DescendantTrivia(static _ => true).Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && trivia.SpanStart < member.Span.End);

    private static IEnumerable<Mark> MarksOf(SpecBlock block) => BlockReader.Read(block).Marks.Where(mark => mark.Kind == MarkKind.Expect && mark.Id == block.Page.Id);

    private static bool IsTwin(TypeDeclarationSyntax type) => type.Identifier.ValueText.EndsWith(Suffix, StringComparison.Ordinal);

    private static List<string> Tokens(SyntaxNode node) => [.. node.DescendantTokens().Select(token => NameWithoutSuffix(token.Text))];

    private static string NameWithoutSuffix(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        BaseFieldDeclarationSyntax field => string.Join(", ", field.Declaration.Variables.Select(variable => variable.Identifier.ValueText)),
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        _ => member.Kind().ToString(),
    };

    private static MarkedProgram ProgramOf(SpecBlock block)
    {
        var content = BlockReader.Read(block);
        var trees = content.Program.Files.Select(file => CSharpSyntaxTree.ParseText(file.Text, content.Program.ParseOptions, SampleProgram.Folder + file.Name));
        return new([.. trees.Select(tree => tree.GetRoot())], [.. MarksOf(block)]);
    }

    /// <summary>The files of a block and the marks on their lines.</summary>
    private sealed record MarkedProgram(ImmutableArray<SyntaxNode> Roots, ImmutableArray<Mark> Marks)
    {
        public List<string> Tokens => [.. Roots.SelectMany(Twins.Tokens)];

        public IEnumerable<TypeDeclarationSyntax> Types => Roots.SelectMany(root => root.DescendantNodes().OfType<TypeDeclarationSyntax>());

        /// <summary>Members and their twins, of all types that have one.</summary>
        public IEnumerable<(MemberDeclarationSyntax Member, MemberDeclarationSyntax Other)> Pairs =>
            from type in Types
            from twin in Types
            where twin.Identifier.ValueText == type.Identifier.ValueText + Suffix
            from pair in type.Members.Zip(twin.Members)
            select pair;

        public bool IsMarked(MemberDeclarationSyntax member)
        {
            var span = member.GetLocation().GetLineSpan();
            return Marks.Any(mark => mark.File == span.Path && mark.Line >= span.StartLinePosition.Line && mark.Line <= span.EndLinePosition.Line);
        }

        /// <summary>Whether one member is, or mentions over any number of others, the other.</summary>
        public bool Leads(MemberDeclarationSyntax from, MemberDeclarationSyntax to)
        {
            var members = Types.Where(type => !IsTwin(type)).SelectMany(type => type.Members).ToList();
            var seen = new HashSet<MemberDeclarationSyntax> { from };
            var open = new Queue<MemberDeclarationSyntax>(seen);
            while (open.TryDequeue(out var one) && one != to)
            {
                var words = Twins.Tokens(one).ToHashSet();
                foreach (var next in members.Where(member => NameOf(member).Split(", ").Any(words.Contains) && seen.Add(member)))
                    open.Enqueue(next);
            }

            return seen.Contains(to);
        }
    }
}
