using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>Calls: of members of tables, of methods whose code is here, and of delegates that somebody calls for each element.</summary>
internal sealed partial class CostCollector
{
    /// <summary>How many streams around each other are followed.</summary>
    private const int MaxStreams = 4;

    public override void VisitInvocation(IInvocationOperation operation)
    {
        base.VisitInvocation(operation);
        var method = operation.TargetMethod;
        ReadEffects(operation, method, operand => Operands.Of(operation, operand));
        if (method is { Name: "CopyTo", ContainingType: { Name: "Stream", ContainingNamespace.Name: "IO" } } && operation is { Instance: { } from, Arguments: { Length: > 0 } to })
            AddCopy(operation, from, to[0].Value);
        if (method.MethodKind != MethodKind.DelegateInvoke)
            AddCall(operation, method, operation.Instance, operation.Arguments, operation.IsVirtual);
        else if (_delegates.CodeOf(operation, _variables, _cancellation) is { } code)
            AddCall(operation, code, instance: null, operation.Arguments, isVirtual: false);
    }

    /// <summary>All that one stream has goes through the other: it costs what their own members cost, <c>Write</c> of the one and <c>CopyTo</c> of the other.</summary>
    private void AddCopy(IOperation operation, IOperation from, IOperation to)
    {
        var content = ContentOf(from, MaxStreams);
        foreach (var (stream, name) in new[] { (Operands.Unwrapped(from), "CopyTo"), (Operands.Unwrapped(to), "Write") })
        {
            var member = stream.Type?.GetMembers(name).FirstOrDefault();
            if (member is not null && _api.EffectsOf(member).Any(static effect => effect.Verb == ApiVerb.Computes))
                Add(operation, new CostFactor(CostKind.Member, operation.Syntax, NameOf(member), _amounts.Of(content).Size()) { Computes = !IsShort(content), Within = _body.Method });
        }
    }

