using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>The lookup finds the line of a member in every form in which a program can name that member.</summary>
public sealed class Lookup
{
    [Theory]
    [InlineData("System.Threading.Tasks.Task.Run(() => 1)", "Spawns arg0 pool")]
    [InlineData("System.Threading.Tasks.Task.Run<int>(() => 1)", "Spawns arg0 pool")]
    [InlineData("new System.Threading.Thread(() => { })", "Spawns arg0 thread AtStart")]
    [InlineData("new System.Threading.Thread(() => { }).Join()", "Joins this")]
    [InlineData("new System.Threading.Thread(() => { }).Join(5)", "Joins this IfTrue")]
    [InlineData("new System.Threading.SemaphoreSlim(1).WaitAsync()", "Acquires this WhenAwaited")]
    [InlineData("new System.Threading.SemaphoreSlim(1).WaitAsync(5)", "Acquires this IfTrue, WhenAwaited")]
    [InlineData("System.Threading.Monitor.TryEnter(this)", "Acquires arg0 IfTrue")]
    [InlineData("System.Threading.Monitor.TryEnter(this, ref taken)", "Acquires arg0 if arg1")]
    [InlineData("System.Threading.Tasks.Parallel.For(0, 1, new System.Threading.Tasks.ParallelOptions(), i => { })", "Spawns arg3 parallel Many, Joined")]
    [InlineData("System.Threading.Tasks.Parallel.Invoke(() => { }, () => { })", "Spawns arg0 elements parallel Joined, Group")]
    [InlineData("new System.Threading.Timer(_ => { }, null, 1, 2)", "Spawns arg0 timer many unless arg3 infinite")]
    [InlineData("new System.Threading.Mutex().WaitOne()", "Acquires this")]
    [InlineData("((System.Func<int, int>)(n => n)).BeginInvoke(1, null, null)", "Spawns this pool")]
    [InlineData("((Own)(() => { })).BeginInvoke(null, null)", "Spawns this pool")]
    [InlineData("((Own)(() => { })).EndInvoke(null)", "Joins arg0")]
    [InlineData("System.Linq.Enumerable.Select(new[] { 1 }, n => n)", "Calls arg1 Deferred Many")]
    [InlineData("System.Linq.Enumerable.ToDictionary(new[] { 1 }, n => n, n => n)", "Calls arg1 Many")]
    [InlineData("System.Linq.ParallelEnumerable.ForAll(System.Linq.ParallelEnumerable.AsParallel(new[] { 1 }), n => { })", "Spawns arg1 parallel Many, Joined")]
    public void OfOverloads(string expression, string expected) => Assert.Equal(expected, EffectsOf(expression)[0]);

    [Fact]
    public void OfAnExtensionMethodInBothForms()
    {
        const string Outer = "System.Threading.Tasks.Task.FromResult(System.Threading.Tasks.Task.CompletedTask)";
        Assert.Equal(["Passes arg0 to result"], EffectsOf($"System.Threading.Tasks.TaskExtensions.Unwrap({Outer})"));
        Assert.Equal(["Passes arg0 to result"], EffectsOf($"{Outer}.Unwrap()", usings: "using System.Threading.Tasks;"));
    }

    [Fact]
    public void OfAPropertyIsThatOfItsGetter()
    {
        var property = (IPropertySymbol)ReferencePack.Framework.GetTypeByMetadataName("System.Threading.Tasks.Task`1")!.GetMembers("Result").Single();
        var lookup = new ApiLookup(ApiTables.BuiltIn);
        Assert.Equal(["Joins this"], lookup.EffectsOf(property).Select(Describe));
        Assert.Equal(["Joins this"], lookup.EffectsOf(property.GetMethod!).Select(Describe));
    }

    [Fact]
    public void LeavesOutWhatTheOverloadHasNoParameterFor() =>
        Assert.Equal(["Starts this"], EffectsOf("new System.Threading.Thread(() => { }).Start()"));

    [Fact]
    public void IsEmptyForWhatNoLineNames() => Assert.Empty(EffectsOf("System.Math.Abs(1)"));

    private static List<string> EffectsOf(string expression, string usings = "")
    {
        var compilation = ReferencePack.Compile($"{usings} delegate void Own(); class C {{ bool taken; void M() {{ {expression}; }} }}");
        var tree = compilation.SyntaxTrees.Single();
        var node = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            .First(node => node is InvocationExpressionSyntax || node is ObjectCreationExpressionSyntax { Parent: not MemberAccessExpressionSyntax });
        return [.. new ApiLookup(ApiTables.BuiltIn).EffectsOf(compilation.GetSemanticModel(tree).GetSymbolInfo(node).Symbol!).Select(Describe)];
    }

    private static string Describe(ApiEffect effect)
    {
        var text = $"{effect.Verb} {Position(effect.Target)}";
        if (effect.Verb == ApiVerb.Passes)
            text += $" to {Position(effect.Other)}";
        if (effect.Place != ApiPlace.None)
            text += $" {effect.Place.ToString().ToLowerInvariant()}";
        if (effect.Time != ApiTime.Now)
            text += $" {effect.Time}";
        if (effect.Flags != ApiFlags.None)
            text += $" {effect.Flags}";
        if (!effect.IfSet.IsNone)
            text += $" if {Position(effect.IfSet)}";
        return effect.ManyUnless is { } condition ? $"{text} many unless arg{condition.Ordinal} {condition.Value}" : text;
    }

    private static string Position(ApiOperand operand) => (operand with { Name = null }).ToString();
}
