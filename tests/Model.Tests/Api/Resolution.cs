using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>A line whose type is there and whose member is not is a mistake; a line about a library that is not referenced is none.</summary>
public sealed class Resolution
{
    [Theory]
    [InlineData("M:System.Threading.Monitor.Entr(*) acquires arg0", "'System.Threading.Monitor' has no member 'Entr'")]
    [InlineData("M:System.Threading.Mutex.WaitOne(*) acquires this", "'System.Threading.Mutex' has no member 'WaitOne'; it is inherited, name it as 'M:System.Threading.WaitHandle.WaitOne")]
    [InlineData("M:System.Threading.Monitor.Enter acquires arg0", "'M:System.Threading.Monitor.Enter' names no overload; use 'M:System.Threading.Monitor.Enter(System.Object)' or 'M:System.Threading.Monitor.Enter(System.Object,System.Boolean@)'")]
    [InlineData("M:System.Threading.Monitor.Enter(*) acquires gate", "has no parameter 'gate'; it has obj or lockTaken")]
    [InlineData("M:System.Threading.Monitor.Enter(*) acquires arg2", "has no parameter 'arg2'")]
    [InlineData("M:System.Threading.Lock.Exit(*) acquires arg0", "has no parameter 'arg0'; it has none")]
    [InlineData("M:System.Threading.Tasks.Task.Run(*) spawns function pool handle outcome", "has no parameter 'outcome'")]
    [InlineData("M:System.Threading.Timer.#ctor(*) spawns callback timer many-unless interval infinite", "has no parameter 'interval'; it has callback, state, dueTime or period")]
    [InlineData("P:System.String.Size reads this", "'System.String' has no member 'Size'")]
    [InlineData("M:System.String.Length reads this", "'System.String' has no member 'Length'")]
    [InlineData("E:System.Console.KeyPress raises pool", "'System.Console' has no member 'KeyPress'")]
    [InlineData("E:System.Timers.Timer.Elapsed raises timer ui-if-set Form", "'System.Timers.Timer' has no property 'Form'")]
    public void RefusesWhatATypeDoesNotHave(string line, string message) => Assert.Contains(message, Assert.Single(Problems(line)));

    [Theory]
    [InlineData("M:System.Threading.Monitor.Enter(*) acquires lockTaken")]
    [InlineData("M:System.Threading.Thread.#ctor(*) spawns start thread handle this at-start")]
    [InlineData("M:System.Collections.Generic.List`1.set_Item(*) writes this")]
    [InlineData("M:System.Collections.Generic.Dictionary`2.KeyCollection.CopyTo(*) reads this")]
    [InlineData("M:System.Collections.Generic.List`1.* reads this")]
    [InlineData("P:System.Collections.Generic.List`1.Item(System.Int32) reads this")]
    [InlineData("E:System.Timers.Timer.Elapsed raises timer many-unless AutoReset false")]
    [InlineData("E:System.Timers.Timer.Elapsed raises timer ui-if-set SynchronizingObject")]
    [InlineData("M:Shop.Gate.Enter(*) acquires this")]
    [InlineData("M:System.Collections.Generic.List`3.Enter(*) acquires this")]
    [InlineData("T:Shop.Gate is lock")]
    public void AcceptsWhatIsThereAndWhatIsElsewhere(string line) => Assert.Empty(Problems(line));

    private static IEnumerable<string> Problems(string line)
    {
        var table = ApiTable.Parse(line, "T.concurrency.api");
        Assert.Empty(table.Errors);
        return new ApiResolution(ReferencePack.Framework).Check(table, TestContext.Current.CancellationToken).Select(error => error.Message);
    }
}
