using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How many a semaphore lets in, as its declaration says it.</summary>
internal static class SemaphoreShapes
{
    /// <summary>Whether <paramref name="variable"/> may be a semaphore for one. Errs towards yes: only a declaration that names another number says no.</summary>
    public static bool AdmitsOne(ISymbol variable) => InitialCount(variable) is not > 1;

    /// <summary>Whether it starts with nothing to take: then who takes waits for another thread's <c>Release</c>, and it is no lock but a signal.</summary>
    public static bool StartsEmpty(ISymbol variable) => InitialCount(variable) is { } count ? count == 0 : IsMadeFor(variable, 0);

    /// <summary>Whether <paramref name="variable"/> is made for one wherever it is made. Errs towards no.</summary>
    public static bool IsForOne(ISymbol variable) => InitialCount(variable) is { } count ? count == 1 : IsMadeFor(variable, 1);

    /// <summary>Whether all assignments in its type make it for <paramref name="number"/>.</summary>
    private static bool IsMadeFor(ISymbol variable, int number)
    {
        var made = variable.ContainingType?.DeclaringSyntaxReferences
            .SelectMany(static part => part.GetSyntax().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Where(assignment => Targets.NameOf(assignment.Left) == variable.Name)
            .Select(static assignment => (assignment.Right as BaseObjectCreationExpressionSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression)
            .ToList();
        return made is { Count: > 0 } && made.TrueForAll(first => first is LiteralExpressionSyntax { Token.Value: int count } && count == number);
    }

    private static int? InitialCount(ISymbol variable)
    {
        foreach (var declaration in variable.DeclaringSyntaxReferences)
        {
            var value = declaration.GetSyntax() switch
            {
                VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value,
                _ => null,
            };
            if (value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                && arguments[0].Expression is LiteralExpressionSyntax { Token.Value: int first })
            {
                return first;
            }
        }

        return null;
    }
}
