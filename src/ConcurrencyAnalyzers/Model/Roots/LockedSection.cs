using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What a frame does between one acquisition of a lock and its release.</summary>
internal sealed class LockedSection(Frame frame, HeldLock held)
{
    /// <summary>Calls that change nothing when they are made twice: signals, and a word to whoever waits.</summary>
    private static readonly HashSet<string> s_signals = ["Pulse", "PulseAll", "Set", "Cancel", "Release", "nameof", "Exit", "Dispose"];

    public Frame Frame { get; } = frame;

    public HeldLock Lock { get; } = held;

    public int Start { get; } = held.Syntax.SpanStart;

    public List<Access> Accesses { get; } = [.. frame.Accesses.Where(access => IsIn(access, held))];

    private List<CallSite> Calls { get; } = [.. frame.Calls.Where(call => IsIn(call, held))];

    public bool Holds(Site site) => IsIn(site, Lock);

    /// <summary>It is made whenever the lock is taken: no condition or loop around it and no way out before it.</summary>
    public bool IsUnconditional(SyntaxNode node)
    {
        foreach (var outer in node.Ancestors().TakeWhile(outer => outer.SpanStart > Start))
        {
            if (outer is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax or CatchClauseSyntax or ConditionalAccessExpressionSyntax
                || Loops.IsLoop(outer) || outer.RawKind is (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression)
                return false;
        }

        return !Frame.Syntax.DescendantNodes(TextBetween(Start, node.SpanStart)).Any(exit => exit.SpanStart > Start && exit.Span.End <= node.SpanStart
            && exit is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax);
    }

    /// <summary>Whether the variable is looked at under the lock up to <paramref name="write"/>, here or in a method that is called here.</summary>
    public bool IsReadBefore(Access write, BodyReader reader, CancellationToken cancellation) =>
        Accesses.Any(access => access.Memory.Equals(write.Memory) && access.Syntax.SpanStart < write.Syntax.Span.End && access.Syntax != write.Syntax && !IsMereUse(access))
        || Calls.Any(call => call.Syntax.SpanStart < write.Syntax.Span.End && reader.FrameOf(call.Target, cancellation) is { } callee
            && callee.Accesses.Any(access => access.Memory.Equals(write.Memory)));

    /// <summary><c>_updating = true; Load(); _updating = false;</c>: who asks wants to know whether it is in there itself.</summary>
    public bool IsTakenBack(Access write) => Accesses.Any(access => access.Kind == AccessKind.Write && access.Memory.Equals(write.Memory) && access.Syntax.SpanStart > write.Syntax.Span.End
        && ValueOf(access) is LiteralExpressionSyntax after && ValueOf(write) is LiteralExpressionSyntax before && after.RawKind != before.RawKind);

    /// <summary>A use of the object, which fails where there is none, before <paramref name="write"/>.</summary>
    public SyntaxNode? UseBefore(Access write) =>
        Accesses.FirstOrDefault(access => access.Memory.Equals(write.Memory) && access.Syntax.SpanStart < write.Syntax.SpanStart && IsMereUse(access))?.Syntax;

    /// <summary>Something is called or made that is more than a signal.</summary>
    public bool DoesWork => Code.DescendantNodes().Any(node =>
        node.SpanStart > Start
        && (node is BaseObjectCreationExpressionSyntax || (node is InvocationExpressionSyntax call && !s_signals.Contains(Targets.NameOf(call) ?? ""))));

    /// <summary>The frame ends something; such methods are mostly called once, or again without harm.</summary>
    public bool EndsSomething => Frame.Outermost.Method is { } method
        && (method.MethodKind == MethodKind.Destructor || s_endings.Any(ending => method.Name.StartsWith(ending, StringComparison.Ordinal)));

    private static readonly string[] s_endings = ["Dispose", "Close", "Stop", "Shutdown", "ShutDown", "End", "Cancel", "Complete", "Abort", "Unregister", "Disconnect"];

    /// <summary>The first place behind <paramref name="write"/>, in the same list of statements, that fills the object which it shows.</summary>
    public SyntaxNode? FillingAfter(Access write, ExpressionSyntax value, CheckReader facts, BodyReader reader, CancellationToken cancellation)
    {
        if (value is not (BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or InvocationExpressionSyntax or IdentifierNameSyntax or CollectionExpressionSyntax))
            return null;

        var local = value is IdentifierNameSyntax { Identifier.ValueText: var name } ? name : null;
        var places = new List<SyntaxNode>();
        places.AddRange(Accesses.Where(access => access.IsWrite && IsInside(access.Path, write.Path, local)).Select(static access => access.Syntax));
        places.AddRange(Calls.Where(call => IsSame(call.Receiver, write.Path, local) && Changes(call, reader, cancellation)).Select(static call => call.Syntax));
        places.AddRange(facts.Fillings
            .Where(filling => filling.Read is { } read ? Holds(read) && read.Path.Equals(write.Path) : filling.Local!.Name == local)
            .Select(static filling => filling.Syntax));
        return places.Where(place => ComesAfter(place, write)).OrderBy(static place => place.SpanStart).FirstOrDefault();
    }

    /// <summary>Other fields of the same object that are set behind <paramref name="write"/>, here or in a method that is called here.</summary>
    public IEnumerable<(Access Access, SyntaxNode Place)> OthersSetAfter(Access write, BodyReader reader, CancellationToken cancellation)
    {
        foreach (var access in Accesses)
        {
            if (IsOther(access, write) && ComesAfter(access.Syntax, write))
                yield return (access, access.Syntax);
        }

        foreach (var call in Calls)
        {
            if (!ComesAfter(call.Syntax, write) || !call.Receiver.Equals(MemoryPath.This) && !call.Target.IsStatic || reader.FrameOf(call.Target, cancellation) is not { } callee)
                continue;
            foreach (var access in callee.Accesses)
            {
                if (IsOther(access, write))
                    yield return (access, call.Syntax);
            }
        }
    }

    /// <summary>Other fields of the same object that are set under the lock before <paramref name="write"/>.</summary>
    public IEnumerable<Access> OthersSetBefore(Access write) =>
        Accesses.Where(access => IsOther(access, write) && access.Syntax.SpanStart < write.Syntax.SpanStart && access.Memory.Symbol is not IFieldSymbol { IsVolatile: true });

    /// <summary>Under the lock stands one <c>if</c> and nothing else.</summary>
    public bool IsOnlyACheck => Lock.Syntax is LockStatementSyntax statement && Blocks.OnlyOf(statement.Statement) is IfStatementSyntax { Else: null };

    public bool CallsItsObject => Calls.Count > 0;

    /// <summary>The lock is all that <paramref name="check"/> lets one on to.</summary>
    public bool IsDirectlyIn(Check check) =>
        check.Condition.Parent is IfStatementSyntax { Else: null } statement && Blocks.OnlyOf(statement.Statement) == Lock.Syntax;

    /// <summary>What is assigned; of <c>Volatile.Write(ref x, value)</c> the last argument.</summary>
    public static ExpressionSyntax? ValueOf(Access write) => write.Syntax switch
    {
        AssignmentExpressionSyntax assignment => assignment.Right,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } => arguments[1].Expression,
        _ => null,
    };

