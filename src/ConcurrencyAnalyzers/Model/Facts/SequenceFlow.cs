using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What becomes of a sequence. Until somebody walks over it, nothing of the work that it stands for is done.</summary>
internal enum SequenceFate
{
    /// <summary>Nobody walks over it here.</summary>
    Dropped,

    /// <summary>The expression that gives it is walked over on the spot.</summary>
    Walked,

    /// <summary>A local variable has it from now on.</summary>
    InLocal,

    /// <summary>A method of the compilation is given it.</summary>
    Passed,

    /// <summary>The frame returns it.</summary>
    Returned,

    /// <summary>A field or auto-property of the compilation has it from now on.</summary>
    Kept,

    /// <summary>Stored elsewhere, or given to unknown code.</summary>
    Unknown,
}

/// <summary>Where the way of a sequence ends that began at the expression which gives it.</summary>
/// <param name="Fate">What happens there.</param>
/// <param name="Place">The operation that does it; for <see cref="SequenceFate.Passed"/> the argument.</param>
internal sealed record SequenceEnd(SequenceFate Fate, IOperation Place)
{
    public ILocalSymbol? Local { get; init; }

    /// <summary>For <see cref="SequenceFate.Kept"/>: original definition.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>The object whose member it is; null where a declaration says what its own object starts with.</summary>
    public IOperation? Keeper { get; init; }
}

/// <summary>Follows a lazy sequence, as a query or an iterator gives it, from its expression to where it is walked over, kept, returned or lost.</summary>
internal sealed class SequenceFlow(IAssemblySymbol assembly, ApiLookup api)
{
    /// <summary>By name: this is asked for many references, and a type of that name from elsewhere does no harm. Sequences of tasks and threads are handles.</summary>
    public static bool IsSequence(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "IEnumerable" or "IEnumerator" or "IOrderedEnumerable" or "IAsyncEnumerable" or "IAsyncEnumerator" or "ConfiguredCancelableAsyncEnumerable" } && !HandleFlow.IsHandle(type);

    /// <summary>Whether a member of the program is a variable of its own for a sequence.</summary>
    public bool Keeps(ISymbol member) => member switch
    {
        IFieldSymbol field => IsSequence(field.Type) && SymbolEqualityComparer.Default.Equals(field.ContainingAssembly, assembly),
        IPropertySymbol { IsVirtual: false, IsOverride: false } property =>
            IsSequence(property.Type) && SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, assembly) && PropertyShapes.IsAuto(property),
        _ => false,
    };

    private readonly Dictionary<IOperation, SequenceEnd> _known = [];

    /// <summary>Calls that stand around each other, <c>orders.Where(…).Select(…)</c>, end in one place, which is looked for once.</summary>
    public SequenceEnd EndOf(IOperation sequence)
    {
        var around = new List<IOperation>();
        var end = Follow(sequence, around);
        foreach (var one in around)
            _known[one] = end;
        return end;
    }

    private SequenceEnd Follow(IOperation sequence, List<IOperation> around)
    {
        for (IOperation value = sequence, parent = value.Parent!; ; value = parent, parent = value.Parent!)
        {
            switch (parent)
            {
                case IExpressionStatementOperation or IIsPatternOperation or IIsTypeOperation or IBinaryOperation or INameOfOperation or IUsingOperation:
                    return new SequenceEnd(SequenceFate.Dropped, parent);
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or ITranslatedQueryOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation or IConditionalOperation:
                    continue;
                case IConditionalAccessOperation access when access.Operation == value:
                    if (access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(static part => part is IConditionalAccessInstanceOperation) is not { } instance)
                        return new SequenceEnd(SequenceFate.Unknown, access);
                    parent = instance;
                    continue;
                case IConditionalAccessOperation:
                    continue;
                case IForEachLoopOperation loop when loop.Collection == value:
                    return new SequenceEnd(SequenceFate.Walked, value);
                case ISpreadOperation:
                    return new SequenceEnd(SequenceFate.Walked, parent);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                    return new SequenceEnd(SequenceFate.InLocal, parent) { Local = local };
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local }, Parent: IExpressionStatementOperation } assignment when assignment.Value == value:
                    return new SequenceEnd(SequenceFate.InLocal, parent) { Local = local };
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: { } member, Instance: var keeper }, Parent: IExpressionStatementOperation } assignment when assignment.Value == value && Keeps(member):
                    return new SequenceEnd(SequenceFate.Kept, parent) { Member = member.OriginalDefinition, Keeper = keeper };
                case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } when Keeps(fields[0]):
                    return new SequenceEnd(SequenceFate.Kept, parent) { Member = fields[0] };
                case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } when Keeps(properties[0]):
                    return new SequenceEnd(SequenceFate.Kept, parent) { Member = properties[0] };
                case IReturnOperation { Kind: OperationKind.Return }:
                    return new SequenceEnd(SequenceFate.Returned, parent);
                case IArgumentOperation { Parameter: { } parameter, Parent: { } call } argument:
                    if (EndIn(call, parameter, argument) is { } end)
                        return end;
                    if (_known.TryGetValue(call, out var known))
                        return known;
                    around.Add(call);
                    parent = call;
                    continue;
                case IInvocationOperation call when call.Instance == value:
                    if (EndAt(call) is { } over)
                        return over;
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Current" } current when current.Instance == value:
                    return new SequenceEnd(SequenceFate.Dropped, current);
                default:
                    return new SequenceEnd(SequenceFate.Unknown, value);
            }
        }
    }

    /// <returns>Null where the result of the call stands for the sequence.</returns>
    private SequenceEnd? EndIn(IOperation call, IParameterSymbol parameter, IArgumentOperation argument)
    {
        var method = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor;
        if (method is null)
            return new SequenceEnd(SequenceFate.Unknown, argument);
        if (SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, assembly))
            return new SequenceEnd(SequenceFate.Passed, argument);

        var (isLeftForLater, isCopied) = (false, false);
        foreach (var effect in api.EffectsOf(method))
        {
            if (!effect.Target.IsParameter || effect.Target.Ordinal != parameter.Ordinal)
                continue;
            if (effect is { Verb: ApiVerb.Reads, Time: not ApiTime.Deferred })
                return new SequenceEnd(SequenceFate.Walked, call);
            isLeftForLater |= effect.Verb == ApiVerb.Reads || effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Itself, Other: { Kind: ApiOperandKind.Result, Part: ApiPart.Itself } };
            isCopied |= effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Elements };
        }

        // What makes a sequence of a sequence walks when it is walked over. An asynchronous query that gives a task, `CountAsync`, is awaited where it is asked.
        return IsSequence(call.Type) ? null
            : isCopied || (isLeftForLater && HandleFlow.IsHandle(call.Type)) ? new SequenceEnd(SequenceFate.Walked, call)
            : new SequenceEnd(SequenceFate.Unknown, argument);
    }

    /// <returns>Null where the result of the call stands for the sequence.</returns>
    private static SequenceEnd? EndAt(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        WellKnownMemberNames.GetEnumeratorMethodName or WellKnownMemberNames.GetAsyncEnumeratorMethodName => null,
        WellKnownMemberNames.MoveNextMethodName or WellKnownMemberNames.MoveNextAsyncMethodName => new SequenceEnd(SequenceFate.Walked, call),
        "Dispose" or "DisposeAsync" or "GetType" or "GetHashCode" or "ToString" => new SequenceEnd(SequenceFate.Dropped, call),
        _ => new SequenceEnd(SequenceFate.Unknown, call),
    };
}
