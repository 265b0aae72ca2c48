using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Ownership;

/// <summary>Programs with windows: what they begin asynchronously, and give no thread, comes back to the thread of the windows behind each <c>await</c>.</summary>
/// <remarks>
/// Which class the handler of a window calls is not asked: most of such a program is called by one, over models and commands that derive from nothing. So two pieces of
/// work that only calls and awaits lead to take turns there, unless one says that it leaves, <c>ConfigureAwait(false)</c>. Errs towards silence: what a pool thread
/// awaits stays on the pool. A program counts whose references have the classes of windows, and, where references are missing, a file that names their namespace.
/// </remarks>
internal sealed class WindowPrograms
{
    /// <summary>Every server has the classes of its pages at hand, whether it shows one or not; and each page takes turns for itself alone.</summary>
    private const string Pages = "Microsoft.AspNetCore.";

    private readonly Lazy<bool> _hasWindows;
    private readonly Lazy<ImmutableArray<string>> _namespaces;
    private readonly ConcurrentDictionary<SyntaxTree, bool> _files = new();

    public WindowPrograms(Compilation compilation, ApiTables tables)
    {
        var windows = tables.Windows.Where(static name => !name.StartsWith(Pages, StringComparison.Ordinal));
        _hasWindows = new Lazy<bool>(() => windows.Any(name => compilation.GetTypeByMetadataName(name) is not null));
        _namespaces = new Lazy<ImmutableArray<string>>(() => [.. windows.Select(static name => name.Substring(0, name.LastIndexOf('.'))).Distinct()]);
    }

    public bool TakesTurns(Context one, Context two) =>
        one.Spawn is null && two.Spawn is null && (RunsOn(one) || RunsOn(two)) && IsOfWindows(one) && IsOfWindows(two) && !Leaves(one) && !Leaves(two);

    /// <summary>Somewhere on the way nobody waits: for a task, or behind the <c>await</c> of a method that gives none.</summary>
    private static bool RunsOn(Context way) => way.FromInside.Any(static link => link.AsyncCall is not null || link.RunsOn || link.Suspends);

    private bool IsOfWindows(Context way) => _hasWindows.Value || way.FromInside.Any(link => NamesWindows(link.Frame.Syntax.SyntaxTree));

    private bool NamesWindows(SyntaxTree tree) => _files.GetOrAdd(
        tree,
        file => file.GetRoot() is CompilationUnitSyntax unit && unit.Usings.Any(one => one.Name?.ToString() is { } used && _namespaces.Value.Any(known => IsWithin(used, known))));

    private static bool IsWithin(string name, string outer) => name.StartsWith(outer, StringComparison.Ordinal) && (name.Length == outer.Length || name[outer.Length] == '.');

    private static bool Leaves(Context way) =>
        way.FromInside.Any(static link => link.Frame.Awaits.Exists(static place => place.DescendantTokens().Any(static token => token.ValueText == nameof(Task.ConfigureAwait))));
}
