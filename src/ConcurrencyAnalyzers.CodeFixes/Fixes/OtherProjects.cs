namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Uses of a member outside its own project. A repair changes one project, and one that leaves a write elsewhere is none.</summary>
internal static class OtherProjects
{
    public static async Task<bool> WriteAsync(object repaired, Project project, CancellationToken cancellationToken)
    {
        if (repaired is not ISymbol { Kind: SymbolKind.Field or SymbolKind.Property, DeclaredAccessibility: not Accessibility.Private } subject)
            return false;

        foreach (var id in project.Solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(project.Id))
        {
            foreach (var document in project.Solution.GetProject(id)!.Documents)
            {
                if (await WritesInAsync(document, subject, cancellationToken).ConfigureAwait(false))
                    return true;
            }
        }

        return false;
    }

    private static async Task<bool> WritesInAsync(Document document, ISymbol subject, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var names = root?.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == subject.Name && Writes.Through(name))
            .ToList();
        if (names is not { Count: > 0 } || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return false;

        // The same member is another symbol in another project's compilation.
        var id = subject.OriginalDefinition.GetDocumentationCommentId();
        return names.Any(name => model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition.GetDocumentationCommentId() == id);
    }
}
