namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>The words of the tables. Written out, because asking an enumeration for its names costs the first lookup of a build 10 ms.</summary>
internal static class ApiWords
{
    public static readonly Dictionary<string, ApiFlags> Flags = new(StringComparer.Ordinal)
    {
        ["many"] = ApiFlags.Many,
        ["joined"] = ApiFlags.Joined,
        ["group"] = ApiFlags.Group,
        ["at-start"] = ApiFlags.AtStart,
        ["once"] = ApiFlags.Once,
        ["unlocked"] = ApiFlags.Unlocked,
        ["scope"] = ApiFlags.Scope,
        ["if-true"] = ApiFlags.IfTrue,
        ["when-awaited"] = ApiFlags.WhenAwaited,
        ["atomically"] = ApiFlags.Atomically,
        ["fresh"] = ApiFlags.Fresh,
    };

    public static readonly Dictionary<string, ApiPlace> Places = new(StringComparer.Ordinal)
    {
        ["thread"] = ApiPlace.Thread,
        ["pool"] = ApiPlace.Pool,
        ["timer"] = ApiPlace.Timer,
        ["parallel"] = ApiPlace.Parallel,
        ["ui"] = ApiPlace.Ui,
        ["context"] = ApiPlace.Context,
        ["request"] = ApiPlace.Request,
        ["any"] = ApiPlace.Any,
    };

    public static readonly Dictionary<string, ApiTime> Times = new(StringComparer.Ordinal)
    {
        ["now"] = ApiTime.Now,
        ["deferred"] = ApiTime.Deferred,
        ["later"] = ApiTime.Later,
    };

    public static readonly Dictionary<string, ApiNature> Natures = new(StringComparer.Ordinal)
    {
        ["lock"] = ApiNature.Lock,
        ["counting"] = ApiNature.Counting,
        ["reentrant"] = ApiNature.Reentrant,
        ["affine"] = ApiNature.Affine,
        ["safe"] = ApiNature.Safe,
        ["unsafe"] = ApiNature.Unsafe,
        ["immutable"] = ApiNature.Immutable,
        ["ui"] = ApiNature.Ui,
        ["handle"] = ApiNature.Handle,
        ["signal"] = ApiNature.Signal,
    };

    public static readonly Dictionary<string, ApiPart> Parts = new(StringComparer.Ordinal)
    {
        ["elements"] = ApiPart.Elements,
        ["returned"] = ApiPart.Returned,
        ["given"] = ApiPart.Given,
    };

    /// <summary>Exclusive is what a lock is without a word.</summary>
    public static readonly Dictionary<string, ApiLockMode> Modes = new(StringComparer.Ordinal)
    {
        ["read"] = ApiLockMode.Read,
        ["upgrade"] = ApiLockMode.Upgrade,
        ["write"] = ApiLockMode.Write,
        ["all"] = ApiLockMode.All,
    };

    /// <summary><c>a, b or c</c>.</summary>
    public static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Length - 1))} or {all[all.Length - 1]}";
    }
}
