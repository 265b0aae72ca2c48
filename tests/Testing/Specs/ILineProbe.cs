namespace ConcurrencyAnalyzers.Testing;

/// <summary>Asks the model about a line, for the marks <c>locks</c>, <c>roots</c>, <c>meets</c>, <c>guard</c>, <c>evidence</c> and <c>owned</c>.</summary>
/// <remarks>Given by the tests of the model: the runner itself knows no model.</remarks>
public interface ILineProbe
{
    /// <param name="compilation">The program.</param>
    /// <param name="options">Its tables and options.</param>
    /// <param name="tree">The file that the line is in.</param>
    /// <param name="line">The line, from 0.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    LineFacts At(Compilation compilation, AnalyzerOptions options, SyntaxTree tree, int line, CancellationToken cancellationToken);
}

/// <summary>What the model knows about a line.</summary>
/// <param name="Locks">Names of the locks held when control reaches it.</param>
/// <param name="Roots">Names of the threads that can be there; an asterisk behind a name: several at once.</param>
/// <param name="IsOwned">What the line accesses is confined to its thread.</param>
public sealed record LineFacts(IReadOnlyCollection<string> Locks, IReadOnlyCollection<string> Roots, bool IsOwned)
{
    /// <summary>Names of the code that can use the line's memory at the same time; a question mark behind a name: only suggested.</summary>
    public IReadOnlyCollection<string> Meets { get; init; } = [];

    /// <summary>The lock that guards each variable of the line, and how many of its accesses hold it: <c>_gate: 2 of 3</c>.</summary>
    public IReadOnlyCollection<string> Guards { get; init; } = [];

    /// <summary>How the model tells each of <see cref="Meets"/>.</summary>
    public IReadOnlyCollection<string> Evidence { get; init; } = [];
}
