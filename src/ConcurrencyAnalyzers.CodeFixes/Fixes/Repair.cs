using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>One way to repair what a diagnostic reports, with everything that has to change together.</summary>
/// <param name="Title">What it does, and, unless it is safe, what it changes.</param>
/// <param name="Safety">How much of the program's behaviour it may change.</param>
/// <param name="Name">One word, under which the same way is found at other places: <c>interlocked</c>, <c>lock</c>.</param>
/// <param name="Subject">What is repaired: a variable, or the syntax of what has none. Diagnostics about one subject have one repair between them.</param>
/// <param name="Write">Says what changes. It is called anew for each text that is made, and only reads what it holds.</param>
internal sealed record Repair(string Title, FixSafety Safety, string Name, object Subject, Action<SolutionEdits> Write);
