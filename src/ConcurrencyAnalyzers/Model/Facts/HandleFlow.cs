using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Follows a task or thread from the expression that gives it to where it is kept, joined, started, returned or lost.</summary>
internal sealed class HandleFlow(PathResolver paths, IAssemblySymbol assembly, ApiLookup api)
{
    /// <summary>Threads, tasks and collections of them. By name: this is asked for every reference, and a type of that name from elsewhere does no harm.</summary>
    public static bool IsHandle(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsHandle(array.ElementType),
        INamedTypeSymbol { Name: "Thread" or "Task" or "ValueTask" } => true,
        INamedTypeSymbol { TypeArguments.Length: 1 or 2 } generic => IsHandle(generic.TypeArguments[generic.TypeArguments.Length - 1]),
        _ => false,
    };

    public static bool IsCollectionOfHandles(ITypeSymbol? type) => IsHandle(type) && type is not INamedTypeSymbol { Name: "Thread" or "Task" or "ValueTask" };

    /// <summary>A type of the program that async methods may return: <c>[AsyncMethodBuilder]</c>.</summary>
    public static bool IsTaskLike(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } && type.GetAttributes().Any(static one => one.AttributeClass?.Name == "AsyncMethodBuilderAttribute");

    /// <summary><c>await task.WithTimeout()</c>: who makes something to await of a task has it stand for the task.</summary>
    public static bool StandsFor(IMethodSymbol method, IParameterSymbol? parameter) => IsAwaitable(method.ReturnType) && IsAwaitable(parameter?.Type);

