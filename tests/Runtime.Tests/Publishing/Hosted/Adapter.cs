using ConcurrencyAnalyzers.Runtime;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Adapter;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Logging;

/// <summary>A test framework with one test, as the test host of VSTest loads one. The test passes if its host is that, and a worker has
/// answered.</summary>
[FileExtension(".dll")]
[DefaultExecutorUri(Address)]
[ExtensionUri(Address)]
public sealed class Adapter : ITestDiscoverer, ITestExecutor
{
    private const string Address = "executor://hosted";

    public void DiscoverTests(
        IEnumerable<string> sources, IDiscoveryContext discoveryContext, IMessageLogger logger, ITestCaseDiscoverySink discoverySink)
    {
        foreach (var source in sources)
            discoverySink.SendTestCase(CaseIn(source));
    }

    public void RunTests(IEnumerable<string>? sources, IRunContext? runContext, IFrameworkHandle? frameworkHandle) =>
        RunTests((sources ?? []).Select(CaseIn), runContext, frameworkHandle);

    public void RunTests(IEnumerable<TestCase>? tests, IRunContext? runContext, IFrameworkHandle? frameworkHandle)
    {
        foreach (var test in tests ?? [])
        {
            var result = new TestResult(test) { Outcome = TestOutcome.Failed };
            try
            {
                using var executor = new ProcessPoolExecutor(1);
                result.ErrorMessage = $"host {Path.GetFileName(Environment.GetCommandLineArgs()[0])}, "
                    + $"square {executor.SubmitAsync(static x => x * x, 12).Result}, "
                    + $"elsewhere {executor.SubmitAsync(static () => Environment.ProcessId).Result != Environment.ProcessId}";
                if (result.ErrorMessage == "host testhost.dll, square 144, elsewhere True")
                    result.Outcome = TestOutcome.Passed;
            }
            catch (Exception e)
            {
                result.ErrorMessage = e.ToString();
            }
            frameworkHandle!.RecordResult(result);
        }
    }

    public void Cancel()
    {
    }

    private static TestCase CaseIn(string source) => new("Hosted.Test", new Uri(Address), source);
}
