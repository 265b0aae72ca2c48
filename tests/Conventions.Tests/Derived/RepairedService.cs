namespace ConcurrencyAnalyzers.Conventions.Tests.Derived;

/// <summary>samples/After is what the fixes make of samples/Before, and nobody writes in it.</summary>
internal static class RepairedService
{
    private static readonly Lazy<SampleProgram> s_formatted = new(() => FormattedProgram.OfAsync(ServiceSample.Before, RulesUnderTest.Shipped).GetAwaiter().GetResult());

    public static IEnumerable<DerivedFile> Files =>
        ServiceSample.Names.Select((name, index) => new DerivedFile($"{ServiceSample.RepairedFolder}/{name}", _ => s_formatted.Value.Files[index].Text));
}
