using ConcurrencyAnalyzers.Tool.Cli;

return await CommandLine.RunAsync(args, ToolHost.OfThisProcess());
