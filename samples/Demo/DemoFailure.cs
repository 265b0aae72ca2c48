namespace ConcurrencyAnalyzers.Demo;

/// <summary>The demo cannot go on, for a reason outside it. The message is one sentence that says what is missing.</summary>
internal sealed class DemoFailure(string message) : Exception(message);
