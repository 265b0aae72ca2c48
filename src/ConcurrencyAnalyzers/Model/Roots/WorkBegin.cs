using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Where work begins to run that a frame makes: a thread at its start, a handler with what raises the event.</summary>
/// <remarks>Errs towards never: a start that is not found may stand in another method.</remarks>
internal sealed class WorkBegin(BodyReader reader, MemoryUses uses, Lifetimes lifetimes)
{
    /// <summary>The place in the frame of <paramref name="way"/> from which on its work runs; null where the frame does not get so far.</summary>
    public SyntaxNode? Of(Context way, CancellationToken cancellation)
    {
        // A timer that is never started does not get to the thread that its handler would start.
        foreach (var use in SpawnsOn(way))
        {
            if (Of(use, cancellation) is not { } begin)
                return null;
            if (use == way.Site)
                return begin;
        }

        return way.Begin;
    }

    /// <summary>The threads and handlers that <paramref name="way"/> leads over, the innermost first.</summary>
    public static IEnumerable<DelegateUse> SpawnsOn(Context way)
    {
        var inner = way.Inner is null ? [] : SpawnsOn(way.Inner);
        return way.Site is DelegateUse { Fate: DelegateFate.Spawned } use ? inner.Append(use) : inner;
    }

    /// <summary>The place in its own frame from which on the work of <paramref name="use"/> runs; null where another method starts it.</summary>
    public SyntaxNode? Of(DelegateUse use, CancellationToken cancellation)
    {
        if (use.Syntax is AssignmentExpressionSyntax)
            return IsOfSomebodyElse(use.KeptOn, cancellation) ? use.Syntax : StartOf([use.KeptOn], use, cancellation);
        if (Lifetimes.IsStarted(use))
            return lifetimes.BeginOf(use);

        // `Starting.Start(new Thread(Run))`
        return use.Frame.Threads.FirstOrDefault(made => made.Syntax == use.Syntax)?.PassedOn is { } pass && Starts(pass, cancellation)
            ? pass.Syntax
            : StartOf(Lifetimes.Everywhere(use.Handle, use.Frame).Paths, use, cancellation);
    }

    /// <summary>Whether an object that raises events has been there before, so that it may raise one at any time.</summary>
    public bool IsOfSomebodyElse(MemoryPath raiser, CancellationToken cancellation) => raiser.Root switch
    {
        PathRoot.Parameter or PathRoot.Static => true,
        PathRoot.Unknown => true,
        PathRoot.This when raiser.Steps.Length == 1 && raiser.Steps[0].Symbol is { } member =>
            uses.Of(new Memory(member, isElement: false), cancellation).Accesses.Any(static access => access is { IsWrite: true, Value: { } value } && Unconverted(value) is IParameterReferenceOperation),
        _ => false,
    };

    /// <summary>The start of a timer or thread behind <paramref name="use"/>, here or in a method of the object that is called here.</summary>
    private SyntaxNode? StartOf(IReadOnlyCollection<MemoryPath> handles, DelegateUse use, CancellationToken cancellation)
    {
        var frame = use.Frame;
        var own = frame.Starts.FirstOrDefault(start => start.Syntax.SpanStart > use.Syntax.SpanStart && handles.Contains(start.Handle));
        if (own is not null)
            return own.Syntax;

        foreach (var call in frame.Calls)
        {
            if (OwnObject.IsOnOwn(call) && call.Syntax.SpanStart > use.Syntax.SpanStart
                && reader.FrameOf(call.Target, cancellation) is { } callee
                && (callee.Starts.Exists(start => IsOne(start.Handle)) || callee.Passes.Exists(pass => IsOne(pass.Handle) && Starts(pass, cancellation))))
            {
                return call.Syntax;
            }
        }

        return null;

        bool IsOne(MemoryPath handle) => handle.Root == PathRoot.This && handles.Contains(handle);
    }

    /// <summary>Whether a method starts the thread that it is given.</summary>
    private bool Starts(HandlePass pass, CancellationToken cancellation) =>
        reader.FrameOf(pass.Target, cancellation) is { } callee
        && callee.Starts.Exists(start => start.Handle is { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol parameter } && parameter.Ordinal == pass.Ordinal);

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is ICoalesceOperation coalesce ? Unconverted(coalesce.Value) : value;
    }
}
