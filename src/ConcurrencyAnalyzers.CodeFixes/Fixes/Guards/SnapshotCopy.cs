using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Hands out a copy of a container, made under the lock that guards it.</summary>
internal static class SnapshotCopy
{
    /// <summary>What a list or a sequence is copied from alone; the others take the comparer along, which decides what they find.</summary>
    private static readonly HashSet<string> s_plain = new(StringComparer.Ordinal) { "List", "Queue", "LinkedList", "Collection", "ObservableCollection" };

    private static readonly HashSet<string> s_comparing = new(StringComparer.Ordinal) { "HashSet", "SortedSet", "Dictionary", "SortedDictionary", "SortedList" };

    /// <returns>Null where there is no copy of the type that is promised, or the lock cannot be taken around the place.</returns>
    public static Repair? For(FixQuestion ask)
    {
        var leaked = ask.Model.LeakedCollectionsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span);
        var model = ask.ModelOf(ask.Tree);
        if (leaked?.Result.Syntax is not ExpressionSyntax returned || CopyOf(leaked, returned, model) is not var (place, text))
            return null;

        Section? section = null;
        if (!leaked.IsHeld)
        {
            section = Sections.Around(model, returned);
            if (section is not { IsPossible: true } || leaked.Guarding.Guard.Syntax is not LockStatementSyntax)
                return null;
        }

        var gate = leaked.Guarding.GuardName;
        return new Repair(
            $"Hand out a copy of '{leaked.Name}' made under '{gate}'; callers no longer see later changes", FixSafety.NeedsReview, "copy", returned,
            edits =>
            {
                var document = edits.In(ask.Tree);
                document.Replace(place.Span, text, returned.Span);
                if (section is not null)
                    document.Guard(section, gate);
            });
    }

    /// <summary>What is replaced, by what. Of a view the container is copied, and the view is one of the copy.</summary>
    private static (ExpressionSyntax Place, string Text)? CopyOf(LeakedCollection leaked, ExpressionSyntax returned, SemanticModel model)
    {
        var container = leaked.Result.Container;
        var promised = model.GetTypeInfo(returned).ConvertedType;
        return leaked.Result.Form == HandedOutAs.Itself || (leaked.Result.Form == HandedOutAs.View && !IsSequence(promised))
            ? CopyOf(container, model) is { } copy ? (container, copy) : null
            : IsSequence(promised) ? (returned, $"{Bracketed(returned)}.ToArray()") : null;
    }

    private static string? CopyOf(ExpressionSyntax container, SemanticModel model)
    {
        switch (model.GetTypeInfo(container).Type)
        {
            case IArrayTypeSymbol { Rank: 1 } array:
                return $"({array.ToMinimalDisplayString(model, container.SpanStart)}){container}.Clone()";
            case INamedTypeSymbol { TypeKind: TypeKind.Class, IsGenericType: true } type when IsOfFramework(type) && s_plain.Contains(type.Name):
                return $"new {type.ToMinimalDisplayString(model, NullableFlowState.None, container.SpanStart)}({container})";
            case INamedTypeSymbol { TypeKind: TypeKind.Class, IsGenericType: true } type when IsOfFramework(type) && s_comparing.Contains(type.Name):
                return $"new {type.ToMinimalDisplayString(model, NullableFlowState.None, container.SpanStart)}({container}, {container}.Comparer)";
            default:
                return null;
        }
    }

    private static bool IsOfFramework(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() is "System.Collections.Generic" or "System.Collections.ObjectModel";

    /// <summary>An interface that an array fulfils without throwing.</summary>
    private static bool IsSequence(ITypeSymbol? promised) =>
        promised is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList" };

    private static string Bracketed(ExpressionSyntax expression) =>
        expression is MemberAccessExpressionSyntax or InvocationExpressionSyntax or IdentifierNameSyntax ? expression.ToString() : $"({expression})";
}
