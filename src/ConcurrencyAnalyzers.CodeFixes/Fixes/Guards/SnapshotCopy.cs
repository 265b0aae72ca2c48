using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Hands out a copy of a container, made under the lock that guards it.</summary>
internal static class SnapshotCopy
{
    private const string Queries = "System.Linq";

    /// <returns>
    /// Null where there is no copy of the type that is promised, the lock cannot be taken around the place, or a delegate would be called under it.
    /// </returns>
    public static Repair? For(FixQuestion ask)
    {
        var leaked = ask.Model.LeakedCollectionsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span);
        if (leaked is null || leaked.Result.Way == HandedOutBy.Delegate || leaked.Result.Syntax is not ExpressionSyntax left || CopyOf(leaked, left, ask) is not { } copy)
            return null;

        var section = leaked.IsHeld ? null : Sections.Around(ask.ModelOf(ask.Tree), left);
        if (!leaked.IsHeld && (section is not { IsPossible: true } || !leaked.IsTakenByStatement))
            return null;

        var gate = leaked.Guarding.GuardName;
        return new Repair(
            $"Hand out a copy of '{leaked.Name}' made under '{gate}'; its receiver no longer sees later changes", FixSafety.NeedsReview, "copy", left,
            edits =>
            {
                var document = edits.In(ask.Tree);
                document.Replace(copy.Place.Span, copy.Text, left.Span);
                if (copy.Namespace is { } name)
                    Usings.Add(document, name);
                if (section is not null)
                    document.Guard(section, gate);
            });
    }

    /// <summary>What is replaced, by what. Where a sequence is promised it becomes an array; else the container is copied, and a view or a walk is one of the copy.</summary>
    private static Copy? CopyOf(LeakedCollection leaked, ExpressionSyntax left, FixQuestion ask)
    {
        var model = ask.ModelOf(ask.Tree);
        var container = leaked.Result.Container;
        if (leaked.Result.Form is HandedOutAs.Itself or HandedOutAs.View or HandedOutAs.Query && IsSequence(model.GetTypeInfo(left).ConvertedType))
            return new Copy(left, $"{Bracketed(left)}.ToArray()", ArrayNeeds(left, model));
        if (leaked.Result.Form == HandedOutAs.Query || !left.Span.Contains(container.Span) || model.GetTypeInfo(container).Nullability.FlowState == NullableFlowState.MaybeNull)
            return null;

        switch (model.GetTypeInfo(container).Type)
        {
            case IArrayTypeSymbol { Rank: 1 } array:
                var clone = $"({array.ToMinimalDisplayString(model, container.SpanStart)}){container}.Clone()";
                return new Copy(container, container == left ? clone : $"({clone})", null);
            case INamedTypeSymbol type when ask.Model.CopyConstructorOf(type) is { } constructor:
                var name = type.ToMinimalDisplayString(model, NullableFlowState.None, container.SpanStart);
                var further = string.Concat(constructor.Properties.Select(property => $", {container}.{property.Name}"));
                return new Copy(container, $"new {name}({container}{further})", null);
            default:
                return null;
        }
    }

    /// <summary>The namespace in which <c>ToArray</c> is found, where the file does not see it and the container has none of its own.</summary>
    private static string? ArrayNeeds(ExpressionSyntax sequence, SemanticModel model) =>
        model.GetTypeInfo(sequence).Type is { } type && !model.LookupSymbols(sequence.SpanStart, type, nameof(Enumerable.ToArray), includeReducedExtensionMethods: true).Any() ? Queries : null;

    /// <summary>An interface that an array fulfils without throwing.</summary>
    private static bool IsSequence(ITypeSymbol? promised) =>
        promised is INamedTypeSymbol { TypeKind: TypeKind.Interface, OriginalDefinition.SpecialType:
            SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T or SpecialType.System_Collections_Generic_IReadOnlyList_T };

    private static string Bracketed(ExpressionSyntax expression) =>
        expression is MemberAccessExpressionSyntax or InvocationExpressionSyntax or IdentifierNameSyntax ? expression.ToString() : $"({expression})";

    private sealed record Copy(ExpressionSyntax Place, string Text, string? Namespace);
}
