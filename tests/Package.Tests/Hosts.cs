namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>A compiler that is too old cannot load the analyzers: the user hears that, once, and how to mend it.</summary>
public sealed class Hosts(Workshop workshop)
{
    [Fact]
    public async Task ThatAreTooOldSayWhatTheyNeed()
    {
        var build = (await workshop.BuildAsync("Program", "-p:ConcurrencyAnalyzersHostVersion=17.13.9")).Succeeds();

        var warning = Assert.Single(build.DiagnosticsOf("Program", "warning CONC0011"));
        Assert.Contains("9.0.300", warning);
        Assert.Contains("17.13.9", warning);
        Assert.Empty(build.DiagnosticsOf("Program", "warning CONC0101"));
        build.PrintsNo("CS9057");
    }
}
