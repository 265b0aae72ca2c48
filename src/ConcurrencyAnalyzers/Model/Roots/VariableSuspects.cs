using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Variables that are looked at and then set, or used, for what was seen.</summary>
/// <remarks>Locals that threads share are another rule's; so is a check without the lock under which the variable is set.</remarks>
internal sealed class VariableSuspects(BodyFacts body, SequenceReader sequences, MemoryUses uses, Losses losses)
{
    public IEnumerable<LateSuspect> All(CancellationToken cancellation)
    {
        foreach (var frame in body.Frames)
        {
            foreach (var act in frame.Accesses)
            {
                if (UpdateOf(act) is { } update)
                    yield return update;
                if (act is not { IsContent: false, IsAtomic: false, Path.IsCertain: true, Memory: { Symbol: IFieldSymbol or IPropertySymbol, Type.IsReferenceType: true } })
                    continue;
                var suspect = act.Kind switch
                {
                    AccessKind.Write => Creation(act, cancellation),
                    AccessKind.Read when IsMerelyUsed(act.Target) => Use(act),
                    _ => null,
                };
                if (suspect is not null)
                    yield return suspect;
            }
        }
    }

    /// <summary><c>lock (_gate) sum = _sum; … lock (_gate) _sum = sum + 1;</c></summary>
    private static LateSuspect? UpdateOf(Access act) =>
        act is { Kind: AccessKind.ReadModifyWrite, EarlierRead: { } earlier, LockedAtWrite: true, Locks.IsEmpty: true, IsAtomic: false, Path.IsCertain: true, Memory.Symbol: IFieldSymbol or IPropertySymbol }
        && act.Frame.Accesses.Find(read => read.Syntax == earlier) is { Locks.IsEmpty: false } read
            ? new LateSuspect(LateActHarm.LostUpdate, read, act, static other => other.IsWrite) { IsWithoutThreads = true }
            : null;

    /// <summary><c>if (_value is null) _value = new();</c>, <c>_value ??= new();</c></summary>
    private LateSuspect? Creation(Access write, CancellationToken cancellation)
    {
        if (write.Value is not { } value || IsEmpty(write) || (losses.Of(value) is var loss && loss == Loss.None))
            return null;

        var isOneStep = write.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression);
        var check = isOneStep ? write : CheckBefore(write, value)?.Read;
        return check is null || (check.Locks.IsEmpty && !write.Locks.IsEmpty) ? null
            : new LateSuspect(LateActHarm.TwoObjects, check, write, static other => other is { IsWrite: true, IsAtomic: false } && !IsEmpty(other)) { IsSuggestion = loss == Loss.Unclear && !IsChanged(write, cancellation) };
    }

    private Check? CheckBefore(Access write, IOperation value)
    {
        value = Operands.Unwrapped(value);
        return sequences.Checks.LastOrDefault(check => IsOf(check, write) && !check.WhenSet
            && (check.Region.Contains(write.Syntax.Span) || (value is ICoalesceOperation coalesce && coalesce.Value.Syntax == check.Condition)));
    }

    /// <summary><c>if (_value is not null) _value.Use();</c> while another thread clears it.</summary>
    private LateSuspect? Use(Access read)
    {
        var check = sequences.Checks.LastOrDefault(check => IsOf(check, read) && check.WhenSet && check.Region.Contains(read.Syntax.Span) && check.Read.Syntax != read.Syntax);
        if (check is null || body.Frames.Any(frame => frame.Accesses.Any(write => IsSetBetween(write, check, read))))
            return null;
        return new LateSuspect(LateActHarm.Gone, check.Read, read, static other => other.Kind == AccessKind.Write ? IsEmpty(other) : TakesHandlerAway(other));
    }

    /// <summary><c>_changed -= handler</c> leaves nothing where that was the only one.</summary>
    private static bool TakesHandlerAway(Access update) =>
        update is { IsWrite: true, Memory.Type.TypeKind: TypeKind.Delegate } && update.Syntax.IsKind(SyntaxKind.SubtractAssignmentExpression);

    private static bool IsSetBetween(Access write, Check check, Access read) =>
        write.IsWrite && write.Memory.Equals(read.Memory) && write.Syntax.SpanStart > check.Read.Syntax.SpanStart && write.Syntax.Span.End <= read.Syntax.SpanStart;

    /// <summary>A local that was tested in its place holds what it held.</summary>
    private static bool IsOf(Check check, Access act) =>
        !check.Read.IsContent && check.Read.Frame == act.Frame && check.Read.Path.Equals(act.Path) && check.Read.Memory.Equals(act.Memory) && check.Read.Syntax.SpanStart < act.Syntax.Span.End;

    /// <summary>Takes the object away, or puts something there that may be none.</summary>
    public static bool IsEmpty(Access write) => LockedSection.ValueOf(write) is not { } value || LockedSection.IsEmptyValue(value) || value.IsKind(SyntaxKind.SuppressNullableWarningExpression);

    /// <summary>Takes it for granted that there is an object.</summary>
    private static bool IsMerelyUsed(ExpressionSyntax target) => target.Parent switch
    {
        MemberAccessExpressionSyntax member => member.Expression == target,
        ElementAccessExpressionSyntax element => element.Expression == target,
        InvocationExpressionSyntax call => call.Expression == target,
        _ => false,
    };

    /// <summary>What the variable's object holds is changed through the variable.</summary>
    private bool IsChanged(Access write, CancellationToken cancellation)
    {
        var content = uses.Of(new Memory(write.Memory.Symbol, isElement: true), cancellation);
        return content.Accesses.Concat(content.Steps).Any(static access => access.IsWrite);
    }
}
