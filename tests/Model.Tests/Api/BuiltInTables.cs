using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>Every line of a built-in table is true of the framework that is installed here.</summary>
public sealed class BuiltInTables
{
    public static TheoryData<string> Names => [.. Tables.Select(table => table.Path)];

    private static IEnumerable<ApiTable> Tables => ApiTables.BuiltIn.Layers.Single().Tables;

    [Theory, MemberData(nameof(Names))]
    public void HaveNoBadLine(string name) =>
        Assert.True(Table(name).Errors.IsEmpty, string.Join('\n', Table(name).Errors.Select(error => Describe(name, error))));

    [Theory, MemberData(nameof(Names))]
    public void NameMembersThatExist(string name)
    {
        var table = Table(name);
        var resolution = new ApiResolution(ReferencePack.Web);
        var problems = resolution.Check(table, TestContext.Current.CancellationToken).Select(error => Describe(name, error)).ToList();
        foreach (var line in table.Members.Where(line => IsInstalled(table, line) && resolution.TypesOf(line).Count == 0))
            problems.Add(Describe(name, new ApiError(line.Span, $"no referenced assembly has the type '{line.Type}'")));

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory, MemberData(nameof(Names))]
    public void SayNothingTwice(string name)
    {
        var twice = Table(name).Members
            .SelectMany(line => line.Effects.Select(effect => (line.Id, Effect: effect, line.Span.Lines.Start.Line)))
            .GroupBy(clause => (clause.Id, clause.Effect))
            .Where(group => group.Count() > 1)
            .Select(group => $"{name}: {group.Key.Id} says '{group.Key.Effect.Verb}' twice, in lines {string.Join(", ", group.Select(clause => clause.Line + 1))}");
        Assert.Empty(twice);
    }

    /// <summary>Within a paragraph, members before types, each by the name of their type, so that a type is found at a glance.</summary>
    [Theory, MemberData(nameof(Names))]
    public void AreSortedByType(string name)
    {
        ApiMember? last = null;
        foreach (var line in Table(name).Members)
        {
            var isNewParagraph = last is null || line.Span.Lines.Start.Line > last.Span.Lines.Start.Line + 1;
            Assert.True(isNewParagraph || Order(last!).CompareTo(Order(line)) <= 0,
                $"{name}({line.Span.Lines.Start.Line + 1}): '{line.Id}' stands behind '{last?.Id}'; sort the paragraph by type, members before types, or start a new one.");
            last = line;
        }
    }

    [Fact]
    public void AreThere() => Assert.Superset(new HashSet<string> { "threads.api", "locks.api", "atomics.api", "waits.api" }, Tables.Select(table => table.Path).ToHashSet());

    private static ApiTable Table(string name) => Tables.Single(table => table.Path == name);

    private static (bool IsType, Ordinal Type) Order(ApiMember line) => (line.Kind == 'T', new Ordinal(line.Type));

    private static string Describe(string name, ApiError error) => $"{name}({error.Span.Lines.Start.Line + 1}): {error.Message}";

    /// <summary>A section names the assemblies that it speaks of; of those, some are not on every machine.</summary>
    private static bool IsInstalled(ApiTable table, ApiMember line)
    {
        var section = table.Sections.LastOrDefault(section => section.Line < line.Span.Lines.Start.Line);
        return section is null || section.Assemblies.IsEmpty
            || section.Assemblies.Any(assembly => ReferencePack.Web.ReferencedAssemblyNames.Any(reference => reference.Name == assembly));
    }

    private readonly record struct Ordinal(string Text) : IComparable<Ordinal>
    {
        public int CompareTo(Ordinal other) => string.CompareOrdinal(Text, other.Text);
    }
}
