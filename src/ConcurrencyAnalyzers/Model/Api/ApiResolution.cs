namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>
/// Compares a table with the assemblies that a compilation sees. A line about a type that is not referenced is no mistake: one table serves
/// many projects. A line about a member that its type does not have is.
/// </summary>
internal sealed class ApiResolution(Compilation compilation)
{
    /// <summary>The lines whose type is there and whose member or operands are not.</summary>
    public IEnumerable<ApiError> Check(ApiTable table, CancellationToken cancellationToken)
    {
        foreach (var line in table.Members)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TypesOf(line) is { Count: > 0 } types && ProblemOf(line, types) is { } problem)
                yield return new ApiError(line.Span, problem);
        }
    }

    /// <summary>The types of this name; several where assemblies of one name meet.</summary>
    public IReadOnlyList<INamedTypeSymbol> TypesOf(ApiMember line)
    {
        var found = new List<INamespaceOrTypeSymbol> { compilation.GlobalNamespace };
        foreach (var segment in line.Type.Split('.'))
        {
            var tick = segment.IndexOf('`');
            var name = tick < 0 ? segment : segment.Substring(0, tick);
            var arity = tick < 0 ? 0 : int.Parse(segment.Substring(tick + 1), System.Globalization.CultureInfo.InvariantCulture);
            found = found.SelectMany(outer => outer.GetMembers(name).OfType<INamespaceOrTypeSymbol>()).Where(next => ArityOf(next) == arity).ToList();
        }

        return found.OfType<INamedTypeSymbol>().ToList();
    }

    /// <summary>The members of these types that the line names.</summary>
    public static IEnumerable<ISymbol> MembersOf(ApiMember line, IEnumerable<INamedTypeSymbol> types)
    {
        var kind = line.Kind switch
        {
            'P' => SymbolKind.Property,
            'E' => SymbolKind.Event,
            _ => SymbolKind.Method,
        };
        return types.SelectMany(type => type.GetMembers()).Where(member =>
            member.Kind == kind && (line.Name == ApiMember.EveryName || member.MetadataName == line.Name) && line.Matches(member));
    }

    private static string? ProblemOf(ApiMember line, IReadOnlyList<INamedTypeSymbol> types)
    {
        if (line.Kind == 'T' || line.Precision == ApiPrecision.EveryMember)
            return null;

        var members = MembersOf(line, types).ToList();
        if (members.Count > 0)
            return OperandProblem(line, members);

        var overloads = MembersOf(line with { Precision = ApiPrecision.EveryOverload }, types).ToList();
        return overloads.Count > 0
            ? $"'{line.Id}' names no overload; use {ApiWords.List(overloads.Select(overload => $"'{overload.GetDocumentationCommentId()}'").Take(5))}"
            : $"'{line.Type}' has no member '{line.Name}'{DeclaredIn(line, types)}";
    }

    private static string DeclaredIn(ApiMember line, IReadOnlyList<INamedTypeSymbol> types)
    {
        for (var type = types[0].BaseType; type is not null; type = type.BaseType)
        {
            if (MembersOf(line with { Precision = ApiPrecision.EveryOverload }, [type.OriginalDefinition]).FirstOrDefault() is { } inherited)
                return $"; it is inherited, name it as '{inherited.GetDocumentationCommentId()}'";
        }

        return "";
    }

    private static string? OperandProblem(ApiMember line, IReadOnlyList<ISymbol> members)
    {
        foreach (var effect in line.Effects)
        {
            foreach (var operand in new[] { effect.Target, effect.Other, effect.After, effect.DelayedBy, effect.IfSet })
            {
                if (operand.IsParameter && !members.Any(member => operand.BindTo(ParametersOf(member)) is not null))
                    return NoParameter(operand.ToString(), members);
            }

            if (effect.ManyUnless is { } condition && line.Kind != 'E' && !members.SelectMany(member => ParametersOf(member)).Any(parameter => parameter.Name == condition.Name))
                return NoParameter(condition.Name, members);
            if (effect.UiIfSet is { } property && !members.Any(member => HasProperty(member.ContainingType, property)))
                return $"'{line.Type}' has no property '{property}'";
        }

        return null;
    }

    private static bool HasProperty(INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).Any(static member => member is IPropertySymbol))
                return true;
        }

        return false;
    }

    private static string NoParameter(string name, IReadOnlyList<ISymbol> members)
    {
        var names = members.SelectMany(member => ParametersOf(member)).Select(parameter => parameter.Name).Distinct().ToList();
        return $"'{members[0].ToDisplayString()}' has no parameter '{name}'; it has {(names.Count == 0 ? "none" : ApiWords.List(names))}";
    }

    private static int ArityOf(INamespaceOrTypeSymbol symbol) => symbol is INamedTypeSymbol type ? type.Arity : 0;

    private static ImmutableArray<IParameterSymbol> ParametersOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };
}