    /// <summary><c>null</c> or <c>default</c>: the variable is as it was at first.</summary>
    public static bool IsEmptyValue(ExpressionSyntax value) => value.RawKind is (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression;

    /// <summary>What a variable has that nobody has set yet. Who waited to see it so has it so again: <c>if (!_busy) lock (_gate) { …; _busy = false; }</c>.</summary>
    public static bool IsFirstValue(ExpressionSyntax value) =>
        IsEmptyValue(value) || value.RawKind == (int)SyntaxKind.FalseLiteralExpression || value is LiteralExpressionSyntax { Token.Value: 0 };

    /// <summary>A literal, or for a number or state a name like <c>State.Started</c>.</summary>
    public static bool IsConstant(ExpressionSyntax value, ITypeSymbol type) =>
        value is LiteralExpressionSyntax or DefaultExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }
        || (type.TypeKind == TypeKind.Enum && value is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax });

    /// <summary>What another field has under the lock, and no more: <c>_shown = _all</c> shows the newest, however often it is done.</summary>
    public bool IsOfAnother(ExpressionSyntax value, Access write) =>
        Accesses.Exists(access => access.Kind == AccessKind.Read && access.Target == value && !access.Memory.Equals(write.Memory) && access.Memory.Symbol is IFieldSymbol or IPropertySymbol);

    private SyntaxNode Code => Lock.Syntax is LockStatementSyntax statement ? statement.Statement : Frame.Syntax;

    private static bool IsIn(Site site, HeldLock held) => site.Locks.Held.Any(one => one.Syntax == held.Syntax);

    /// <summary><c>_value.Dispose();</c> and <c>_value.Name = "x";</c>: what takes it for granted that there is an object.</summary>
    private static bool IsMereUse(Access access)
    {
        if (access.Kind != AccessKind.Read || access.Target.Parent is not MemberAccessExpressionSyntax member || member.Expression != access.Target)
            return false;
        return member.Parent is InvocationExpressionSyntax { Parent: ExpressionStatementSyntax }
            || member.Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment && assignment.Left == member;
    }

    private static bool Changes(CallSite call, BodyReader reader, CancellationToken cancellation) =>
        reader.FrameOf(call.Target, cancellation) is { Body.IsConstructing: false } callee
        && callee.Accesses.Any(static access => access.IsWrite && access.Path.Root == PathRoot.This);

    private static bool IsInside(MemoryPath path, MemoryPath variable, string? local) =>
        (path.Steps.Length > variable.Steps.Length && path.IsPartOf(variable)) || (!path.Steps.IsEmpty && IsOfLocal(path, local));

    private static bool IsSame(MemoryPath path, MemoryPath variable, string? local) => path.Equals(variable) || (path.Steps.IsEmpty && IsOfLocal(path, local));

    /// <summary>A local that holds a new object is seen through: then the path starts where the object is made.</summary>
    private static bool IsOfLocal(MemoryPath path, string? local) => local is not null && path.Root switch
    {
        PathRoot.Local => path.Variable!.Name == local,
        PathRoot.Allocation => ((SyntaxNode)path.Identity!).Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText == local,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } => target.Identifier.ValueText == local,
            _ => false,
        },
        _ => false,
    };

    private static bool IsOther(Access access, Access write) =>
        access.IsWrite && !access.Memory.Equals(write.Memory) && !access.Memory.IsElement && access.Memory.Symbol is IFieldSymbol or IPropertySymbol
        && !access.Path.Steps.IsEmpty && access.Path.IsCertain && access.Path.WithoutLast().Equals(write.Path.WithoutLast());

    private static bool ComesAfter(SyntaxNode place, Access write) =>
        write.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
        && place.SpanStart >= statement.Span.End && block.Span.Contains(place.Span);

    private static Microsoft.CodeAnalysis.Text.TextSpan TextBetween(int start, int end) => Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, Math.Max(start, end));
}
