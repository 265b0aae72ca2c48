using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Reads, beside the checks of variables, those of what containers hold: <c>_map.ContainsKey(key)</c>, <c>_queue.Count &gt; 0</c>.</summary>
internal sealed class SequenceReader : CheckReader
{
    private readonly Dictionary<SyntaxNode, Access> _contents = [];

    /// <summary>Where locals are set to something else.</summary>
    private readonly Dictionary<ISymbol, List<int>> _settings = new(SymbolEqualityComparer.Default);

    /// <summary>Reads of properties that are true or false.</summary>
    private readonly HashSet<SyntaxNode> _flags = [];

    private SequenceReader(BodyFacts body, ApiLookup api)
        : base(body, api)
    {
        foreach (var frame in body.Frames)
        {
            foreach (var access in frame.Accesses.Concat(frame.Steps))
            {
                if (access is { IsContent: true, Kind: AccessKind.Read } || GivesWhatItStores(access))
                    _contents[access.Syntax] = access;
            }
        }
    }

    /// <summary><c>var count = map.GetOrAdd(key, 0);</c> reads the value as well.</summary>
    private static bool GivesWhatItStores(Access step) =>
        step is { IsStep: true, Key: not null, Storing: Storing.Always, Syntax: InvocationExpressionSyntax { Parent: EqualsValueClauseSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax } };

    /// <summary>The reads of contents, by their calls.</summary>
    public IReadOnlyDictionary<SyntaxNode, Access> Contents => _contents;

    /// <returns>Null for code that is nested too deep to be walked.</returns>
    public static new SequenceReader? TryRead(BodyFacts body, IOperation root, ApiLookup api)
    {
        var reader = new SequenceReader(body, api);
        foreach (var property in root.DescendantsAndSelf().OfType<IPropertyReferenceOperation>())
        {
            if (property.Type?.SpecialType == SpecialType.System_Boolean && reader._contents.ContainsKey(property.Syntax))
                reader._flags.Add(property.Syntax);
        }

        return reader.TryVisit(root) ? reader : null;
    }

    /// <summary>The last test of the variable that lets one on to <paramref name="act"/>.</summary>
    public Check? CheckBefore(Access act) =>
        Checks.LastOrDefault(check => !check.Read.IsContent && check.Read.Frame == act.Frame && check.Read.Memory.Equals(act.Memory) && check.Read.Path.Equals(act.Path)
            && check.Region.Contains(act.Syntax.Span) && check.Read.Syntax.SpanStart < act.Syntax.SpanStart);

    /// <summary>The read of a container that gave <paramref name="local"/> its value at <paramref name="position"/>.</summary>
    public Access? SourceOf(ILocalSymbol local, int position) =>
        CopyOf(local, position) is { IsContent: true } read && !(_settings.TryGetValue(local, out var places) && places.Exists(place => place > read.Syntax.SpanStart && place < position)) ? read : null;

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        // From here on the local holds what is assigned, be it of a container or not.
        if (operation.Target is ILocalReferenceOperation { Local: { } local } && !operation.Value.DescendantsAndSelf().Any(part => _contents.ContainsKey(part.Syntax)))
        {
            if (!_settings.TryGetValue(local, out var places))
                _settings.Add(local, places = []);
            places.Add(operation.Syntax.SpanStart);
        }

