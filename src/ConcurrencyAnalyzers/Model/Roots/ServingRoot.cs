namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Who waits for a thread while it computes.</summary>
internal enum ServingKind
{
    /// <summary>Whoever sent the request, and those whose requests find no thread of the pool.</summary>
    Request,

    /// <summary>The user: the window does not answer meanwhile.</summary>
    Ui,

    /// <summary>Other completions of I/O.</summary>
    Completion,

    /// <summary>The next tick.</summary>
    Timer,

    /// <summary>What comes in next: the loop does not read it meanwhile.</summary>
    Feed,

    /// <summary>The host, which starts its services one after the other and each as far as its first await.</summary>
    Start,
}

/// <summary>Code that a thread enters which others wait for.</summary>
/// <param name="Code">The method, lambda or local function.</param>
/// <param name="Kind">Who waits.</param>
/// <param name="How">What brings the thread here, as the source says it: <c>MapGet</c>, <c>Button.Click</c>.</param>
internal sealed record ServingRoot(IMethodSymbol Code, ServingKind Kind, string How)
{
    /// <summary>Only what stands in this loop.</summary>
    public SyntaxNode? Loop { get; init; }

    /// <summary>As a message says it.</summary>
    public string Thread => Kind switch
    {
        ServingKind.Request => $"a thread that serves requests ({How})",
        ServingKind.Ui => $"the thread of the user interface ({How})",
        ServingKind.Completion => $"a thread that completes I/O ({How})",
        ServingKind.Timer => $"the ticks of a timer ({How})",
        ServingKind.Feed => $"the loop that reads from {How} in line {Loop!.GetLocation().GetLineSpan().StartLinePosition.Line + 1}",
        _ => $"the start of the host ({How})",
    };
}
