using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Where the objects are made that a body has names for. Found once a body: many ways lead through one.</summary>
internal sealed class Creations
{
    private readonly ConcurrentDictionary<BodyFacts, Dictionary<MemoryPath, CallSite?>> _known = new();

    /// <summary>The only creation whose object has the name that <paramref name="path"/> begins with; null where there are several, or none is seen.</summary>
    public CallSite? Of(MemoryPath path, Frame frame) => _known.GetOrAdd(frame.Body, static body => In(body)).TryGetValue(path.Start, out var creation) ? creation : null;

    /// <summary>By the name of the object; null where the name may mean another one as well.</summary>
    private static Dictionary<MemoryPath, CallSite?> In(BodyFacts body)
    {
        var creations = new Dictionary<MemoryPath, CallSite?>();
        ILookup<string?, SyntaxNode>? changes = null;
        foreach (var call in body.Frames.SelectMany(static frame => frame.Calls))
        {
            if (call is not { Syntax: BaseObjectCreationExpressionSyntax, Receiver: { IsUnknown: false, Steps.IsEmpty: true } made })
                continue;

            var isOnly = !creations.ContainsKey(made);
            if (isOnly && made.Variable is { } variable)
            {
                changes ??= body.Syntax.DescendantNodes().ToLookup(NameOfChanged);
                isOnly = changes[variable.Name].All(change => change is AssignmentExpressionSyntax { Right: var value } && value == call.Syntax);
            }

            creations[made] = isOnly ? call : null;
        }

        return creations;
    }

    /// <summary>The variable that <paramref name="node"/> assigns, or passes by reference.</summary>
    public static string? NameOfChanged(SyntaxNode node) =>
        node is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var passed } ? Targets.NameOf(passed) : Targets.NameOf(Targets.Of(node));
}
