using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>Reads off an expression how much it stands for: of a number its value, of a collection its size.</summary>
internal sealed class AmountReader(BodyVariables variables, BodyReader reader, CancellationToken cancellation)
{
    private const int MaxDepth = 16;

    // An enumeration has some dozens of values.
    private const long EnumValues = 100;

    private const long MostDimensions = 32;

    public Amount Of(IOperation? operation) => Of(operation, MaxDepth);

    /// <summary>What a local that is set once stands for.</summary>
    public IOperation ValueOf(IOperation operation) =>
        operation is ILocalReferenceOperation { Local: { } local } && variables.OnlyValueOf(local) is { } only ? only : operation;

    /// <summary>What a variable stands for before it is counted up or down.</summary>
    public Amount FirstOf(ISymbol variable) => variables.FirstValueOf(variable) is { } first ? Of(first) : Amount.Of(variable);

    private Amount Of(IOperation? operation, int depth)
    {
        if (operation is null || depth == 0)
            return Amount.Unknown;
        if (operation.ConstantValue is { HasValue: true, Value: { } value })
            return OfConstant(value);

        depth--;
        return operation switch
        {
            IConversionOperation conversion => Of(conversion.Operand, depth),
            IParenthesizedOperation inner => Of(inner.Operand, depth),
            IUnaryOperation unary => Of(unary.Operand, depth),
            IAwaitOperation awaited => Of(awaited.Operation, depth).Part(),
            IParameterReferenceOperation { Parameter: { } parameter } => Amount.Of(parameter),
            ILocalReferenceOperation { Local: { } local } => variables.OnlyValueOf(local) is { } only ? Of(only, depth) : Amount.Of(local).With(GivenOut(local, depth)),
            IInstanceReferenceOperation { Type: { } type } => Amount.Of(type.OriginalDefinition),
            IFieldReferenceOperation { Field: { } field } reference => InitialOf(field, depth) ?? OfMember(field, reference.Instance, depth),
            IPropertyReferenceOperation reference => OfProperty(reference, depth),
            IArrayElementReferenceOperation element => element.Indices.Aggregate(Of(element.ArrayReference, depth), (sum, index) => sum.With(Of(index, depth))).Part(),
            IInvocationOperation call => OfCall(call, depth),
            IBinaryOperation binary => OfBinary(binary, depth),
            IArrayCreationOperation { Initializer: { } initializer } => Amount.Of(initializer.ElementValues.Length),
            IArrayCreationOperation array => array.DimensionSizes.Select(size => Of(size, depth)).Aggregate(Product),
            ICollectionExpressionOperation list => OfCollection(list, depth),
            IObjectCreationOperation { Initializer.Initializers: { Length: > 0 } items, Arguments.IsEmpty: true } => Amount.Of(items.Length),
            IObjectCreationOperation creation => creation.Arguments.Aggregate(Amount.Unknown, (sum, argument) => sum.With(Of(argument.Value, depth))).Part(),
            IConditionalOperation choice => Of(choice.WhenTrue, depth).With(Of(choice.WhenFalse, depth)),
            ICoalesceOperation coalesce => Of(coalesce.Value, depth).With(Of(coalesce.WhenNull, depth)),
            IConditionalAccessOperation access => Of(access.WhenNotNull, depth),
            IConditionalAccessInstanceOperation => Of(Accessed(operation), depth),
            _ => operation.ChildOperations.Aggregate(Amount.Unknown, (sum, part) => sum.With(Of(part, depth))).Part(),
        };
    }

    /// <summary>What a call hands out (<c>TryGetValue(key, out var items)</c>) is a part of what it was given; a number may be any.</summary>
    private Amount GivenOut(ILocalSymbol local, int depth)
    {
        if (IsNumber(local.Type)
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax declared }
            || declared.Parent is not ArgumentSyntax { RefOrOutKeyword.RawKind: (int)SyntaxKind.OutKeyword, Parent.Parent: InvocationExpressionSyntax syntax }
            || reader.ModelOf(syntax.SyntaxTree).GetOperation(syntax, cancellation) is not IInvocationOperation call)
        {
            return Amount.Unknown;
        }

