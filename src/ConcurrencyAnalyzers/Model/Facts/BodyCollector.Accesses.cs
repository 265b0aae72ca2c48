using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Reads and writes.</summary>
internal sealed partial class BodyCollector
{
    public override void VisitFieldReference(IFieldReferenceOperation operation)
    {
        base.VisitFieldReference(operation);
        if (!operation.Field.IsConst)
            Record(operation);
        RecordDelegate(operation);
        RecordSequenceMember(operation);
    }

    public override void VisitEventReference(IEventReferenceOperation operation)
    {
        base.VisitEventReference(operation);
        RecordDelegate(operation);
    }

    public override void VisitLocalReference(ILocalReferenceOperation operation)
    {
        if (operation.Local.IsRef || _variables.IsCaptured(operation.Local))
            Record(operation);
        RecordHandle(operation);
        RecordDelegate(operation);
        RecordSequenceLocal(operation);
    }

    public override void VisitParameterReference(IParameterReferenceOperation operation)
    {
        var parameter = operation.Parameter;
        if (parameter.RefKind is RefKind.Ref or RefKind.Out || _variables.IsCaptured(parameter) || parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor })
            Record(operation);
        RecordHandle(operation);
        RecordDelegate(operation);
        RecordSequenceParameter(operation);
    }

    public override void VisitArrayElementReference(IArrayElementReferenceOperation operation)
    {
        base.VisitArrayElementReference(operation);
        Record(operation);
        RecordHandle(operation);
    }

    public override void VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation)
    {
        base.VisitImplicitIndexerReference(operation);
        RecordHandle(operation);
    }

    private void Record(IOperation reference)
    {
        if (reference is IFieldReferenceOperation)
            RecordHandle(reference);
        if (IsOnlyPartOfAPath(reference))
            return;

        // What an initializer sets belongs to an object that nobody has seen yet.
        if (reference is IFieldReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } }
            or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } })
            return;

        // Of `(isLeft ? ref _left : ref _right)++` each side is updated: which of the two nobody knows.
        var place = reference;
        while (place.Parent is IConditionalOperation { IsRef: true } choice && choice.Condition != place)
            place = choice;
        if (place.Syntax is not ExpressionSyntax target)
            return;
        if (!_paths.MeansSeveral(reference))
        {
            RecordAt(_paths.PathOf(reference), isOneOf: place != reference);
            return;
        }

        foreach (var path in _paths.PathsOf(reference).Distinct())
            RecordAt(path, isOneOf: true);

        void RecordAt(MemoryPath path, bool isOneOf)
        {
            if (MemoryOf(reference, path) is { } memory)
                Record(place, memory, path, target, isOneOf);
        }
    }

    /// <param name="reference">What stands for the variable.</param>
    /// <param name="memory">The variable.</param>
    /// <param name="path">Its name.</param>
    /// <param name="target">The source of <paramref name="reference"/>.</param>
    /// <param name="isOneOf">The reference may mean another variable as well, so that who is given it is not followed.</param>
    private void Record(IOperation reference, Memory memory, MemoryPath path, ExpressionSyntax target, bool isOneOf)
    {
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                if (!assignment.IsRef)
                    RecordAssignment(assignment, assignment.Value, memory, path, target);
                break;
            // An operator of the object itself changes the object, and not the variable that holds it.
            case ICompoundAssignmentOperation { OperatorMethod.IsStatic: false } or IIncrementOrDecrementOperation { OperatorMethod.IsStatic: false }:
                Add(new Access(_frame, reference.Syntax, target, memory, path, AccessKind.Read, _locks));
                break;
            case ICompoundAssignmentOperation compound when compound.Target == reference:
                Add(new Access(_frame, compound.Syntax, target, memory, path, AccessKind.ReadModifyWrite, _locks) { SpansAwait = HasAwait(compound.Value), Bits = BitsOf(compound) });
                break;
            case IIncrementOrDecrementOperation step:
                Add(new Access(_frame, step.Syntax, target, memory, path, AccessKind.ReadModifyWrite, _locks));
                break;
            case ICoalesceAssignmentOperation coalesce when coalesce.Target == reference:
                Add(new Access(_frame, coalesce.Syntax, target, memory, path, AccessKind.Write, _locks) { Value = coalesce.Value });
                break;
            case ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple when deconstruction.Target == tuple:
                RecordAssignment(deconstruction, ItemFor(reference, tuple, deconstruction), memory, path, target);
                break;
            case IArgumentOperation { Parameter.RefKind: not RefKind.None } argument:
                RecordReferenceArgument(argument, memory, path, target, isOneOf);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } }:
                break;
            case IAddressOfOperation:
            // Who calls it is known to mean the field.
            case IReturnOperation when _frame.Method is { ReturnsByRef: true } method && !PropertyShapes.FieldsReferredToBy(method.AssociatedSymbol ?? method).IsEmpty:
                break;
            case IReturnOperation when _frame.Method is { ReturnsByRef: true }:
                _body.Leaking.Add(memory.Symbol);
                break;
            default:
                Add(new Access(_frame, reference.Syntax, target, memory, path, AccessKind.Read, _locks));
                break;
        }
    }

    private void Add(Access access) => _frame.Accesses.Add(access);

    /// <summary>What <c>(a, b) = (x, y)</c> puts into one of the targets; the whole value where its items are not written out.</summary>
    private static IOperation ItemFor(IOperation target, ITupleOperation targets, IDeconstructionAssignmentOperation assignment)
    {
        var value = assignment.Value;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is ITupleOperation items && items.Elements.Length == targets.Elements.Length ? items.Elements[targets.Elements.IndexOf(target)] : value;
    }

    private void RecordAssignment(IOperation assignment, IOperation value, Memory memory, MemoryPath path, ExpressionSyntax target)
    {
        var read = _dependence.ReadBehind(value, path);
        if (read is null || read.Syntax is not ExpressionSyntax)
        {
            Add(new Access(_frame, assignment.Syntax, target, memory, path, AccessKind.Write, _locks) { Value = value });
            return;
        }

        // Between a read that stands before and this write the lock may have been let go.
        var apart = !assignment.Syntax.Span.Contains(read.Syntax.Span);
        var atRead = apart ? _frame.Accesses.LastOrDefault(access => access.Syntax == read.Syntax) : null;
        if (apart && atRead is null)
        {
            // The temporary was read in another frame, or in a loop's earlier round.
            Add(new Access(_frame, assignment.Syntax, target, memory, path, AccessKind.Write, _locks));
            return;
        }

        Add(new Access(_frame, assignment.Syntax, target, memory, path, AccessKind.ReadModifyWrite, atRead is null ? _locks : _locks.HeldThroughout(atRead.Locks))
        {
            EarlierRead = atRead?.Syntax,
            LockedAtWrite = !_locks.IsEmpty,
            SpansAwait = HasAwait(value) || _frame.Awaits.Any(place => place.SpanStart >= read.Syntax.SpanStart && place.SpanStart < assignment.Syntax.Span.End),
        });
    }

    private void RecordReferenceArgument(IArgumentOperation argument, Memory memory, MemoryPath path, ExpressionSyntax target, bool isOneOf)
    {
        var method = (argument.Parent as IInvocationOperation)?.TargetMethod ?? (argument.Parent as IObjectCreationOperation)?.Constructor;
        if (method is null)
        {
            _body.Leaking.Add(memory.Symbol);
            return;
        }

        var known = false;
        foreach (var effect in _api.EffectsOf(method))
        {
            if (!effect.Target.IsParameter || effect.Target.Ordinal != argument.Parameter!.Ordinal)
                continue;
            if (effect.Verb is ApiVerb.Reads or ApiVerb.Writes or ApiVerb.Updates)
            {
                known = true;
                var kind = effect.Verb == ApiVerb.Reads ? AccessKind.Read : effect.Verb == ApiVerb.Writes ? AccessKind.Write : AccessKind.ReadModifyWrite;
                Add(new Access(_frame, argument.Parent!.Syntax, target, memory, path, kind, _locks) { IsAtomic = effect.Has(ApiFlags.Atomically) });
            }
        }

        if (isOneOf && IsOurs(method))
            _body.Leaking.Add(memory.Symbol);
        if (known || IsOurs(method))
            return;

        switch (argument.Parameter!.RefKind)
        {
            case RefKind.Out:
                Add(new Access(_frame, argument.Syntax, target, memory, path, AccessKind.Write, _locks));
                break;
            case RefKind.Ref when !IsLockFlag(method):
                _body.Leaking.Add(memory.Symbol);
                break;
            default:
                Add(new Access(_frame, argument.Syntax, target, memory, path, AccessKind.Read, _locks));
                break;
        }
    }

    /// <summary><c>Monitor.Enter(gate, ref taken)</c> sets the flag before it returns and keeps no reference to it.</summary>
    private bool IsLockFlag(IMethodSymbol method) => _api.EffectsOf(method).Any(static effect => effect.Verb == ApiVerb.Acquires);

    /// <summary>The inner part of <c>_stats.Count</c>, where <c>_stats</c> is a struct, is no access of its own.</summary>
    private static bool IsOnlyPartOfAPath(IOperation reference) =>
        reference.Type is { IsValueType: true }
        && (reference.Parent is IFieldReferenceOperation field && field.Instance == reference
            || reference.Parent is IPropertyReferenceOperation property && property.Instance == reference && PropertyShapes.IsAuto(property.Property));

    private Memory? MemoryOf(IOperation reference, MemoryPath path)
    {
        if (path.Steps.IsEmpty)
            return path.Root is PathRoot.Local or PathRoot.Parameter ? new Memory(path.Variable!, isElement: false) : null;

        var last = path.Steps[path.Steps.Length - 1];

        // The item of a tuple is a part of the variable that holds the tuple; its own symbol is the framework's.
        if (last.Symbol is IFieldSymbol { ContainingType.IsTupleType: true } && (path.Steps.Length > 1 ? path.Steps[path.Steps.Length - 2].Symbol : path.Variable) is { } tuple)
            return tuple is IPropertySymbol ? null : new Memory(tuple, isElement: false);
        if (last.Symbol is { } symbol)
            return symbol is IPropertySymbol property && !PropertyShapes.HasField(property) ? null : new Memory(symbol, isElement: false);

        // An element is named after the variable that holds its array; arrays of arrays after the outermost.
        if (reference is not IArrayElementReferenceOperation element)
            return null;
        var isOwn = path.Root == PathRoot.Local && path.Members == 0 && !_variables.IsCaptured(path.Variable!);
        return path.Holder is not { } array || isOwn || element.ArrayReference.Type is not IArrayTypeSymbol ? null : new Memory(array, path.Depth);
    }

    private static (BinaryOperatorKind Kind, object? Constant)? BitsOf(ICompoundAssignmentOperation update) =>
        update is { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.And, Value.ConstantValue: { HasValue: true, Value: var bits } } ? (update.OperatorKind, bits) : null;

    private static bool HasAwait(IOperation value) => value is IAwaitOperation || value.Descendants().Any(static one => one is IAwaitOperation);
}
