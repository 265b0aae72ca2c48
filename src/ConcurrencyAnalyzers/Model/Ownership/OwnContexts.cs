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
/// </remarks>
internal sealed class OwnContexts
{
    private const string Contract = "SynchronizationContext";

    private readonly Lazy<bool> _hasLoop;

    public OwnContexts(BodyReader reader, SourceIndex index) => _hasLoop = new Lazy<bool>(() => index.TypesNaming(Contract).Any(type => IsLoop(type, reader)));

    /// <summary>Whether the program has such a loop, and neither way leads over a thread that was made on purpose.</summary>
    public bool TakesTurns(Context one, Context two) => one.Spawn is null && two.Spawn is null && _hasLoop.Value;

    private static bool IsLoop(TypeDeclarationSyntax type, BodyReader reader) =>
        type.Members.Any(static member => member is MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.GetAwaiter, ParameterList.Parameters.Count: 0 })
        && reader.ModelOf(type.SyntaxTree).GetDeclaredSymbol(type) is INamedTypeSymbol { BaseType: { Name: Contract, ContainingNamespace.Name: "Threading" } };
}