        return call.Arguments.Where(static argument => argument.Parameter?.RefKind == RefKind.None)
            .Aggregate(Of(call.Instance, depth), (sum, argument) => sum.With(Of(argument.Value, depth)))
            .Part();
    }

    private static Amount OfConstant(object value) => value switch
    {
        string text => Amount.Of(text.Length),
        long or int or short or sbyte or uint or ushort or byte => Amount.Of(Math.Max(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture), -long.MaxValue)),
        ulong or double or float or decimal => OfLarge(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ => Amount.Of(1),
    };

    private static Amount OfLarge(double number) => Amount.Of(double.IsNaN(number) || Math.Abs(number) > 1e18 ? (long)1e18 : (long)number);

    private Amount OfMember(ISymbol member, IOperation? instance, int depth) =>
        instance is null ? Amount.Of(member) : Of(instance, depth).Part();

    private Amount OfProperty(IPropertyReferenceOperation reference, int depth)
    {
        var property = reference.Property;
        if (property.Name is "Length" or "Count" or "LongLength" or "Keys" or "Values" && reference.Arguments.IsEmpty && reference.Instance is not null)
            return Of(reference.Instance, depth).Size();
        if (!reference.Arguments.IsEmpty)
            return reference.Arguments.Aggregate(Of(reference.Instance, depth), (sum, index) => sum.With(Of(index.Value, depth))).Part();
        if (property is { Name: "Rank", ContainingType.SpecialType: SpecialType.System_Array })
            return Amount.Of(MostDimensions);
        return InitialOf(property, depth) ?? FromFactoriesOf(property, depth) ?? OfMember(property, reference.Instance, depth);
    }

    private Amount OfCall(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        var arguments = call.Arguments;
        Amount Argument(int position) => Of(arguments.FirstOrDefault(one => one.Parameter?.Ordinal == position)?.Value, depth);

        switch (method.Name)
        {
            case "Min" when method.IsStatic && arguments.Length == 2 && method.Parameters[0].Type.SpecialType != SpecialType.None:
                return Argument(0).AtMost(Argument(1));
            case "Clamp" when arguments.Length == 3:
                return Argument(0).AtMost(Argument(2));
            case "Take" when arguments.Length == 2:
                return Argument(0).Size().AtMost(Argument(1));
            case "Range" or "Repeat" when method.ContainingType.Name == "Enumerable" && arguments.Length == 2:
                return Argument(1);
            case "GetValues" or "GetNames" when method.ContainingType.SpecialType == SpecialType.System_Enum:
                return Amount.Of(EnumValues);
            case "Count" or "GetLength" or "ToList" or "ToArray" or "AsSpan" or "AsEnumerable" or "Reverse" or "ToCharArray" when arguments.Length <= 1:
                return (call.Instance is { } instance ? Of(instance, depth) : Argument(0)).Size();
        }

        // A number made of a number or text; elsewhere some part of what the call is given.
        var given = call.Instance is { } receiver ? Of(receiver, depth) : arguments.Length > 0 ? Argument(0) : Amount.Unknown;
        return IsNumber(method.ReturnType) && method.IsStatic ? given : given.Part();
    }

    private Amount OfBinary(IBinaryOperation binary, int depth)
    {
        var (left, right) = (Of(binary.LeftOperand, depth), Of(binary.RightOperand, depth));
        return binary.OperatorKind switch
        {
            BinaryOperatorKind.Remainder => right,
            BinaryOperatorKind.And => left.AtMost(right),
            BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift => left,
            BinaryOperatorKind.Multiply => Product(left, right),
            BinaryOperatorKind.LeftShift => Product(left, right.Constant is >= 0 and < 62 and var bits ? Amount.Of(1L << (int)bits) : right),
            _ => left.With(right),
        };
    }

    private static Amount Product(Amount one, Amount two) =>
        one.Constant is { } left && two.Constant is { } right
            ? Amount.Of((long)Math.Min((double)left * right, 1e18))
            : one.With(two) with { Constant = null };

    private Amount OfCollection(ICollectionExpressionOperation list, int depth)
    {
        var sum = Amount.Of(list.Elements.Length);
        foreach (var element in list.Elements)
        {
            if (element is ISpreadOperation spread)
                sum = sum.With(Of(spread.Operand, depth));
        }

        return sum;
    }

    /// <summary>A member that never gets another value than the one it is declared with.</summary>
    private Amount? InitialOf(ISymbol member, int depth)
    {
        if (member is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null, IsVirtual: false, IsOverride: false }))
            return null;

        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var initializer = !reader.Compilation.ContainsSyntaxTree(reference.SyntaxTree) ? null : reference.GetSyntax(cancellation) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (initializer is not null && Of(reader.OperationOf(initializer.Value, cancellation), depth) is { Constant: not null } known)
                return known;
        }

        return null;
    }

    /// <summary>A part of a record that its own factories set to constants alone: what is configured elsewhere is like them.</summary>
    private Amount? FromFactoriesOf(IPropertySymbol property, int depth)
    {
        if (property.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || !reader.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
            || reference.GetSyntax(cancellation) is not ParameterSyntax { Parent.Parent: RecordDeclarationSyntax record })
        {
            return null;
        }

        Amount? most = null;
        foreach (var syntax in record.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        {
            if (reader.ModelOf(syntax.SyntaxTree).GetOperation(syntax, cancellation) is not IObjectCreationOperation { Constructor: { } made } creation
                || !SymbolEqualityComparer.Default.Equals(made.ContainingType, property.ContainingType)
                || creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == property.Name) is not { } argument)
            {
                continue;
            }

            var amount = Of(argument.Value, depth);
            if (amount.Constant is null)
                return null;
            most = most is null ? amount : most.With(amount);
        }

        return most;
    }

    private static IOperation? Accessed(IOperation instance)
    {
        for (var parent = instance.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull.Syntax.Span.Contains(instance.Syntax.Span))
                return access.Operation;
        }

        return null;
    }

    public static bool IsNumber(ITypeSymbol? type) =>
        type?.SpecialType is >= SpecialType.System_Char and <= SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
