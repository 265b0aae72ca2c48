using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Sequences of calls on one container of which the later relies on what the earlier saw.</summary>
/// <remarks>On a collection that is safe by itself any two calls are such a sequence; on a plain one those under two acquisitions of one lock.</remarks>
internal sealed class ContentSuspects(BodyFacts body, SequenceReader sequences, BodyReader reader, Losses losses)
{
    public IEnumerable<LateSuspect> All(CancellationToken cancellation)
    {
        var acts = body.Frames.SelectMany(static frame => frame.Accesses.Concat(frame.Steps)).Where(static act => act is { IsContent: true, IsGlance: false, Path.IsCertain: true }).ToList();

        // First those that say most: where a key is there it is counted up, and where not it is set.
        return acts.Where(static act => act.IsCopy).Select(Copying).Concat(acts.Select(act => Update(act, cancellation))).Concat(acts.Select(act => Reliance(act, cancellation))).OfType<LateSuspect>();
    }

    /// <summary><c>_map.ToList()</c> by LINQ; <c>_map.ToArray()</c> is its own, and one step.</summary>
    private static LateSuspect? Copying(Access copy) => new(LateActHarm.CopiesOther, copy, copy, static other => other.IsWrite);

    private LateSuspect? Reliance(Access act, CancellationToken cancellation) =>
        CheckBefore(act) is not { } check ? null
        : act.IsFile ? OfFile(act, check)
        : !check.WhenSet ? Addition(act, check, cancellation)
        : act.Kind == AccessKind.Read ? Reading(act, check)
        : act.Storing == Storing.None ? Removal(act, check)
        : null;

    /// <summary><c>if (!File.Exists(_path)) File.WriteAllText(_path, first);</c>, <c>if (File.Exists(_path)) File.Move(_path, old);</c></summary>
    private static LateSuspect? OfFile(Access act, Check check) =>
        !check.WhenSet && act.Storing == Storing.Always ? Suspect(LateActHarm.FileMade, check, act, static other => other.IsFile && other.Storing == Storing.Always) with { IsSuggestion = true }
        : check.WhenSet && act.Kind == AccessKind.Read ? Suspect(LateActHarm.FileGone, check, act, other => other is { IsFile: true, IsWrite: true, Storing: Storing.None } || TakesAway(other, act)) with { IsSuggestion = true }
        : null;

    /// <summary>What moves the file reads it and takes it away: two accesses of one call.</summary>
    private static bool TakesAway(Access read, Access act) =>
        read.Syntax == act.Syntax && act.Frame.Steps.Exists(step => step.Syntax == act.Syntax && step is { IsFile: true, IsWrite: true, Storing: Storing.None });

    /// <summary>The last check that lets one on to <paramref name="act"/> and is of the same key, if there is a gap behind it.</summary>
    private Check? CheckBefore(Access act)
    {
        Check? last = null;
        foreach (var check in sequences.Checks)
        {
            if (check.Read is { IsContent: true } read && AreOnOne(read, act) && check.Region.Contains(act.Syntax.Span)
                && read.Syntax.SpanStart < act.Syntax.SpanStart && (last is null || read.Syntax.SpanStart >= last.Read.Syntax.SpanStart))
            {
                last = check;
            }
        }

        return last is not null && AreApart(last.Read, act) ? last : null;
    }

    /// <summary>Two calls on one container, about one key.</summary>
    private static bool AreOnOne(Access earlier, Access act) =>
        earlier.Frame == act.Frame && earlier.IsStep == act.IsStep && earlier.Syntax != act.Syntax
        && earlier.Path.WithoutLast().Equals(act.Path.WithoutLast()) && IsSameKey(earlier.Key, act.Key);

    /// <summary>There is a gap between the two that no lock covers. A plain container that is used without its lock races by itself, but for a look at its count.</summary>
    private static bool AreApart(Access earlier, Access act) =>
        act.IsStep || (earlier is { IsGlance: true, Locks.IsEmpty: true } && !act.Locks.IsEmpty) || (!earlier.Locks.IsEmpty && earlier.Locks.MayExclude(act.Locks) && act.Locks.HeldThroughout(earlier.Locks).IsEmpty);

