using ConcurrencyAnalyzers.Rules.Blocking;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>CONC0201 where the framework is not installed here: its types are declared as far as they are needed, which no page can do without naming them itself.</summary>
public sealed class ServedByFrameworks
{
    private const string Work = """
        static class Work
        {
            public static int Long(int n) { var s = 0; for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) s += i * j; return s; }
        }
        """;

    [Fact]
    public Task HandlersOfAWindowAreServedUntilTheyLeaveIt() => Verify("""
        namespace System.Windows.Forms
        {
            public class Control { public event System.EventHandler Click; public void Raise() => Click?.Invoke(this, System.EventArgs.Empty); }
            public class Button : Control { }
        }

        partial class Window
        {
            private readonly System.Windows.Forms.Button _count = new(), _sum = new();
            private void InitializeComponent() { _count.Click += OnCount; _sum.Click += new System.EventHandler(OnSum); }
        }

        partial class Window : System.Windows.Forms.Control
        {
            private readonly int _n = System.Environment.ProcessorCount;
            public Window() { InitializeComponent(); new System.Windows.Forms.Button().Click += (_, _) => {|CONC0201:Work.Long(_n)|}; }
            private async void OnCount(object sender, System.EventArgs e)
            {
                await System.Threading.Tasks.Task.Delay(10);
                {|CONC0201:Work.Long(_n)|};
                await System.Threading.Tasks.Task.Delay(10).ConfigureAwait(false);
                Work.Long(_n);
            }
            private async void OnSum(object sender, System.EventArgs e) => await System.Threading.Tasks.Task.Run(() => Work.Long(_n));
        }
        """);

    [Fact]
    public Task ServicesOfAContractAreServedByRequests() => Verify("""
        namespace Grpc.Core
        {
            public class ServerCallContext { }
            public class BindServiceMethodAttribute : System.Attribute { }
        }

        [Grpc.Core.BindServiceMethod]
        public abstract class Contract
        {
            public virtual System.Threading.Tasks.Task<int> Add(int n, Grpc.Core.ServerCallContext context) => System.Threading.Tasks.Task.FromResult(n);
        }

        public class Service : Contract
        {
            public override System.Threading.Tasks.Task<int> Add(int n, Grpc.Core.ServerCallContext context) => System.Threading.Tasks.Task.FromResult({|CONC0201:Work.Long(n)|});
            public static int Unserved(int n) => Work.Long(n);
        }
        """);

    [Fact]
    public Task HostsBeforeVersionTenWaitForTheFirstPartOfAService() => Verify("""
        namespace Microsoft.Extensions.Hosting
        {
            public abstract class BackgroundService { protected abstract System.Threading.Tasks.Task ExecuteAsync(System.Threading.CancellationToken stop); }
        }

        public class Worker : Microsoft.Extensions.Hosting.BackgroundService
        {
            private readonly int _n = System.Environment.ProcessorCount;
            protected override async System.Threading.Tasks.Task ExecuteAsync(System.Threading.CancellationToken stop)
            {
                {|CONC0201:Work.Long(_n)|};
                await System.Threading.Tasks.Task.Delay(1, stop);
                Work.Long(_n);
            }
        }
        """);

    [Fact]
    public Task HandlersBecomeAsynchronous()
    {
        var test = new CSharpCodeFixTest<CpuWorkOnIoThread, CpuWorkOnIoThreadFix>
        {
            TestCode = Window("private void OnCount(object sender, System.EventArgs e) { {|CONC0201:Work.Long(_n)|}; }"),
            FixedCode = "using ConcurrencyAnalyzers.Runtime;\n\n"
                + Window("private async void OnCount(object sender, System.EventArgs e) { await ProcessPoolExecutor.Shared.SubmitAsync(Work.Long, _n); }"),
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*]\ndotnet_code_quality.concurrency.fix_all = review\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task WorkOnControlsStaysWhereItIs() => CSharpCodeFixVerifier<CpuWorkOnIoThread, CpuWorkOnIoThreadFix>.VerifyCodeFixAsync(
        Window("private void OnCount(object sender, System.EventArgs e) { {|CONC0201:Paint(_n)|}; }"),
        Window("private void OnCount(object sender, System.EventArgs e) { {|CONC0201:Paint(_n)|}; }"));

    private static string Window(string handler) => """
        namespace System.Windows.Forms { public class Control { public event System.EventHandler Click; public void Raise() => Click?.Invoke(this, System.EventArgs.Empty); } }

        class Window : System.Windows.Forms.Control
        {
            private readonly int _n = System.Environment.ProcessorCount;
            private readonly System.Windows.Forms.Control _count = new();
            public Window() => _count.Click += OnCount;

        """ + "    " + handler + """

            private void Paint(int n) { for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) new System.Windows.Forms.Control(); }
        }

        """ + Work;

    private static Task Verify(string source) => CSharpAnalyzerVerifier<CpuWorkOnIoThread>.VerifyAnalyzerAsync(source + "\n" + Work);
}