        base.VisitSimpleAssignment(operation);
    }

    public override void VisitWhileLoop(IWhileLoopOperation operation)
    {
        if (operation is { ConditionIsTop: true, Condition: { } condition })
            Split(condition, condition.Syntax, operation.Body.Syntax.Span, RestBehindWait(operation), holds: !operation.ConditionIsUntil);
        base.VisitWhileLoop(operation);
    }

    /// <summary>Behind <c>while (_queue.Count == 0) Thread.Sleep(1);</c> the condition has ceased to hold: nothing else ends the loop.</summary>
    private static TextSpan RestBehindWait(IWhileLoopOperation loop) =>
        loop.Syntax is WhileStatementSyntax { Parent: BlockSyntax block } statement && !loop.Body.DescendantsAndSelf().Any(static part => part is IBranchOperation { BranchKind: not BranchKind.Continue })
            ? TextSpan.FromBounds(statement.Span.End, block.Span.End)
            : default;

    /// <summary>Whoever leaves from inside of a lock does not come to what stands behind the lock, either.</summary>
    private protected override TextSpan RestBehind(IConditionalOperation operation)
    {
        var rest = base.RestBehind(operation);
        if (operation.Syntax is not IfStatementSyntax statement || (rest.IsEmpty && !Blocks.Leave(statement.Statement)))
            return rest;

        var end = statement.Span.End;
        for (SyntaxNode node = statement; node.Parent is BlockSyntax or LockStatementSyntax or UsingStatementSyntax or TryStatementSyntax; node = node.Parent)
            end = node.Parent.Span.End;
        return TextSpan.FromBounds(statement.Span.End, end);
    }

    /// <summary>What stands behind <c>&amp;&amp;</c> is reached where all that stands before it holds.</summary>
    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        if (operation.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
        {
            var holds = operation.OperatorKind == BinaryOperatorKind.ConditionalAnd;
            IOperation? before = null;
            foreach (var part in PartsOf(operation))
            {
                var rest = TextSpan.FromBounds(part.Syntax.SpanStart, operation.Syntax.Span.End);
                if (before is not null)
                    Split(before, before.Syntax, holds ? rest : default, holds ? default : rest, holds: true);
                before = part;
            }
        }

        base.VisitBinaryOperator(operation);
    }

    /// <summary><c>_map.TryGetValue(key, out var value)</c>: what stands in <c>value</c> came from there.</summary>
    public override void VisitInvocation(IInvocationOperation operation)
    {
        if (_contents.TryGetValue(operation.Syntax, out var read))
        {
            foreach (var argument in operation.Arguments)
            {
                if (argument.Parameter?.RefKind == RefKind.Out && LocalIn(argument.Value) is { } local)
                    Copy(local, read, operation.Syntax.SpanStart);
            }
        }

        base.VisitInvocation(operation);
    }

    private static ILocalSymbol? LocalIn(IOperation value) => value switch
    {
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: { } declared } } => declared,
        ILocalReferenceOperation { Local: { } local } => local,
        _ => null,
    };

    private protected override (Access Read, bool IsSet, bool IsVolatile)? TestIn(IOperation condition)
    {
        if (condition is IBinaryOperation comparison && CountIn(comparison) is { } count)
            return IsAboutOne(comparison) is { } isSet ? (count, isSet, false) : null;
        if (condition is IBinaryOperation { OperatorKind: var kind } bounded && IsOrder(kind))
            return BoundedIn(bounded);
        return base.TestIn(condition) is not { } test ? null
            : IsEmptiness(test.Read) ? (test.Read, !test.IsSet, test.IsVolatile)
            : test;
    }

    private protected override Access? ReadOf(IOperation value) => _contents.TryGetValue(Operands.Unwrapped(value).Syntax, out var read) ? read : base.ReadOf(value);

    /// <summary><c>IsEmpty</c> holds where there is nothing.</summary>
    private bool IsEmptiness(Access read) => read.IsGlance && _flags.Contains(read.Syntax);

    private Access? CountIn(IBinaryOperation comparison) =>
        ReadOf(comparison.LeftOperand) is { IsGlance: true } left && !IsEmptiness(left) ? left
        : ReadOf(comparison.RightOperand) is { IsGlance: true } right && !IsEmptiness(right) ? right
        : null;

    private static bool IsOrder(BinaryOperatorKind kind) =>
        kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    /// <summary><c>_left &gt; 0</c>, <c>amount &lt;= _balance</c>: a number that stands above its limit counts as set.</summary>
    private (Access Read, bool IsSet, bool IsVolatile)? BoundedIn(IBinaryOperation comparison)
    {
        var isAbove = comparison.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
        return base.ReadOf(comparison.LeftOperand) is { IsContent: false } left ? (left, isAbove, IsVolatileRead(comparison.LeftOperand))
            : base.ReadOf(comparison.RightOperand) is { IsContent: false } right ? (right, !isAbove, IsVolatileRead(comparison.RightOperand))
            : null;
    }

    /// <summary><c>Count &gt; 0</c> and all that says the same; other limits are not about whether there is one.</summary>
    private static bool? IsAboutOne(IBinaryOperation comparison)
    {
        var isTurned = comparison.LeftOperand.ConstantValue.HasValue;
        var limit = isTurned ? comparison.LeftOperand : comparison.RightOperand;
        return (comparison.OperatorKind, limit.ConstantValue is { HasValue: true, Value: int number } ? number : -1, isTurned) switch
        {
            (BinaryOperatorKind.NotEquals, 0, _) => true,
            (BinaryOperatorKind.Equals, 0, _) => false,
            (BinaryOperatorKind.GreaterThan, 0, false) or (BinaryOperatorKind.LessThan, 0, true) => true,
            (BinaryOperatorKind.GreaterThanOrEqual, 1, false) or (BinaryOperatorKind.LessThanOrEqual, 1, true) => true,
            (BinaryOperatorKind.LessThan, 1, false) or (BinaryOperatorKind.GreaterThan, 1, true) => false,
            (BinaryOperatorKind.LessThanOrEqual, 0, false) or (BinaryOperatorKind.GreaterThanOrEqual, 0, true) => false,
            _ => null,
        };
    }
}