    /// <summary>By the same words, in one frame: that a variable gets another value in between is what nobody writes.</summary>
    private static bool IsSameKey(ExpressionSyntax? one, ExpressionSyntax? two) =>
        one is null || two is null ? one is null && two is null : SyntaxFactory.AreEquivalent(one, two);

    /// <summary><c>if (!map.ContainsKey(key)) map[key] = value;</c></summary>
    private LateSuspect? Addition(Access act, Check check, CancellationToken cancellation)
    {
        if (act.Syntax is AssignmentExpressionSyntax { Right: var value } assignment && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            // What is computed for a key is the same each time: harm is done by what stores something else there.
            return Suspect(LateActHarm.Overwrites, check, act, IsLost(value, act, cancellation) ? static other => other.Storing != Storing.None : other => other.Storing != Storing.None && other.Syntax != act.Syntax);
        }

        if (act.Syntax is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call)
            return null;
        var arguments = call.ArgumentList.Arguments;
        return (act.Storing, arguments.Count) switch
        {
            (Storing.Always, 2) when !act.IsStep => Suspect(LateActHarm.AddThrows, check, act, static other => other.Storing != Storing.None),
            (Storing.Always, 1) when !act.IsStep && IsWithoutResult(call, cancellation) => Suspect(LateActHarm.AddsTwice, check, act, static other => other.Storing != Storing.None),
            (Storing.Sometimes, 2) when IsUsedAfter(arguments[1].Expression, call) && IsLost(arguments[1].Expression, act, cancellation) =>
                Suspect(LateActHarm.NotStored, check, act, static other => other.Storing != Storing.None),
            _ => null,
        };
    }

    /// <summary><c>if (map.ContainsKey(key)) use(map[key]);</c></summary>
    private static LateSuspect? Reading(Access act, Check check) =>
        act.Key is not null && act.Syntax is ElementAccessExpressionSyntax ? Suspect(LateActHarm.Removed, check, act, static other => other is { IsWrite: true, Storing: Storing.None }) : null;

    /// <summary><c>if (queue.Count &gt; 0) item = queue.Dequeue();</c>, <c>if (map.TryGetValue(key, out var value) &amp;&amp; value.IsOld) map.TryRemove(key, out _);</c></summary>
    private LateSuspect? Removal(Access act, Check check)
    {
        if (act.Syntax is not InvocationExpressionSyntax call)
            return null;
        if (act.Key is not null)
        {
            return OutNameOf(check.Read) is { } value && IsJudged(value, check, act) && (call.Parent is ExpressionStatementSyntax || IsDiscarded(call))
                ? Suspect(LateActHarm.RemovesOther, check, act, static other => other.Storing != Storing.None)
                : null;
        }

        var takes = act.IsStep
            ? call.Parent is ExpressionStatementSyntax && GivesElement(call)
            : check.Read.IsGlance && reader.OperationOf(call, CancellationToken.None) is IInvocationOperation { TargetMethod.OriginalDefinition: { Parameters.IsEmpty: true, ReturnType: ITypeParameterSymbol or { SpecialType: SpecialType.System_Object } } };
        return takes ? Suspect(LateActHarm.Taken, check, act, static other => other is { IsWrite: true, Storing: Storing.None }) : null;
    }

    /// <summary><c>map[key] = map[key] + 1;</c>, with both in one statement or the old value in a local.</summary>
    private LateSuspect? Update(Access act, CancellationToken cancellation)
    {
        if (act.Storing != Storing.Always)
            return null;
        if (act.Kind == AccessKind.ReadModifyWrite)
        {
            return act.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? null
                : new LateSuspect(LateActHarm.LostUpdate, act, act, static other => other.Storing != Storing.None) { Above = CheckBefore(act)?.Read };
        }

        if (act.Syntax is not AssignmentExpressionSyntax { Right: { } value } assignment || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            || value is IdentifierNameSyntax || reader.OperationOf(value, cancellation) is not { } computed)
        {
            return null;
        }

        foreach (var part in computed.DescendantsAndSelf())
        {
            // `map[key] = value = Make(key)`: what is set here is not what was read.
            if (part.Parent is ISimpleAssignmentOperation set && set.Target == part)
                continue;
            var read = part is ILocalReferenceOperation { Local: { } local } ? sequences.SourceOf(local, act.Syntax.SpanStart)
                : sequences.Contents.TryGetValue(part.Syntax, out var direct) ? direct
                : null;
            if (read is { IsGlance: false, Key: not null } && AreOnOne(read, act) && AreApart(read, act) && computed.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String })
                return new LateSuspect(LateActHarm.LostUpdate, read, act, static other => other.Storing != Storing.None) { Above = CheckBefore(act)?.Read };
        }

