using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What the rounds of a loop do, as far as it keeps a compiler from reading a field once for all of them.</summary>
internal enum RoundKind
{
    /// <summary>Nothing that could change memory but its own assignments: the read may be moved in front of the loop.</summary>
    Pure,

    /// <summary>It sleeps or spins. Today's compilers do not look into that call; nothing promises it.</summary>
    Waits,

    /// <summary>It calls what may change any memory, or orders memory.</summary>
    Opaque,
}

/// <summary>Reads what the rounds of a loop do. Errs towards <see cref="RoundKind.Opaque"/>.</summary>
internal sealed class LoopBody : OperationWalker
{
    private readonly BodyReader _reader;
    private readonly ApiLookup _api;
    private readonly CancellationToken _cancellation;

    private LoopBody(BodyReader reader, ApiLookup api, CancellationToken cancellation) => (_reader, _api, _cancellation) = (reader, api, cancellation);

    public RoundKind Kind { get; private set; }

    /// <summary>The call that waits, as it is written.</summary>
    public string WaitText { get; private set; } = "";

    public static LoopBody Read(IOperation loop, BodyReader reader, ApiLookup api, CancellationToken cancellation)
    {
        var body = new LoopBody(reader, api, cancellation);
        body.Visit(loop);
        return body;
    }

    /// <summary>The one read that a getter or method consists of, which compilers put in the place of the call.</summary>
    public static Access? OnlyReadOf(IMethodSymbol? method, BodyReader reader, CancellationToken cancellation)
    {
        if (method is null or { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } || method.DeclaringSyntaxReferences.IsEmpty
            || reader.FrameOf(method.OriginalDefinition, cancellation) is not { } frame || frame.Calls.Count > 0 || frame.Delegates.Count > 0)
        {
            return null;
        }

        return frame is { Accesses: { Count: 1 } accesses, Syntax: { } syntax } && accesses[0] is { Kind: AccessKind.Read, IsAtomic: false } only
            && !syntax.DescendantNodes().Any(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or LockStatementSyntax)
                ? only
                : null;
    }

    public override void Visit(IOperation? operation)
    {
        switch (operation)
        {
            case IAwaitOperation or ILockOperation or IUsingOperation or IUsingDeclarationOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation:
            case IObjectCreationOperation { Type.IsReferenceType: true } or IArrayCreationOperation or IAnonymousObjectCreationOperation or IDelegateCreationOperation:
            case IInterpolatedStringOperation or IEventAssignmentOperation or IAddressOfOperation or ITryOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
            case IForEachLoopOperation { Collection: var collection } when UnderConversion(collection).Type is not IArrayTypeSymbol:
            case IReturnOperation { Kind: OperationKind.YieldReturn }:
            case IBinaryOperation { OperatorMethod: not null } or IUnaryOperation { OperatorMethod: not null } or IConversionOperation { OperatorMethod: not null }:
            case IBinaryOperation { Type.SpecialType: SpecialType.System_String } or ICompoundAssignmentOperation { Type.SpecialType: SpecialType.System_String }:
            case IFieldReferenceOperation { Field.IsVolatile: true }:
            case IInvalidOperation:
                Kind = RoundKind.Opaque;
                return;
            case IPropertyReferenceOperation property when !IsPlain(property):
                Kind = RoundKind.Opaque;
                return;
            case IInvocationOperation call when !IsPlain(call):
                Kind = RoundKind.Opaque;
                return;
        }

        if (Kind != RoundKind.Opaque)
            base.Visit(operation);
    }

    private bool IsPlain(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (PropertyShapes.IsAuto(property))
            return property is { IsVirtual: false, IsOverride: false };
        if (property.DeclaringSyntaxReferences.IsEmpty)
            return property.Name is "Length" or "Count" or "HasValue" or "this[]" && property.ContainingType.TypeKind is TypeKind.Class or TypeKind.Struct
                && property.ContainingNamespace.ToDisplayString() is "System" or "System.Collections.Generic";
        return reference.Parent is not ISimpleAssignmentOperation && OnlyReadOf(property.GetMethod, _reader, _cancellation) is not null;
    }

    private bool IsPlain(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace.Name: "System" })
            return true;
        if (!method.DeclaringSyntaxReferences.IsEmpty)
            return OnlyReadOf(method, _reader, _cancellation) is not null;
        if (method.ContainingType is not { Name: "Thread" or "SpinWait" or "Task" } || !(method.Name is "Yield" || _api.EffectsOf(method).Any(static effect => effect.Verb == ApiVerb.Blocks)))
            return false;

        Kind = RoundKind.Waits;
        WaitText = $"{method.ContainingType.Name}.{method.Name}";
        return true;
    }

    private static IOperation UnderConversion(IOperation value) => value is IConversionOperation conversion ? UnderConversion(conversion.Operand) : value;
}
