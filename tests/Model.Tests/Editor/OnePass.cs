using System.Collections;
using System.Reflection;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model.Tests.Editor;

/// <summary>Binding is what costs: whatever is asked of one file, and however often, the body of a member is bound once.</summary>
public sealed class OnePass
{
    private static readonly SampleProgram s_program = GeneratedProject.Of(files: 50, lines: 2_000);

    /// <summary>All questions that the model answers for a file, those to come as well, and each of them twice.</summary>
    [Fact]
    public void OverEachBodyForAllQuestionsOfAFile()
    {
        var compilation = s_program.Compile();
        var tree = compilation.SyntaxTrees.Single(one => Path.GetFileName(one.FilePath) == GeneratedProject.LargeFile);
        var model = ConcurrencyModel.For(compilation, s_program.AnalyzerOptions());
        var questions = QuestionsOfAFile();
        Assert.True(questions.Count > 20, $"The model answers more questions than {string.Join(", ", questions.Select(question => question.Name))}.");

        foreach (var question in questions.Concat(questions))
        {
            // An answer may be lazy: it is asked for when it is walked.
            foreach (var _ in (IEnumerable)question.Invoke(model, [tree, TestContext.Current.CancellationToken])!)
            {
            }
        }

        foreach (var update in model.UpdatesIn(tree, TestContext.Current.CancellationToken))
            model.RaceOn(update, TestContext.Current.CancellationToken);

        var members = compilation.SyntaxTrees.Sum(one => TreeIndex.Of(one, TestContext.Current.CancellationToken).Members.Length);
        Assert.InRange(model.Counters.BodiesBound, 1, members);
        Assert.Equal(model.Counters.BodiesBound, model.Counters.BodyPasses);
    }

    /// <summary>The same of what all rules together ask for one keystroke.</summary>
    [Fact]
    public async Task OverEachBodyForOneKeystroke()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = EditorSession.Open(s_program, GeneratedProject.LargeFile, RulesUnderTest.Shipped, isConcurrent: false);
        await editor.CaretAtAsync(GeneratedProject.Caret, cancellation);

        foreach (var key in "_ticks++;")
        {
            await editor.InsertAsync(key.ToString(), cancellation);
            var answer = await editor.AskAsync(null, cancellation);
            Assert.True(answer.BodiesInFile > 0, "Nothing was bound: nothing would be found.");
            Assert.Equal(answer.BodiesInFile + answer.BodiesElsewhere, answer.BodyPasses);
        }
    }

    private static List<MethodInfo> QuestionsOfAFile() =>
        [.. typeof(ConcurrencyModel).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.EndsWith("In", StringComparison.Ordinal)
                && method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual([typeof(SyntaxTree), typeof(CancellationToken)]))
            .OrderBy(method => method.Name, StringComparer.Ordinal)];
}