    /// <summary>The bytes, file or stream that a stream is made of.</summary>
    private IOperation ContentOf(IOperation stream, int depth)
    {
        var value = Operands.Unwrapped(_amounts.ValueOf(Operands.Unwrapped(stream)));
        return value is IObjectCreationOperation { Arguments: { Length: > 0 } arguments } && depth > 0 ? ContentOf(arguments[0].Value, depth - 1) : value;
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        base.VisitObjectCreation(operation);
        if (operation.Constructor is not { } constructor)
            return;
        ReadEffects(operation, constructor, operand => Operands.Of(operation, operand));
        AddCall(operation, constructor, instance: null, operation.Arguments, isVirtual: false);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        base.VisitPropertyReference(operation);
        ReadEffects(operation, operation.Property, operand => Operands.Of(operation, operand));
        var isWritten = operation.Parent is ISimpleAssignmentOperation assignment && assignment.Target == operation;
        if (!isWritten && operation.Property.GetMethod is { } getter)
            AddCall(operation, getter, operation.Instance, operation.Arguments, getter.IsVirtual || getter.IsAbstract || getter is { IsOverride: true, IsSealed: false });
    }

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        base.VisitBinaryOperator(operation);
        AddOperator(operation, operation.OperatorMethod, operation.LeftOperand, operation.RightOperand);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        base.VisitCompoundAssignment(operation);
        AddOperator(operation, operation.OperatorMethod, operation.Target, operation.Value);
    }

    private void AddOperator(IOperation operation, IMethodSymbol? method, IOperation left, IOperation right)
    {
        if (method is not null)
            ReadEffects(operation, method, operand => operand.Ordinal == 1 || AmountReader.IsNumber(Operands.Unwrapped(left)?.Type) ? right : left);
    }

    private void ReadEffects(IOperation operation, ISymbol member, Func<ApiOperand, IOperation?> operandOf)
    {
        foreach (var effect in _api.EffectsOf(member))
        {
            switch (effect.Verb)
            {
                case ApiVerb.Computes:
                    if (FactorOf(operation, member, effect, operandOf) is { } factor)
                        Add(operation, factor);
                    break;
                case ApiVerb.Blocks or ApiVerb.Joins:
                case ApiVerb.Waits when !effect.Has(ApiFlags.WhenAwaited):
                    if (operation.Parent is IAwaitOperation || operation is IPropertyReferenceOperation)
                        break;
                    RoundsWait();
                    _body.Blocks = true;
                    break;
                case ApiVerb.Calls when effect.Time != ApiTime.Later && effect.Target.IsParameter:
                    AddDelegate(operation, member, effect, operandOf(effect.Target with { Part = ApiPart.Itself }));
                    break;
            }
        }
    }

    private CostFactor? FactorOf(IOperation operation, ISymbol member, ApiEffect effect, Func<ApiOperand, IOperation?> operandOf)
    {
        var amount = Amount.Unknown;
        Amount? pattern = null;
        var isSlight = effect.Has(ApiFlags.Slightly);
        if (effect.Has(ApiFlags.Backtracking))
        {
            if ((operation as IInvocationOperation) is not { } search || new RegexPatterns(_variables, _reader, _cancellation).EndlessInputOf(search) is not { } endless)
                return null;
            amount = _amounts.Of(endless.Input).Size();
            pattern = endless.Pattern;
        }
        else if (effect.Target.Kind is ApiOperandKind.Result)
        {
            // Little, and always the same: the loops around it say how much it is.
            amount = isSlight ? Amount.Of(1) : amount;
        }
        else
        {
            var operand = operandOf(effect.Target);
            amount = _amounts.Of(operand);
            amount = AmountReader.IsNumber(operand?.Type) ? amount : amount.Size();
            isSlight |= IsShort(operand);
        }

        return new CostFactor(CostKind.Member, operation.Syntax, NameOf(member), amount)
        {
            IsHeavy = effect.Has(ApiFlags.Heavily) || effect.Has(ApiFlags.Backtracking),
            Computes = !isSlight,
            Within = _body.Method,
            Pattern = pattern,
        };
    }

    /// <summary>A name, a password, a number: text and numbers turned into bytes are no data.</summary>
    private bool IsShort(IOperation? operand)
    {
        while (operand is IConversionOperation conversion)
            operand = conversion.Operand;
        return operand switch
        {
            ILocalReferenceOperation { Local: { } local } => _variables.OnlyValueOf(local) is { } value && value is not ILocalReferenceOperation && IsShort(value),
            IInvocationOperation { TargetMethod.Name: "GetBytes" or "ToByteArray" or "FromBase64String" or "FromHexString" } => true,
            _ => false,
        };
    }

    private void AddCall(IOperation operation, IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, bool isVirtual)
    {
        var target = (method.ReducedFrom ?? method).OriginalDefinition;
        if (IsCpuBound(target))
        {
            Add(operation, new CostFactor(CostKind.Declared, operation.Syntax, NameOf(target), Amount.Unknown) { IsHeavy = true, Within = _body.Method });
            return;
        }

        if (target.DeclaringSyntaxReferences.IsEmpty)
            return;

        var isByContract = (isVirtual && instance?.Type is not { IsSealed: true }) || target.IsAbstract;
        if (isByContract && MadeAs(instance) is { } made && Implementations.In(made, target) is { DeclaringSyntaxReferences.IsEmpty: false } own)
        {
            (target, isByContract) = (own, false);
        }
        else if (isByContract)
        {
            if (_implementations.Of(target, _cancellation) is not { } only)
                return;
            target = only;
        }

        var given = new Dictionary<ISymbol, Amount>(SymbolEqualityComparer.Default);
        var passed = new Dictionary<ISymbol, PassedValue>(SymbolEqualityComparer.Default);
        var texts = new Dictionary<ISymbol, Amount>(SymbolEqualityComparer.Default);
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { Ordinal: var ordinal } || ordinal >= target.Parameters.Length)
                continue;
            given[target.Parameters[ordinal]] = _amounts.Of(argument.Value);
            if (argument.Parameter.Type.SpecialType == SpecialType.System_String && new PatternSources(_variables).Of(argument.Value) is { Depends.IsEmpty: false } text)
                texts[target.Parameters[ordinal]] = text;
            if (PassedValue.Of(argument.Value, _reader, _cancellation) is { } value && (value.IsConstant || value.Made is not null || (value.Parameter is { } from && _variables.IsSettled(from))))
                passed[target.Parameters[ordinal]] = value;
        }

        if (method.ReducedFrom is not null && instance is not null && target.Parameters.Length > 0)
            given[target.Parameters[0]] = _amounts.Of(instance);
        if (instance is not null && target.ContainingType is { } type)
            given[type.OriginalDefinition] = _amounts.Of(instance);
        _body.Sites.Add(new CostSite(operation.Syntax, _loops) { Callee = target, Given = given, Passed = passed, Texts = texts, Conditions = _conditions, IsByContract = isByContract });
    }

    /// <summary>The class of an object that is made in sight, whatever its variable is declared as.</summary>
    private INamedTypeSymbol? MadeAs(IOperation? instance) =>
        instance is null ? null : (Operands.Unwrapped(_amounts.ValueOf(Operands.Unwrapped(instance))) as IObjectCreationOperation)?.Type as INamedTypeSymbol;

    private void Add(IOperation operation, CostFactor factor) => _body.Sites.Add(new CostSite(operation.Syntax, _loops) { Own = factor, Conditions = _conditions });

    private static bool IsCpuBound(IMethodSymbol method) => HasMark(method) || method.AssociatedSymbol is { } property && HasMark(property);

    private static bool HasMark(ISymbol symbol) =>
        symbol.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "CpuBoundAttribute", ContainingNamespace: { Name: "Annotations", ContainingNamespace.Name: "ConcurrencyAnalyzers" } });

    private static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"new {constructor.ContainingType.Name}",
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } => $"{member.ContainingType.Name} arithmetic",
        { DeclaringSyntaxReferences.IsEmpty: false } => member.Name,
        { ContainingType: { } type } => $"{type.Name}.{member.Name}",
        _ => member.Name,
    };
}
