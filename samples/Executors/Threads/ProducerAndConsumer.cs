// queue.Queue(10) between two threads: a bounded channel, which is completed instead of sending a None.
using System.Threading.Channels;

internal static class ProducerAndConsumer
{
    private static async Task Main()
    {
        var items = Channel.CreateBounded<int>(10);
        var consuming = ConsumeAsync(items.Reader);
        for (var n = 1; n <= 100; n++)
            await items.Writer.WriteAsync(n);
        items.Writer.Complete();
        Console.WriteLine($"consumed {await consuming}");
    }

    private static async Task<int> ConsumeAsync(ChannelReader<int> items)
    {
        var sum = 0;
        await foreach (var item in items.ReadAllAsync())
            sum += item;
        return sum;
    }
}
