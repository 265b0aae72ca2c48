// "Python and concurrency: An introduction to threading and multiprocessing", producer and consumer. Without a bug, and without an end.
using System.Collections.Concurrent;

internal static class ProducerConsumer
{
    private static readonly BlockingCollection<int> Buffer = new(5);

    private static void Produce()
    {
        while (true)
        {
            var item = Random.Shared.Next(1, 101);
            Buffer.Add(item);
            Console.WriteLine($"Produced {item}");
            Thread.Sleep(TimeSpan.FromSeconds(Random.Shared.NextDouble()));
        }
    }

    private static void Consume()
    {
        while (true)
        {
            var item = Buffer.Take();
            Console.WriteLine($"Consumed {item}");
            Thread.Sleep(TimeSpan.FromSeconds(Random.Shared.NextDouble()));
        }
    }

    private static void Main()
    {
        var producer = new Thread(Produce);
        var consumer = new Thread(Consume);

        producer.Start();
        consumer.Start();

        producer.Join();
        consumer.Join();
    }
}
