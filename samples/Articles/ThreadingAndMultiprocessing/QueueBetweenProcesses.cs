// "Multiprocessing in Python", a queue between processes. The queue is drained before its writer is waited for.
//
// Not pointed out there: without the guard `if __name__ == "__main__"`, where processes are spawned each child starts a child. Here the arguments are the guard.
using System.Diagnostics;

internal static class QueueBetweenProcesses
{
    private const string Sentinel = "None";

    private static void Produce()
    {
        for (var i = 0; i < 5; i++)
        {
            Console.WriteLine(i);
            Console.Error.WriteLine($"Produced: {i}");
        }
    }

    private static void Consume()
    {
        while (Console.ReadLine() is { } item)
        {
            if (item == Sentinel)
            {
                break;
            }

            Console.WriteLine($"Consumed: {item}");
        }
    }

    private static void Main(string[] args)
    {
        switch (args)
        {
            case ["producer"]:
                Produce();
                return;
            case ["consumer"]:
                Consume();
                return;
        }

        var producer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [nameof(QueueBetweenProcesses), "producer"]) { RedirectStandardOutput = true })!;
        var consumer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [nameof(QueueBetweenProcesses), "consumer"]) { RedirectStandardInput = true })!;

        while (producer.StandardOutput.ReadLine() is { } item)
        {
            consumer.StandardInput.WriteLine(item);
        }

        producer.WaitForExit();
        consumer.StandardInput.WriteLine(Sentinel);
        consumer.StandardInput.Flush();
        consumer.WaitForExit();
    }
}
