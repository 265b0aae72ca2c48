using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Ownership;

/// <summary>Programs that live on a loop of their own: code waits for the loop, <c>await _loop;</c>, and is on its thread from there on.</summary>
/// <remarks>
/// <code>
///   sealed class Loop : SynchronizationContext { public Loop GetAwaiter() => this; … }
///   await _loop;         // here, and behind every await that follows, on the loop's thread
/// </code>
/// Which code runs on the loop is decided far from the access, by whoever waited for it last. So two pieces of work that nobody gave a thread of its own take
/// turns in such a program. Errs towards silence: what the pool took up behind a <c>ConfigureAwait(false)</c> is not told apart.
/// <para>
/// A class may also install a loop by itself, <c>SetSynchronizationContext(new Loop())</c>. Then the async work that its methods begin comes back to the loop.
/// </para>
/// </remarks>
internal sealed class OwnContexts
{
    private const string Contract = "SynchronizationContext";
    private const string Install = "SetSynchronizationContext";

    private readonly Lazy<bool> _hasLoop;
    private readonly Lazy<bool> _hasContext;
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _installs = new(SymbolEqualityComparer.Default);
    private readonly SourceIndex _index;

    public OwnContexts(BodyReader reader, SourceIndex index)
    {
        _index = index;
        _hasContext = new Lazy<bool>(() => index.TypesNaming(Contract).Any(type => IsContext(type, reader)));
        _hasLoop = new Lazy<bool>(() => index.TypesNaming(Contract).Any(type => CanBeAwaited(type) && IsContext(type, reader)));
    }

    /// <summary>Whether neither way leads over a thread that was made on purpose, and the program has such a loop, or those who began the work installed one.</summary>
    public bool TakesTurns(Context one, Context two) =>
        one.Spawn is null && two.Spawn is null && _hasContext.Value && (_hasLoop.Value || (IsInstalledFor(one) ?? IsInstalledFor(two) ?? false) && IsInstalledFor(two) != false);

    /// <summary>Null for a way that no async call begins.</summary>
    private bool? IsInstalledFor(Context way) =>
        way.AsyncCall is not { Frame.Outermost.Method.ContainingType.OriginalDefinition: var type } ? null
        : _installs.TryGetValue(type, out var known) ? known
        : _installs.GetOrAdd(type, _index.MembersMentioning([Install], type.DeclaringSyntaxReferences, int.MaxValue) is { Count: > 0 });

    private static bool CanBeAwaited(TypeDeclarationSyntax type) =>
        type.Members.Any(static member => member is MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.GetAwaiter, ParameterList.Parameters.Count: 0 });

    private static bool IsContext(TypeDeclarationSyntax type, BodyReader reader) =>
        reader.ModelOf(type.SyntaxTree).GetDeclaredSymbol(type) is INamedTypeSymbol { BaseType: { Name: Contract, ContainingNamespace.Name: "Threading" } };
}
