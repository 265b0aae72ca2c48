using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Why an unlocked check does not keep out whom it should.</summary>
internal enum CheckGap
{
    /// <summary>Whoever waited for the lock sets the variable once more.</summary>
    NotRepeated,

    /// <summary>Whoever waited for the lock uses what the one before has taken away.</summary>
    GoneMeanwhile,

    /// <summary>The variable shows the object before it is filled.</summary>
    HalfMade,

    /// <summary>The flag is up before the value is there.</summary>
    FlagFirst,

    /// <summary>The flag is a plain field, which a processor may show before the value.</summary>
    PlainFlag,

    /// <summary>The variable has several words, of which the check may see some.</summary>
    Torn,

    /// <summary>What is checked is not what is made.</summary>
    OtherVariable,
}

/// <summary>A variable that is checked before a lock is taken and set under the lock, with a gap in between.</summary>
internal sealed class BrokenCheck(CheckGap gap, Access write, Check check) : IFinding
{
    public CheckGap Gap { get; } = gap;

    /// <summary>What sets the variable under the lock.</summary>
    public Access Write { get; } = write;

    /// <summary>The one that stands outside of the lock.</summary>
    public Check Check { get; } = check;

    /// <summary>What fills the object, or writes the value, later; of <see cref="CheckGap.GoneMeanwhile"/> the use.</summary>
    public SyntaxNode? Other { get; init; }

    /// <summary>The read that comes too early.</summary>
    public SyntaxNode? Reader { get; init; }

    /// <summary>The value behind a flag, the other variable.</summary>
    public string OtherName { get; init; } = "";

    /// <summary>The lock, as it is written.</summary>
    public string Lock { get; init; } = "";

    /// <summary>It takes a processor that reorders, or work that may do no harm when it is done twice.</summary>
    public bool IsSuggestion { get; init; }

    public string Name => Write.Path.IsUnknown ? Write.Memory.ToString() : Write.Path.Name;

    public Location Location => Write.Location;

    /// <summary>The check, then what comes too late, then who reads too early.</summary>
    public IEnumerable<Location> OtherPlaces =>
        new[] { Check.Read.Syntax, Other, Reader }.OfType<SyntaxNode>().Distinct().Select(static node => node.GetLocation());

    /// <summary>The evidence for machines.</summary>
    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("memory", Write.Memory.Symbol.ToDisplayString())
        .Add("guard", Lock)
        .Add("gap", Gap.ToString());

    /// <summary>What is where, and what a second thread does then, as a message says it.</summary>
    public string Witness => Gap switch
    {
        CheckGap.NotRepeated => $"is checked before '{Lock}' is taken ({LineOf(Check.Read.Syntax)}) and not again under it: a thread that waited there does all of it once more",
        CheckGap.GoneMeanwhile => $"is checked before '{Lock}' is taken ({LineOf(Check.Read.Syntax)}) and not again under it: a thread that waited there finds it gone ({LineOf(Other!)})",
        CheckGap.HalfMade => $"shows its object from here on, and the object is filled behind that ({LineOf(Other!)}): the check without '{Lock}' ({LineOf(Check.Read.Syntax)}) lets a thread use it half-made",
        CheckGap.FlagFirst => $"is set before '{OtherName}' is ({LineOf(Other!)}): a thread that the check without '{Lock}' ({LineOf(Check.Read.Syntax)}) lets through reads '{OtherName}' too early ({LineOf(Reader!)})",
        CheckGap.PlainFlag => $"is a plain field beside '{OtherName}': on processors that reorder, a thread that sees it set without '{Lock}' ({LineOf(Check.Read.Syntax)}) can still read the old '{OtherName}' ({LineOf(Reader!)})",
        CheckGap.Torn => $"takes more than one step to write: the check without '{Lock}' ({LineOf(Check.Read.Syntax)}) can see that it has a value and read half of it",
        _ => $"is what is made under '{Lock}', and the check before it ({LineOf(Check.Read.Syntax)}) is of '{OtherName}', which nothing sets there",
    };

    private string LineOf(SyntaxNode node) => Places.LineOf(node, Write.Syntax);
}
