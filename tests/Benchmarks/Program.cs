using ConcurrencyAnalyzers.Benchmarks;

if (args is [RawWorker.Role, .. var role])
    return RawWorker.Run(role);
if (args is ["runtime", .. var options])
{
    // After the options, parts of the names of the figures that are wanted; none for all.
    var report = new Report(options.Contains("--json"), [.. options.Where(option => !option.StartsWith('-'))]);
    ThreadFigures.Measure(report);
    await ProcessFigures.MeasureAsync(report);
    await WorkFigures.MeasureAsync(report);
    return 0;
}

var benchmarks = new Dictionary<string, Func<IAsyncEnumerable<Figure>>>
{
    ["editor"] = EditorBenchmark.RunAsync,
};

var asJson = args.Contains("--json");
var names = args.Where(argument => argument != "--json").ToList();
if (names.Count == 0 || names.Except(benchmarks.Keys).Any())
{
    Console.Error.WriteLine($"Say what to measure: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', benchmarks.Keys)}|runtime [--json]");
    return 2;
}

foreach (var name in names)
{
    await foreach (var figure in benchmarks[name]())
        Console.WriteLine(asJson ? figure.ToJson() : figure.ToString());
}

return 0;
