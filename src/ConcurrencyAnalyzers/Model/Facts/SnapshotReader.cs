using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Reads the writes of a body whose value was made of what the same variable held before, directly or through locals.</summary>
/// <remarks>
/// Made of it: the result of a call on it or with it, <c>with</c>, a new object or collection that gets it, a local that is filled from it. What is put back as it was, or
/// merely belongs to it (<c>_log = Open(_log.Path)</c>), is not; nor is what a call that changes the old object itself gives back. Numbers and strings that operators compute are an
/// update by themselves, which <see cref="ValueDependence"/> finds; here they count where the write is an atomic step.
/// </remarks>
internal sealed class SnapshotReader
{
    /// <summary>Locals between the read and the write.</summary>
    private const int MaxTemporaries = 4;

    private static readonly string[] s_replacing = ["Exchange", "InterlockedExchange", "Write"];

    private static readonly string[] s_comparing = ["CompareExchange", "InterlockedCompareExchange"];

    private readonly ApiLookup _api;
    private readonly SnapshotValues _values;
    private readonly Dictionary<SyntaxNode, Access> _reads = [];

    /// <summary>The values of the locals that the search has come by.</summary>
    private readonly List<SyntaxNode> _sources = [];

    private Access _write = null!;
    private bool _computes;
    private bool _keepsParts;

    private SnapshotReader(BodyFacts body, IOperation root, ApiLookup api)
    {
        _api = api;
        _values = SnapshotValues.Read(root, api);
        foreach (var access in body.Frames.SelectMany(static frame => frame.Accesses))
        {
            if (access is { Kind: AccessKind.Read, IsContent: false })
                _reads[access.Syntax] = access;
        }
    }

    /// <summary>In order of frames and places; none where the code is nested too deep to be walked.</summary>
    public static ImmutableArray<Snapshot> In(BodyFacts body, IOperation root, ApiLookup api)
    {
        try
        {
            var reader = new SnapshotReader(body, root, api);
            return body.Frames.SelectMany(static frame => frame.Accesses).Select(reader.At).OfType<Snapshot>().ToImmutableArray();
        }
        catch (InsufficientExecutionStackException)
        {
            return ImmutableArray<Snapshot>.Empty;
        }
    }

    private Snapshot? At(Access write)
    {
        if (!write.IsWrite || write.IsContent || write.IsThroughAccessors || write.Path.IsUnknown)
            return null;

        (_write, _computes, _keepsParts) = (write, false, false);
        _sources.Clear();
        return _values.Calls.TryGetValue(write.Syntax, out var call) ? OfCall(call)
            : IsUpdateOfNumber(write) ? null
            : write.Value is { } value || _values.Assigned.TryGetValue(write.Syntax, out value) ? Of(Find(value, MaxTemporaries))
            : null;
    }

    /// <summary>What <see cref="ValueDependence"/> has found to be an update, of anything but a collection.</summary>
    private bool IsUpdateOfNumber(Access write) =>
        write.Kind == AccessKind.ReadModifyWrite
        && (write.Memory.Type.SpecialType == SpecialType.System_String || (write.Memory.Type.IsValueType && (_api.NatureOf(write.Memory.Type) & ApiNature.Immutable) == 0));

