namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>The command cannot be done, for a reason outside the code that is analysed. The message says what, where and what to do.</summary>
internal sealed class ToolFailure(string message) : Exception(message);