    /// <summary>Whether a parameter is declared as a delegate that returns a task.</summary>
    public static bool GivesTask(IMethodSymbol method, ApiOperand parameter) =>
        parameter.IsParameter && method.Parameters.FirstOrDefault(one => one.Ordinal == parameter.Ordinal)?.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result } && IsAwaitable(result);

    private static bool IsAwaitable(ITypeSymbol? type) => type?.Name is "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable";

    /// <summary>What becomes of the value of <paramref name="operation"/>.</summary>
    public Handle HandleOf(IOperation operation)
    {
        var isOneOfMany = false;
        var handle = Follow(operation, ref isOneOfMany);

        // Waited for alone, it is over before anything else of the expression runs.
        return isOneOfMany || handle.Over is null ? handle : handle.WithoutPlace();
    }

    private Handle Follow(IOperation operation, ref bool isOneOfMany)
    {
        var value = operation;
        for (var parent = value.Parent; ; value = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case null or IExpressionStatementOperation or IBlockOperation:
                    return Handle.None;
                case IArrayInitializerOperation or ICollectionExpressionOperation:
                    isOneOfMany = true;
                    continue;
                case ITupleOperation tuple when TargetOf(tuple, value) is { } target:
                    return target is IDiscardOperation ? Handle.None : Kept(target);
                case IConversionOperation or IParenthesizedOperation or IArrayCreationOperation or ISpreadOperation or ITupleOperation
                    or IConditionalOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                    continue;
                case IConditionalAccessOperation access:
                    if (access.Operation == value)
                        return access.WhenNotNull is IInvocationOperation called ? OfCall(called, value, access) ?? Handle.None : Handle.Escaped;
                    continue;
                case IAwaitOperation:
                    return new Handle { Awaited = true, Over = parent.Syntax };
                case IReturnOperation:
                    return new Handle { Returned = true, IsOneOfMany = isOneOfMany };
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                    return new Handle { Paths = [MemoryPath.Local(local)] };
                case IFieldInitializerOperation or IPropertyInitializerOperation:
                    return Handle.Escaped;
                case ISimpleAssignmentOperation assignment when assignment.Value == value:
                    return OfAssignment(assignment);
                case ICoalesceAssignmentOperation assignment when assignment.Value == value:
                    return Kept(assignment.Target);
                case ISimpleAssignmentOperation or ICoalesceAssignmentOperation:
                    return Handle.None;
                case IPropertyReferenceOperation { Property.IsIndexer: false } property when property.Instance == value:
                    return EffectOn(property, value, ApiOperandKind.This, -1) is { } ofProperty ? ofProperty : Handle.None;
                case IPropertyReferenceOperation or IArrayElementReferenceOperation:
                    return Handle.None;

                // `threads[^1]`; of `threads[1..]` nobody knows which they are.
                case IImplicitIndexerReferenceOperation { Argument.Type.Name: "Index" } element when element.Instance == value:
                    return Handle.None;
                case IInvocationOperation call when call.Instance == value:
                    if (OfCall(call, value, call) is { } result)
                        return isOneOfMany && HandsOn(call) ? Handle.Escaped : result;
                    continue;
                case IArgumentOperation { Parent: { } target } argument:
                    if (OfArgument(target, argument, isOneOfMany) is { } passed)
                        return isOneOfMany && passed == Handle.None && HandsOn(target) ? Handle.Escaped : passed;
                    isOneOfMany |= argument.Parameter?.Type is not INamedTypeSymbol { Name: "Task" or "ValueTask" };
                    parent = target;
                    continue;
                case IForEachLoopOperation:
                    return Handle.OneByOne;
                case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol named } } test when test.Value == value:
                    return new Handle { Paths = [MemoryPath.Local(named)] };
                case IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol named } } test when test.Value == value:
                    return new Handle { Paths = [MemoryPath.Local(named)] };
                case IIsTypeOperation or IIsPatternOperation or IBinaryOperation or INameOfOperation or IUsingOperation or IUsingDeclarationOperation:
                    return Handle.None;
                case IMethodReferenceOperation method when method.Instance == value:
                    // `Task.Run(thread.Join)`: whoever invokes the delegate waits.
                    return Handle.Escaped;
                case IMethodReferenceOperation or IDelegateCreationOperation or IFieldReferenceOperation or IEventAssignmentOperation:
                    return Handle.None;
                case IObjectOrCollectionInitializerOperation:
                    continue;
                case IObjectCreationOperation creation when creation.Initializer is not null && creation.Initializer != value:
                    return Handle.Escaped;
                case IObjectCreationOperation:
                    continue;
                default:
                    return Handle.Escaped;
            }
        }
    }

    /// <summary>Which variable <c>(a, b) = (Begin(), Begin())</c> puts an item into.</summary>
    private static IOperation? TargetOf(ITupleOperation tuple, IOperation item)
    {
        IOperation value = tuple;
        while (value.Parent is IConversionOperation conversion)
            value = conversion;
        if (value.Parent is not IDeconstructionAssignmentOperation assignment || assignment.Value != value)
            return null;

        var target = assignment.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : assignment.Target;
        var place = tuple.Elements.IndexOf(item);
        return target is ITupleOperation targets && place >= 0 && place < targets.Elements.Length ? Declared(targets.Elements[place]) : null;
    }

    private static IOperation Declared(IOperation target) => target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;

    /// <summary>Null where the flow goes on with the call's own result.</summary>
    private Handle? OfCall(IInvocationOperation call, IOperation value, IOperation whole)
    {
        var effects = api.EffectsOf(call.TargetMethod);
        foreach (var effect in effects)
        {
            if (effect.Target.Kind != ApiOperandKind.This)
                continue;
            if (effect.Verb == ApiVerb.Starts)
                return effects.Any(static one => one is { Verb: ApiVerb.Joins, Target.Kind: ApiOperandKind.This }) ? new Handle { Started = whole.Syntax, Joined = true } : new Handle { Started = whole.Syntax };
            if (effect.Verb == ApiVerb.Joins)
                return new Handle { Joined = true, MayGiveUp = MayGiveUp(call, whole, effect), Over = whole.Syntax };
            if (effect.Verb == ApiVerb.Passes && effect.Other.Kind == ApiOperandKind.Result && effect.Target.Part == effect.Other.Part)
                return null;
        }

        // A continuation begins when this work is over: whoever waits for the continuation waits for both.
        if (effects.Any(static effect => effect is { Verb: ApiVerb.Spawns, After.Kind: ApiOperandKind.This, Other.Kind: ApiOperandKind.Result }))
            return null;

        // `queue.TryDequeue(out var thread)`: the variable has it from now on, under a name that is not followed.
        if (call.Arguments.Any(static argument => argument.Parameter?.RefKind == RefKind.Out && IsHandle(argument.Parameter.Type)))
            return Handle.Escaped;

        // A property or method of the thread, as Interrupt or GetHashCode: it stays where it was.
        return Handle.None;
    }

    /// <summary>A collection that has no name gives its elements to a delegate: <c>new[] { a, b }.ToList().ForEach(thread =&gt; thread.Join())</c>.</summary>
    private static bool HandsOn(IOperation call) =>
        call is IInvocationOperation invocation && invocation.Arguments.Any(static argument =>
            argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod.Parameters: { Length: > 0 } given } && given.Any(static one => IsHandle(one.Type)));

    /// <summary><c>thread.Join(1000);</c> or <c>_ = thread.Join(1000);</c>: afterwards the thread is over, or it is not.</summary>
    private static bool MayGiveUp(IInvocationOperation call, IOperation whole, ApiEffect join) =>
        join.Has(ApiFlags.IfTrue) && whole.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } && !call.Arguments.Any(static argument => IsForEver(argument.Value));

    private static bool IsForEver(IOperation limit) => limit switch
    {
        { ConstantValue: { HasValue: true, Value: -1 } } => true,
        IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" } => true,
        _ => false,
    };

    private Handle? OfArgument(IOperation call, IArgumentOperation argument, bool isListed)
    {
        var ordinal = argument.Parameter?.Ordinal ?? -1;
        var method = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor;
        if (method is null)
            return Handle.Escaped;

        var isOnlyUsed = false;
        foreach (var effect in api.EffectsOf(method))
        {
            var onThis = effect.Target.IsParameter && effect.Target.Ordinal == ordinal;
            if (!onThis)
                continue;

            switch (effect.Verb)
            {
                case ApiVerb.Joins:
                    return new Handle { Joined = true, Over = call.Syntax };
                case ApiVerb.Starts:
                    return new Handle { Started = call.Syntax };
                case ApiVerb.Adds:
                    return Operands.Of(call, effect.Other) is { } collection ? NewOf(collection) is { } made ? HandleOf(made) : Elements(collection) : Handle.Escaped;
                case ApiVerb.Combines:
                    return null;
                case ApiVerb.Waits when effect.Target.Part == ApiPart.Elements && !isListed && DrainingLoops.Around(call.Syntax) is null:
                    return DrainingLoops.MayBeAround(call.Syntax) ? Handle.Escaped : Handle.None;
                case ApiVerb.Waits when effect.Target.Part == ApiPart.Elements && !isListed && !effect.Has(ApiFlags.WhenAwaited):
                    return new Handle { Joined = true, Over = call.Syntax };
                case ApiVerb.Passes when effect.Other.Kind == ApiOperandKind.Result:
                    return null;
                case ApiVerb.Passes when effect.Other is { IsParameter: true, Part: ApiPart.Given } && WaitsForEach(Operands.Of(call, effect.Other)):
                    return new Handle { Joined = true, IsWhole = true, Over = call.Syntax, IsEnumerated = Operands.Unwrapped(argument.Value)?.Type is { TypeKind: TypeKind.Interface } };
                case ApiVerb.Passes when effect.Other is { IsParameter: true, Part: ApiPart.Given }:
                case ApiVerb.Calls or ApiVerb.Reads:
                    // Another line may still say that it leaves through the result.
                    isOnlyUsed = true;
                    break;
                case ApiVerb.Passes when effect.Other.Part != ApiPart.Given:
                    return Elements(Operands.Of(call, effect.Other));
            }
        }

        if (isOnlyUsed)
            return Handle.None;

        // An object may keep it, and somebody may wait for what the object keeps.
        if (method.MethodKind == MethodKind.Constructor)
            return Handle.Escaped;

        // Whoever awaits what was made of a task, by an extension like `ConfigureAwait`, waits for the task.
        if (IsAwaited(call))
            return null;

        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, assembly))
            return Handle.Escaped;

        if (StandsFor(method, argument.Parameter))
            return null;

        // In-source callees may join it: the flow layer looks into them when an order depends on it, and does not see every way to wait.
        return IsAwaitable(argument.Parameter?.Type) && IsMentionedIn(method, argument.Parameter!) ? Handle.Escaped : Handle.None;
    }

    /// <summary><c>started.Select(task =&gt; task.Result)</c>: whoever walks over the results waits, and where what is started is a query, for one at a time.</summary>
    private bool WaitsForEach(IOperation? given)
    {
        var body = (Operands.Unwrapped(given) as IDelegateCreationOperation)?.Target as IAnonymousFunctionOperation;
        return body is { Symbol.Parameters: { Length: > 0 } parameters } && body.Descendants().Any(part => part switch
        {
            IPropertyReferenceOperation { Instance: IParameterReferenceOperation { Parameter: var awaited } } read => IsFirst(awaited) && Joins(read.Property),
            IInvocationOperation { Instance: IParameterReferenceOperation { Parameter: var awaited } } wait => IsFirst(awaited) && Joins(wait.TargetMethod),
            _ => false,
        });

        bool IsFirst(IParameterSymbol one) => SymbolEqualityComparer.Default.Equals(one, parameters[0]);

        bool Joins(ISymbol member) => api.EffectsOf(member).Any(static effect => effect is { Verb: ApiVerb.Joins, Target.Kind: ApiOperandKind.This });
    }

    /// <summary>Whether a method does more with the task that it is given than drop it. One without a body may do anything.</summary>
    private static bool IsMentionedIn(IMethodSymbol method, IParameterSymbol parameter)
    {
        // Whoever calls `async void` has gone on by the time that it waits.
        if (method is { IsAsync: true, ReturnsVoid: true })
            return false;

        var declarations = (method.ReducedFrom ?? method).OriginalDefinition.DeclaringSyntaxReferences;
        return declarations.Select(static one => one.GetSyntax()).Any(declaration => declaration is not BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null }
            ? declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter.Name && !IsDiscarded(name))
            : true);
    }

    private static bool IsDiscarded(IdentifierNameSyntax name) =>
        IsOnlyContinued(name) || name.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } or ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };

    /// <summary><c>task.ContinueWith(…)</c> as all that a method without result does: nobody waits for what comes of it.</summary>
    private static bool IsOnlyContinued(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContinueWith", Parent: InvocationExpressionSyntax call } access && access.Expression == name
        && (call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax { Statements.Count: 1, Parent: MethodDeclarationSyntax } }
            || call.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.VoidKeyword } } });

    private static bool IsAwaited(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation || parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            parent = parent.Parent;
        return parent is IAwaitOperation;
    }

    private Handle? EffectOn(IPropertyReferenceOperation property, IOperation value, ApiOperandKind kind, int ordinal)
    {
        foreach (var effect in api.EffectsOf(property.Property))
        {
            if (effect.Target.Kind != kind || (kind == ApiOperandKind.Parameter && effect.Target.Ordinal != ordinal))
                continue;
            if (effect.Verb == ApiVerb.Joins)
                return new Handle { Joined = true, Over = property.Syntax };
            if (effect.Verb == ApiVerb.Passes)
                return HandleOf(property);
        }

        return null;
    }

    private Handle OfAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IDiscardOperation)
            return Handle.None;

        var kept = Kept(assignment.Target);
        return assignment.Parent is IExpressionStatementOperation ? kept : kept.Or(HandleOf(assignment));
    }

    private Handle Kept(IOperation target)
    {
        if (target is ILocalReferenceOperation { Local: { } local })
            return new Handle { Paths = [MemoryPath.Local(local)] };

        var path = paths.HandlePathOf(target);
        return path.IsUnknown ? Handle.Escaped : new Handle { Paths = [path] };
    }

    /// <summary>What an initializer adds to, <c>new List&lt;Thread&gt; { first, second }</c>, is the value of the creation: who keeps that keeps the element.</summary>
    public static IObjectCreationOperation? NewOf(IOperation? collection)
    {
        if (collection is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver })
            return null;

        var place = collection.Parent;
        while (place is not (null or IObjectOrCollectionInitializerOperation))
            place = place.Parent;
        return place?.Parent as IObjectCreationOperation;
    }

    private Handle Elements(IOperation? collection)
    {
        var path = paths.HandlePathOf(collection);
        return path.IsUnknown || path.Root == PathRoot.Allocation
            ? Handle.Escaped
            : new Handle { Paths = [path.Then(PathStep.Element(ElementIndex.Any))] };
    }
}
