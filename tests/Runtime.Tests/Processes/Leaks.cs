using Runtime.Tests.Soaking;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>What many pools leave behind: nothing. Alone, since other tests have descriptors of their own. A thousand of them are the command that
/// docs/executors.md names.</summary>
[Collection(nameof(Leaks)), CollectionDefinition(nameof(Leaks), DisableParallelization = true)]
public sealed class Leaks
{
    private const int Pools = 30;

    [Fact]
    public async Task ManyPoolsLeaveNeitherDescriptorsNorThreads()
    {
        await Leaking.UsePoolsAsync();
        var (descriptors, threads) = (Left.Descriptors(), Left.Threads());
        for (var n = 0; n < Pools; n++)
            await Leaking.UsePoolsAsync();
        Assert.InRange(Left.Descriptors() - descriptors, -1000, Leaking.Slack);
        Assert.InRange(Left.Threads() - threads, -1000, Leaking.Slack);
    }
}