        return null;
    }

    private static LateSuspect Suspect(LateActHarm harm, Check check, Access act, Func<Access, bool> matters) =>
        new(harm, check.Read, act, matters) { CheckName = NameOf(check.Read) };

    private static string? NameOf(Access check) => check.Syntax switch
    {
        InvocationExpressionSyntax call => Targets.NameOf(call),
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private bool IsLost(ExpressionSyntax value, Access act, CancellationToken cancellation) => losses.Of(OriginOf(value, act, cancellation)) == Loss.Real;

    /// <summary>What a local was set to last, as the text goes.</summary>
    private IOperation? OriginOf(ExpressionSyntax value, Access act, CancellationToken cancellation)
    {
        if (value is IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            foreach (var node in FunctionAround(act.Syntax).DescendantNodes().Where(node => node.Span.End <= act.Syntax.SpanStart).Reverse())
            {
                var origin = node switch
                {
                    AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var right } when left.Identifier.ValueText == name => right,
                    VariableDeclaratorSyntax { Initializer.Value: var initial } declared when declared.Identifier.ValueText == name => initial,
                    _ => null,
                };
                if (origin is not null)
                    return reader.OperationOf(origin, cancellation);
            }
        }

        return reader.OperationOf(value, cancellation);
    }

    private bool IsWithoutResult(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        reader.OperationOf(call, cancellation) is IInvocationOperation { TargetMethod.ReturnsVoid: true };

    /// <summary>The value that was to be stored goes on being used.</summary>
    private static bool IsUsedAfter(ExpressionSyntax value, SyntaxNode call) =>
        value is IdentifierNameSyntax { Identifier.ValueText: var name }
        && FunctionAround(call).DescendantNodes().OfType<IdentifierNameSyntax>().Any(use => use.SpanStart > call.Span.End && use.Identifier.ValueText == name);

    private static SyntaxNode FunctionAround(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)
        ?? node.SyntaxTree.GetRoot();

    /// <summary>The local that <c>TryGetValue</c> gives its value to.</summary>
    private static string? OutNameOf(Access read) => read.Syntax is InvocationExpressionSyntax call
        ? call.ArgumentList.Arguments.Where(static argument => argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)).Select(static argument => argument.Expression switch
        {
            DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax given } => given.Identifier.ValueText,
            IdentifierNameSyntax given => given.Identifier.ValueText,
            _ => null,
        }).FirstOrDefault()
        : null;

    /// <summary>Whether some condition between the read and the act asks for the value.</summary>
    private static bool IsJudged(string value, Check check, Access act) =>
        act.Syntax.Ancestors().TakeWhile(outer => outer.Span.End > check.Read.Syntax.SpanStart && outer is not AnonymousFunctionExpressionSyntax)
            .OfType<IfStatementSyntax>()
            .Where(outer => outer.Statement.Span.Contains(act.Syntax.Span) && outer.Condition.Span.End > check.Read.Syntax.SpanStart)
            .Any(outer => outer.Condition.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == value && !check.Read.Syntax.Span.Contains(name.Span)));

    private static bool IsDiscarded(InvocationExpressionSyntax call) => call.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    /// <summary>An <c>out</c> argument that is more than <c>_</c>.</summary>
    private static bool GivesElement(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Any(static argument => argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
            && argument.Expression is not (DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax } or IdentifierNameSyntax { Identifier.ValueText: "_" }));
}
