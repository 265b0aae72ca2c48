namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>An object that is for one thread at a time, a random generator, a writer, a hash, a database context, is used by two.</summary>
/// <remarks>
/// It keeps between two steps of one call what the other call changes. The smallest failing interleaving, on one <c>SHA256</c>:
/// <code>
///   thread A                    thread B                    inside
///   ComputeHash(a): takes in a                              a
///                               ComputeHash(b): takes in b  a, b
///   returns the hash                                        empty         of a and b: nobody asked for it
///                               returns the hash            empty         of nothing
/// </code>
/// Nor is a second thread needed where a call gives a task: until that is over, the object is in use. And what belongs to a request is used by two when work
/// has it that the request does not wait for: the host gives it to the next. Nor where a singleton keeps what a container makes for each request.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedUnsafeObject : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0118",
        name: nameof(SharedUnsafeObject),
        title: "An object that one thread at a time may use is used by two",
        message: "'{0}' is for one use at a time: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public SharedUnsafeObject()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var use in ask.Model.UnsafeUsesIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(use.Race.First))
                ask.Report(use);
        }

        foreach (var one in ask.Model.StaticObjectsIn(ask.File, ask.Cancellation))
            ask.Report(one);
        foreach (var outlived in ask.Model.OutlivedRequestsIn(ask.File, ask.Cancellation))
            ask.Report(outlived);
        foreach (var held in ask.Model.HeldScopesIn(ask.File, ask.Cancellation))
            ask.Report(held);
    }
}
