namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>A rule threw; the compiler calls it AD0001.</summary>
internal sealed record Crash(string Rule, string Program, Exception Exception);
