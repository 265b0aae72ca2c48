using System.Diagnostics;
using ConcurrencyAnalyzers.Demo.Service;

namespace ConcurrencyAnalyzers.Demo.Acts;

/// <summary>What a small request waited for while others counted primes.</summary>
internal sealed record Stall(TimeSpan Idle, TimeSpan Usual, TimeSpan Longest, int Asked, bool IsRight);

/// <summary>Many requests count primes; one client asks for nothing much, again and again, and is timed.</summary>
internal static class StallAct
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public static Stall Measure(ServiceProcess service, Workload work)
    {
        // First requests compile code and start workers; that is another story.
        var isRight = service.CountPrimes(work.PrimesEnd) == work.Primes;
        Ping(service, 5);
        var idle = Ping(service, 20);
        var busy = new List<TimeSpan>();
        var left = work.PrimeRequests;
        var primes = Together.Run(work.PrimeRequests + 1, number => number == 0 ? PingWhileAnyIsLeft() : CountPrimes());
        isRight &= primes.Skip(1).All(count => count == work.Primes);

        busy.Sort();
        return new(idle, busy[busy.Count / 2], busy[^1], busy.Count, isRight);

        int CountPrimes()
        {
            try
            {
                return service.CountPrimes(work.PrimesEnd);
            }
            finally
            {
                Interlocked.Decrement(ref left);
            }
        }

        int PingWhileAnyIsLeft()
        {
            do
            {
                busy.Add(PingOnce(service));
                Thread.Sleep(s_pause);
            }
            while (Volatile.Read(ref left) > 0);
            return 0;
        }
    }

    public static void Show(Stall stall, Workload work, Screen screen)
    {
        screen.Line();
        screen.Say($"While {work.PrimeRequests} requests count the primes below {work.PrimesEnd:N0}, another client asks for \"/\":");
        screen.Line();
        screen.Line($"  with nothing else to do  {Milliseconds(stall.Idle)}");
        screen.Line($"  usually                  {Milliseconds(stall.Usual)}");
        screen.Line($"  at worst                 {Milliseconds(stall.Longest)}   of {stall.Asked:N0}");
        screen.Answer("primes", $"{work.Primes:N0}", stall.IsRight, stall.IsRight ? "" : "another number came");
    }

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds,9:N1} ms";

    private static TimeSpan Ping(ServiceProcess service, int times)
    {
        var all = Enumerable.Range(0, times).Select(_ => PingOnce(service)).Order().ToList();
        return all[all.Count / 2];
    }

    private static TimeSpan PingOnce(ServiceProcess service)
    {
        var start = Stopwatch.GetTimestamp();
        service.Ping();
        return Stopwatch.GetElapsedTime(start);
    }
}
