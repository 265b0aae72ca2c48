using ConcurrencyAnalyzers.Benchmarks;

var benchmarks = new Dictionary<string, Func<IAsyncEnumerable<Figure>>>
{
    ["editor"] = EditorBenchmark.RunAsync,
};

var asJson = args.Contains("--json");
var names = args.Where(argument => argument != "--json").ToList();
if (names.Count == 0 || names.Except(benchmarks.Keys).Any())
{
    Console.Error.WriteLine($"Say what to measure: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', benchmarks.Keys)} [--json]");
    return 2;
}

foreach (var name in names)
{
    await foreach (var figure in benchmarks[name]())
        Console.WriteLine(asJson ? figure.ToJson() : figure.ToString());
}

return 0;
