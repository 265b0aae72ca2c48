using ConcurrencyAnalyzers.Demo.Service;
using ConcurrencyAnalyzers.Tool.Output;

namespace ConcurrencyAnalyzers.Demo.Acts;

/// <summary>Several clients ask at once for the words of files. What is in the files is known.</summary>
internal static class CountingAct
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(300);

    // Threads that nobody waits for are waited for here by looking, but not for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks until an update is lost, but not for ever.</summary>
    public static async Task ShowBeforeAsync(ServiceProcess service, CountedTexts texts, Workload work, Screen screen)
    {
        Explain(work, screen);
        var giveUp = DateTime.UtcNow + work.MostTime;
        var number = 1;
        var round = await RoundAsync(service, texts, work);
        while (!round.HasLost && number < work.MostRounds && DateTime.UtcNow < giveUp)
        {
            round = await RoundAsync(service, texts, work);
            number++;
        }

        Show(round, number, screen);
        if (round.HasLost)
            return;

        screen.Line();
        screen.Say(Environment.ProcessorCount == 1
            ? $"No update was lost in {TextReport.Count(number, "round")}: this machine gives the demo one processor, where two threads are rarely inside one update."
            : $"No update was lost in {TextReport.Count(number, "round")}. That is luck: nothing keeps two threads out of one update.");
    }

    /// <summary>Asks several times, and each answer has to be right.</summary>
    public static async Task<bool> ShowAfterAsync(ServiceProcess service, CountedTexts texts, Workload work, Screen screen)
    {
        Explain(work, screen);
        (Round Round, int Number)? shown = null;
        var right = 0;
        for (var number = 1; number <= work.RoundsAfter; number++)
        {
            var round = await RoundAsync(service, texts, work);
            right += round.IsRight ? 1 : 0;
            if (shown is null or { Round.IsRight: true })
                shown = (round, number);
        }

        Show(shown!.Value.Round, shown.Value.Number, screen);
        screen.Line();
        screen.Say($"{right} of {TextReport.Count(work.RoundsAfter, "round")} right.");
        return right == work.RoundsAfter;
    }

    private static void Explain(Workload work, Screen screen) =>
        screen.Say($"{work.Clients} clients start at one barrier; each asks for the words of three files, which the service counts in a thread each.");

    private static async Task<Round> RoundAsync(ServiceProcess service, CountedTexts texts, Workload work)
    {
        var before = await service.TotalsAsync();
        var lines = Together.Run(work.Clients, _ => service.CountWords(texts.Files));
        var after = await QuietTotalsAsync(service);
        return new(
            lines.Min(), texts.LinesOfARequest,
            new(after.Words - before.Words, work.Clients * (long)texts.WordsOfARequest),
            new(after.Letters - before.Letters, work.Clients * (long)texts.LettersOfARequest),
            new(after.ByLength - before.ByLength, work.Clients * (long)texts.WordsOfARequest));
    }

    private static async Task<Totals> QuietTotalsAsync(ServiceProcess service)
    {
        var giveUp = DateTime.UtcNow + s_patience;
        var totals = await service.TotalsAsync();
        while (DateTime.UtcNow < giveUp)
        {
            await Task.Delay(s_quiet);
            var next = await service.TotalsAsync();
            if (next.Words == totals.Words && next.Letters == totals.Letters && next.ByLength == totals.ByLength)
                break;
            totals = next;
        }

        return totals;
    }

    private static void Show(Round round, int number, Screen screen)
    {
        screen.Line();
        screen.Line($"  round {number,-14} {"counted",15}");
        screen.Answer("lines of a request", $"{round.Lines:N0}", round.Lines == round.RightLines, round.Lines == round.RightLines ? "" : $"{round.RightLines:N0}: answered too early");
        Show("words", round.Words);
        Show("letters", round.Letters);
        Show("words by length", round.ByLength);

        void Show(string what, Count count) =>
            screen.Answer(what, $"{count.Found:N0}", count.IsRight, count.IsRight ? "" : $"{count.Right:N0}: {count.Right - count.Found:N0} lost");
    }

    private sealed record Count(long Found, long Right)
    {
        public bool IsRight => Found == Right;
    }

    private sealed record Round(int Lines, int RightLines, Count Words, Count Letters, Count ByLength)
    {
        public bool HasLost => !Words.IsRight || !Letters.IsRight || !ByLength.IsRight;

        public bool IsRight => Lines == RightLines && !HasLost;
    }
}
