using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What the code around a plain write of a local variable says of it: what it was decided on, and whether it matters which write is the last.</summary>
internal static class CapturedWrites
{
    /// <summary>A variable that lambdas and local functions can capture. What a primary constructor takes is a field under another name.</summary>
    public static bool CanBeCaptured(Memory memory) => !memory.IsElement && memory.Symbol switch
    {
        ILocalSymbol local => !local.IsRef,
        IParameterSymbol { RefKind: RefKind.None } parameter => !parameter.DeclaringSyntaxReferences.Any(static place => place.GetSyntax().Parent?.Parent is TypeDeclarationSyntax),
        _ => false,
    };

    /// <summary>The read that decides whether <paramref name="write"/> is made: <c>if (size > largest) largest = size;</c>, also where an <c>if</c> before it leaves.</summary>
    public static Access? CheckOf(Access write) =>
        write.Frame.Accesses.FirstOrDefault(read =>
            read.Kind == AccessKind.Read && read.Memory.Equals(write.Memory) && read.Syntax.Span.End <= write.Syntax.SpanStart && Decides(read.Syntax, write.Syntax));

    /// <summary>The new value is made of the old one by a call on it: <c>names = names.Add(name)</c>.</summary>
    public static bool IsMadeOfOld(Access write) =>
        write.Value is { } value && write.Frame.Accesses.Any(read =>
            read.Kind == AccessKind.Read && read.Memory.Equals(write.Memory) && value.Syntax.Span.Contains(read.Syntax.Span)
            && read.Syntax.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } or ArgumentSyntax);

    /// <summary>The thread that writes reads the variable again: it takes it for its own.</summary>
    public static bool IsReadBack(Access write) =>
        write.Frame.Accesses.Any(read => read.Kind == AccessKind.Read && read.Memory.Equals(write.Memory) && read.Syntax.SpanStart >= write.Syntax.Span.End);

    /// <summary>Both leave the same value behind, or an exception of several: nobody asks which.</summary>
    public static bool Agree(Access one, Access other) =>
        (one.Value?.ConstantValue is { HasValue: true, Value: var value } && other.Value?.ConstantValue is { HasValue: true, Value: var second } && Equals(value, second))
        || (IsCaught(one.Value) && IsCaught(other.Value));

    /// <summary>
    /// Only one of the threads that come by can make <paramref name="write"/>, or any of them may: the round that has a certain number, the one that an
    /// atomic step lets in, the one that ends the loop.
    /// </summary>
    public static bool IsMadeByOne(Access write)
    {
        if (ParallelShapes.MayEndLoop(write.Frame))
            return true;

        for (var node = write.Syntax; node.Parent is { } parent && node != write.Frame.Syntax; node = parent)
        {
            var tested = parent switch
            {
                IfStatementSyntax one when one.Condition != node => one.Condition,
                SwitchSectionSyntax { Parent: SwitchStatementSyntax one } => one.Expression,
                ConditionalExpressionSyntax one when one.Condition != node => one.Condition,
                _ => null,
            };
            if (tested is not null && (parent is SwitchSectionSyntax || IsForOneRound(tested, write.Frame) || HasAtomicStep(tested, write.Frame)))
                return true;
        }

        return false;
    }

    private static bool Decides(SyntaxNode read, SyntaxNode write)
    {
        for (var node = read; node.Parent is { } parent && parent is not MemberDeclarationSyntax; node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax one when one.Condition == node:
                    return one.Span.Contains(write.Span) || (Blocks.Leave(one.Statement) && one.Parent is BlockSyntax block && block.Span.Contains(write.Span));
                case ConditionalExpressionSyntax one when one.Condition == node:
                    return one.Span.Contains(write.Span);
                case StatementSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary><c>if (index == 0)</c>, of the function's own parameter.</summary>
    private static bool IsForOneRound(ExpressionSyntax condition, Frame frame) =>
        condition.DescendantNodesAndSelf().Any(node => node switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality => IsOwn(equality.Left, frame) || IsOwn(equality.Right, frame),
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax } pattern => IsOwn(pattern.Expression, frame),
            _ => false,
        });

    private static bool IsOwn(ExpressionSyntax expression, Frame frame) =>
        expression is IdentifierNameSyntax name && frame.Method is { } method && method.Parameters.Any(parameter => parameter.Name == name.Identifier.ValueText);

    private static bool HasAtomicStep(ExpressionSyntax condition, Frame frame) =>
        frame.Accesses.Any(access => access is { IsAtomic: true, Kind: AccessKind.ReadModifyWrite } && condition.Span.Contains(access.Syntax.Span));

    private static bool IsCaught(IOperation? value) =>
        Operands.Unwrapped(value) is ILocalReferenceOperation { Local: { } local }
        && local.DeclaringSyntaxReferences.Any(static place => place.GetSyntax() is CatchDeclarationSyntax);
}
