using ConcurrencyAnalyzers.Demo;

return await Demonstration.RunAsync(args, Screen.OfThisProcess(), Console.Error, Workload.Full);
