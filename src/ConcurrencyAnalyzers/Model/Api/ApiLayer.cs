namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Tables of one rank, by the names of their members: the built-in ones, or the user's, which outrank them.</summary>
internal sealed class ApiLayer
{
    private readonly Dictionary<string, ImmutableArray<ApiMember>> _byName = new(StringComparer.Ordinal);

    public ApiLayer(IEnumerable<ApiTable> tables)
    {
        Tables = [.. tables];
        foreach (var group in Tables.SelectMany(table => table.Members).GroupBy(KeyOf, StringComparer.Ordinal))
            _byName.Add(group.Key, [.. group]);
    }

    public ImmutableArray<ApiTable> Tables { get; }

    /// <summary>The lines about members of this metadata name, or about types of this name (without arity).</summary>
    public ImmutableArray<ApiMember> Named(string name) => _byName.TryGetValue(name, out var members) ? members : [];

    private static string KeyOf(ApiMember member)
    {
        if (member.Kind != 'T')
            return member.Name;

        var name = member.Type.Substring(member.Type.LastIndexOf('.') + 1);
        var tick = name.IndexOf('`');
        return tick < 0 ? name : name.Substring(0, tick);
    }
}
