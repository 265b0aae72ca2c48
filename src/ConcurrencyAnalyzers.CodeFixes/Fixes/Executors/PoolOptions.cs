namespace ConcurrencyAnalyzers.Fixes.Executors;

/// <summary>What is said of each thread of a loop, said once of the executor that has them all.</summary>
/// <param name="Said">Initializers of the executor's options; empty where threads are as usual.</param>
internal sealed record PoolOptions(ImmutableArray<string> Said)
{
    /// <returns>Null where something is said that an executor cannot be told, or that differs from round to round.</returns>
    public static PoolOptions? Of(BaseObjectCreationExpressionSyntax creation, SemanticModel model)
    {
        var said = ImmutableArray.CreateBuilder<string>();
        foreach (var stack in creation.ArgumentList?.Arguments.Skip(1) ?? [])
        {
            if (!model.GetConstantValue(stack.Expression).HasValue)
                return null;
            said.Add($"MaxStackSize = {stack.Expression}");
        }

        foreach (var expression in creation.Initializer?.Expressions ?? default)
        {
            if (expression is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name }, Right: var value }
                || model.GetConstantValue(value) is not { HasValue: true, Value: { } constant })
            {
                return null;
            }

            if (name is "Name" or "Priority")
                said.Add($"{name} = {value}");
            else if (name != "IsBackground" || constant is not false)
                return null;
        }

        return new PoolOptions(said.ToImmutable());
    }

    /// <summary>What stands in the brackets of the executor's constructor.</summary>
    public string With(string workers) =>
        Said.IsEmpty ? workers : $"new ThreadExecutorOptions {{ MaxWorkers = {workers}, {string.Join(", ", Said)} }}";
}