    private Snapshot? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method is { Name: "Resize", ContainingType.SpecialType: SpecialType.System_Array })
            return new Snapshot(_write, _write) { IsOfImmutable = true };
        if (!_write.IsAtomic || call.Arguments.FirstOrDefault(static one => one.Parameter?.Name == "value")?.Value is not { } value)
            return null;

        // Who takes what Exchange gives back loses nothing; a number that is merely shown to others has one thread which counts.
        if (s_replacing.Contains(method.Name))
            return (call.Type?.SpecialType == SpecialType.System_Void ? IsCount(_write.Memory.Type) : !IsUnheeded(call)) ? null : Of(Find(value, MaxTemporaries));

        // Whoever looks at the answer has a way to go on; one that compares with a constant wants to be the first.
        if (!s_comparing.Contains(method.Name) || !IsUnheeded(call) || call.Arguments.FirstOrDefault(static one => one.Parameter?.Name == "comparand")?.Value is not { } comparand
            || Find(comparand, MaxTemporaries) is not { } compared || IsAskedAround(call))
        {
            return null;
        }

        _computes = false;
        return Of(Find(value, MaxTemporaries)) is { } snapshot ? snapshot with { IsUnheeded = true, IsOfImmutable = true } : null;
    }

    private bool IsCount(ITypeSymbol type) =>
        type.IsValueType && (_api.NatureOf(type) & ApiNature.Immutable) == 0 && !_write.Frame.Accesses.Exists(other => other is { IsAtomic: true, Kind: AccessKind.ReadModifyWrite } && other.Path.Equals(_write.Path));

    private static bool IsUnheeded(IInvocationOperation call) => call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    /// <summary>A loop whose condition reads the variable goes round until it has what it wants.</summary>
    private bool IsAskedAround(IOperation call) =>
        call.Syntax.Ancestors().TakeWhile(outer => outer != _write.Frame.Syntax).OfType<StatementSyntax>().Any(loop =>
            Loops.ConditionOf(loop) is { } condition && _reads.Values.Any(read => condition.Span.Contains(read.Syntax.Span) && read.Path.Equals(_write.Path)));

    private Snapshot? Of(Access? read)
    {
        if (read is null || !_computes || IsAskedAgain(read = FirstWith(read)) || IsSetBefore(read))
            return null;
        return new Snapshot(read, _write) { Check = CheckBefore(read), IsOfImmutable = SnapshotValues.IsWhole(_write.Memory.Type) };
    }

    /// <summary><c>var copy = new int[_all.Length + 1]; Array.Copy(_all, copy, _all.Length);</c> reads the variable more than once.</summary>
    private Access FirstWith(Access read) =>
        _write.Frame.Accesses.Where(other => other is { Kind: AccessKind.Read, IsContent: false } && other.Path.Equals(_write.Path) && other.Syntax.SpanStart < read.Syntax.SpanStart
                && _sources.Exists(source => source.SyntaxTree == other.Syntax.SyntaxTree && source.Span.Contains(other.Syntax.Span)))
            .OrderBy(static other => other.Syntax.SpanStart).FirstOrDefault() ?? read;

    /// <summary>The function itself has put there what it reads, whatever was there: it goes on with its own value.</summary>
    private bool IsSetBefore(Access read) =>
        _write.Frame.Accesses.Exists(set => set is { Kind: AccessKind.Write, IsAtomic: false, IsContent: false } && set != _write && set.Path.Equals(_write.Path) && set.Syntax.Span.End <= read.Syntax.SpanStart
            && _values.IsOnTheWay(set.Syntax, read.Syntax.SpanStart) && !set.Syntax.DescendantNodes().Any(node => _reads.TryGetValue(node, out var old) && old.Path.Equals(set.Path)));

    /// <summary>Under the lock of the write somebody looks whether the old value is still there.</summary>
    private bool IsAskedAgain(Access read) =>
        !_write.Locks.IsEmpty && _write.Locks.HeldThroughout(read.Locks).IsEmpty && _write.Frame.Accesses.Any(again =>
            again.Kind == AccessKind.Read && again != read && again.Path.Equals(_write.Path) && again.Syntax.SpanStart < _write.Syntax.SpanStart
            && !_write.Locks.HeldThroughout(again.Locks).IsEmpty);

    /// <summary><c>if (!_items.Contains(item)) _items = _items.Add(item);</c></summary>
    private Access? CheckBefore(Access read) =>
        _write.Syntax.Ancestors().TakeWhile(outer => outer != _write.Frame.Syntax).OfType<IfStatementSyntax>().Where(outer => !outer.Condition.Span.Contains(_write.Syntax.Span))
            .SelectMany(outer => _write.Frame.Accesses.Where(check =>
                check is { Kind: AccessKind.Read, IsContent: false } && check.Path.Equals(_write.Path) && check.Syntax.SpanStart < read.Syntax.SpanStart && outer.Condition.Span.Contains(check.Syntax.Span)))
            .FirstOrDefault();

    private Access? Find(IOperation? value, int temporaries)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value is null)
            return null;
        if (_reads.TryGetValue(value.Syntax, out var read) && IsOld(read))
            return read;

        switch (value)
        {
            case ILocalReferenceOperation { Local: { } local }:
                return temporaries == 0 ? null : InLocal(local, value.Syntax.SpanStart, temporaries - 1);
            case IConversionOperation conversion:
                return Find(conversion.Operand, temporaries);
            case IParenthesizedOperation parenthesized:
                return Find(parenthesized.Operand, temporaries);
            case IAwaitOperation awaited:
                return Find(awaited.Operation, temporaries);
            case ICoalesceOperation coalesce:
                return Find(coalesce.Value, temporaries) ?? Find(coalesce.WhenNull, temporaries);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Find(conditional.WhenTrue, temporaries) ?? Find(whenFalse, temporaries);
            case IConditionalAccessOperation access:
                return Find(access.WhenNotNull, temporaries);
            case IConditionalAccessInstanceOperation instance:
                return Find(SnapshotValues.ObjectOf(instance), temporaries);
            case ISpreadOperation spread:
                return Find(spread.Operand, temporaries);
            case IBinaryOperation or IUnaryOperation when _write.IsAtomic || _keepsParts:
                return Made(value.ChildOperations, temporaries);
            case IWithOperation with:
                return Made([with.Operand], temporaries);
            case ITupleOperation tuple:
                return Parts(tuple.Elements, temporaries);
            case ICollectionExpressionOperation collection:
                return Made(collection.Elements, temporaries);
            case IArrayCreationOperation { Initializer: { } initializer }:
                return Made(initializer.ElementValues, temporaries);
            case IObjectCreationOperation creation:
                return InCreation(creation, temporaries);
            case IInvocationOperation call when !_values.ChangesItsObject(call):
                return Made(SnapshotValues.OperandsOf(call), temporaries);
            case IPropertyReferenceOperation or IFieldReferenceOperation when _keepsParts:
                return Find(SnapshotValues.InstanceOf(value), temporaries);
            default:
                return null;
        }
    }

    /// <summary>A read of the variable, or, of a value whose parts are kept in a new one, of a part of it.</summary>
    private bool IsOld(Access read) =>
        read.Frame == _write.Frame && read.Syntax.Span.End <= _write.Syntax.Span.End && (read.Path.Equals(_write.Path) || (_keepsParts && read.Path.IsPartOf(_write.Path)));

    private Access? Made(IEnumerable<IOperation> parts, int temporaries)
    {
        foreach (var part in parts)
        {
            if (Find(part, temporaries) is not { } read)
                continue;
            _computes = true;
            return read;
        }

        return null;
    }

    /// <summary><c>_pair = (_pair.First + 1, _pair.Second)</c>: what is left as it was is written back as well.</summary>
    private Access? Parts(IEnumerable<IOperation> parts, int temporaries)
    {
        var outer = _keepsParts;
        _keepsParts = true;
        var read = Made(parts, temporaries);
        _keepsParts = outer;
        return read;
    }

    private Access? InCreation(IObjectCreationOperation creation, int temporaries)
    {
        var given = creation.Arguments.Select(static one => one.Value).Concat(SnapshotValues.Given(creation.Initializer));

        // A new one of the same kind carries over what it gets from the old one; anything else is another object.
        return _values.IsUnchanging(creation.Type) && SymbolEqualityComparer.Default.Equals(creation.Type, _write.Memory.Type) && creation.Type?.IsTupleType != true && !_keepsParts
            ? Parts(given, temporaries)
            : Made(given, temporaries);
    }

    /// <summary>The values that a local may have at <paramref name="position"/>, the newest first, as the text goes; then what it was filled from.</summary>
    private Access? InLocal(ILocalSymbol local, int position, int temporaries)
    {
        foreach (var (place, value) in _values.Before(local, position))
        {
            _sources.Add(value.Syntax);
            if (Find(value, temporaries) is { } read)
                return read;
            if (_values.IsOnTheWay(place, position))
                break;
        }

        return _values.IsMadeHere(local) ? Made(_values.FilledFrom(local, position), temporaries) : null;
    }
}
