using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Looks for checks that are made before a lock is taken and do not hold under it, or let one see what is not finished.</summary>
/// <remarks>
/// The lock is the evidence for the second thread: who takes it to set the variable expects one, unless one thread alone is seen to check. Errs towards silence: any read of the variable
/// under the lock that is not merely a use of its object counts as the second check, and so does any condition around the assignment.
/// </remarks>
internal sealed class CheckFinder(BodyReader reader, ApiLookup api, CallGraph calls, MemoryUses uses, WriteGuards guards, WideTypes wide)
{
    private readonly Losses _losses = new(api);

    public IEnumerable<BrokenCheck> ChecksIn(SyntaxTree tree, CancellationToken cancellation)
    {
        var bodies = new List<(BodyFacts Body, CheckReader Checks)>();
        foreach (var member in CheckedLocks.Of(tree, cancellation).Members)
        {
            foreach (var body in reader.FactsOf(member, cancellation))
            {
                if (reader.OperationOf(body.Syntax, cancellation) is { } root && CheckReader.TryRead(body, root, api) is { } checksOfBody)
                    bodies.Add((body, checksOfBody));
            }
        }

        var checks = bodies.SelectMany(static one => one.Checks.Checks).ToList();
        var places = new HashSet<SyntaxNode>();
        foreach (var (body, facts) in bodies)
        {
            foreach (var section in body.IsConstructing ? [] : body.Frames.SelectMany(SectionsOf))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var found in BrokenIn(section, checks, facts, cancellation))
                {
                    // One write under two locks is one mistake.
                    if (places.Add(found.Write.Syntax))
                        yield return found;
                }
            }
        }
    }

    /// <summary>
    /// The code that a frame runs under one acquisition of a lock. One that it leaves taken is given back by another method: what is set then says that it is taken,
    /// and who waited for it sets that anew on purpose. An object of unknown code that is disposed at the end may be no lock at all.
    /// </summary>
    private static IEnumerable<LockedSection> SectionsOf(Frame frame)
    {
        var held = frame.Accesses.Concat<Site>(frame.Calls).SelectMany(static site => site.Locks.Held)
            .Where(one => one is { Mode: LockMode.Exclusive, Text.Length: > 0 } && !frame.LeavesHeld.Any(kept => kept.Syntax == one.Syntax)).GroupBy(static one => one.Syntax).Select(static group => group.First());
        foreach (var one in held)
            yield return new LockedSection(frame, one);
    }

    private IEnumerable<BrokenCheck> BrokenIn(LockedSection section, List<Check> checks, CheckReader facts, CancellationToken cancellation)
    {
        var writes = section.Accesses.Where(static access => access.Kind == AccessKind.Write && LockedSection.ValueOf(access) is not null).ToList();
        var reported = new HashSet<Memory>();
        foreach (var write in writes)
        {
            if (reported.Contains(write.Memory) || OuterCheckOf(write, section, checks, cancellation) is not { } check)
                continue;

            var found = Repetition(write, check, section, cancellation) ?? Publication(write, check, section, checks, facts, cancellation) ?? Tearing(write, check, section);
            if (found is null || guards.HaveOneThread([check.Read], cancellation))
                continue;
            reported.Add(write.Memory);
            yield return found;
        }

        if (OtherVariable(section, checks, writes) is { } other)
            yield return other;
    }

    /// <summary>A check without any lock that lets one on to the lock under which <paramref name="write"/> stands.</summary>
    private Check? OuterCheckOf(Access write, LockedSection section, List<Check> checks, CancellationToken cancellation)
    {
        if (!write.Path.IsCertain)
            return null;

        foreach (var check in checks)
        {
            if (!IsOf(check, write))
                continue;
            if (check.Read.Frame == section.Frame && check.Region.Contains(section.Start) && check.Condition.SpanStart < section.Start)
                return check;
        }

        return write.Path.Root is PathRoot.This or PathRoot.Static ? CheckInCallers(write, section, checks, cancellation) : null;
    }

    /// <summary>Every caller checks, and the method itself is called for nothing else.</summary>
    private Check? CheckInCallers(Access write, LockedSection section, List<Check> checks, CancellationToken cancellation)
    {
        var frame = section.Frame;
        if (frame.Method is not { DeclaredAccessibility: Accessibility.Private } || frame.Parent is not null)
            return null;

        var callers = calls.CallersOf(frame, cancellation);
        Check? found = null;
        foreach (var site in callers.Sites)
        {
            if (site is not CallSite call || !call.Locks.IsEmpty || (write.Path.Root == PathRoot.This && !call.Receiver.Equals(MemoryPath.This)))
                return null;
            var check = checks.FirstOrDefault(check => IsOf(check, write) && check.Read.Frame == call.Frame && check.Region.Contains(call.Syntax.Span));
            if (check is null)
                return null;
            found ??= check;
        }

        return callers.IsComplete ? found : null;
    }

    private static bool IsOf(Check check, Access write) =>
        check.Read.Locks.IsEmpty && check.Read.Memory.Equals(write.Memory) && check.Read.Path.Equals(write.Path) && check.Read.Phase == Phase.Normal;

    private BrokenCheck? Repetition(Access write, Check check, LockedSection section, CancellationToken cancellation)
    {
        if (write.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression) || !section.IsUnconditional(write.Syntax) || section.IsReadBefore(write, reader, cancellation)
            || section.IsTakenBack(write))
        {
            return null;
        }

        var value = LockedSection.ValueOf(write)!;
        var isConstant = LockedSection.IsConstant(value, write.Memory.Type) || section.IsOfAnother(value, write);
        if (!check.WhenSet && LockedSection.IsFirstValue(value))
            return null;
        if (check.WhenSet && section.UseBefore(write) is { } use && LockedSection.IsEmptyValue(value))
            return new BrokenCheck(CheckGap.GoneMeanwhile, write, check) { Lock = section.Lock.Text, Other = use };

        // To set twice what stands in the source or in another field changes nothing; to do what stands beside it twice may.
        if (isConstant && (check.WhenSet || !section.DoesWork))
            return null;
        return new BrokenCheck(CheckGap.NotRepeated, write, check) { Lock = section.Lock.Text, IsSuggestion = isConstant ? section.EndsSomething : _losses.IsMadeWhole(write.Value) };
    }

    private BrokenCheck? Publication(Access write, Check check, LockedSection section, List<Check> checks, CheckReader facts, CancellationToken cancellation)
    {
        var value = LockedSection.ValueOf(write)!;
        if (check.WhenSet || LockedSection.IsEmptyValue(value))
            return null;
        if (write.Memory.Type.IsReferenceType && section.FillingAfter(write, value, facts, reader, cancellation) is { } filling)
            return new BrokenCheck(CheckGap.HalfMade, write, check) { Lock = section.Lock.Text, Other = filling };

        foreach (var other in section.OthersSetAfter(write, reader, cancellation))
        {
            if (!IsCheckedToo(other.Access, check, checks) && EarlyReadOf(other.Access, check, section, checks, cancellation) is { } early)
                return new BrokenCheck(CheckGap.FlagFirst, write, check) { Lock = section.Lock.Text, Other = other.Place, OtherName = other.Access.Path.Name, Reader = early };
        }

        if (check.IsVolatile || write.IsAtomic || write.Memory.Type.IsReferenceType || write.Memory.Type.SpecialType == SpecialType.None || write.Memory.Symbol is IFieldSymbol { IsVolatile: true })
            return null;
        foreach (var other in section.OthersSetBefore(write))
        {
            if (EarlyReadOf(other, check, section, checks, cancellation) is { } early)
            {
                return new BrokenCheck(CheckGap.PlainFlag, write, check)
                {
                    Lock = section.Lock.Text, Other = other.Syntax, OtherName = other.Path.Name, Reader = early, IsSuggestion = true,
                };
            }
        }

        return null;
    }

    /// <summary><c>if (_first is null || _second is null)</c>: whom the condition lets through has seen the other one set as well.</summary>
    private static bool IsCheckedToo(Access other, Check check, List<Check> checks) =>
        checks.Exists(one => one.Condition == check.Condition && one.WhenSet == check.WhenSet && one.Read.Path.Equals(other.Path) && one.Region == check.Region);

    /// <summary>A value without a lock that is read where the check has let one through: behind it, or behind a call of the method that checks.</summary>
    private SyntaxNode? EarlyReadOf(Access other, Check check, LockedSection section, List<Check> checks, CancellationToken cancellation)
    {
        var method = check.Read.Frame.Method;
        foreach (var read in uses.Of(other.Memory, cancellation).Accesses)
        {
            if (read.Kind != AccessKind.Read || !read.Path.Equals(other.Path) || read.Phase != Phase.Normal || read.Locks.MayExclude(LockSet.Empty.With(section.Lock))
                || checks.Any(one => one.Read.Syntax == read.Syntax))
            {
                continue;
            }

            // Whom the check lets on to the lock has not seen the variable set.
            var frame = read.Frame;
            if (frame == check.Read.Frame && check.Region.Contains(read.Syntax.Span))
                continue;
            if (frame == check.Read.Frame && read.Syntax.SpanStart > check.Condition.Span.End)
                return read.Syntax;
            if (frame.Calls.Any(call => call.Syntax.SpanStart < read.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(call.Target, method?.OriginalDefinition)))
                return read.Syntax;
        }

        return null;
    }

    private BrokenCheck? Tearing(Access write, Check check, LockedSection section) =>
        !check.WhenSet && (write.Memory.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } type ? !IsSmall(type.TypeArguments[0]) : wide.IsWide(write.Memory.Type))
            ? new BrokenCheck(CheckGap.Torn, write, check) { Lock = section.Lock.Text }
            : null;

    /// <summary>With the flag beside it, eight bytes: compilers copy them at once. Of a type that is not known nobody can tell; <c>T?</c> may be a reference.</summary>
    private static bool IsSmall(ITypeSymbol type) => type.TypeKind is TypeKind.Enum or TypeKind.Error || type.SpecialType is
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Char or SpecialType.System_Int16
        or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single;

    /// <summary><c>if (_a is null) lock (…) if (_b is null) _b = …</c>: the outer check says nothing of what the inner one makes.</summary>
    private static BrokenCheck? OtherVariable(LockedSection section, List<Check> checks, List<Access> writes)
    {
        if (!section.IsOnlyACheck || writes.Count == 0 || section.CallsItsObject)
            return null;

        var outer = checks.Where(check => !check.WhenSet && check.Read.Locks.IsEmpty && check.Read.Frame == section.Frame && section.IsDirectlyIn(check)).ToList();
        if (outer.Count != 1 || section.Accesses.Any(access => access.Memory.Equals(outer[0].Read.Memory)))
            return null;

        var inner = checks.FirstOrDefault(check => !check.WhenSet && section.Holds(check.Read));
        var write = inner is null ? null : writes.FirstOrDefault(write => write.Path.Equals(inner.Read.Path));
        return write is null || !SymbolEqualityComparer.Default.Equals(write.Memory.Type, outer[0].Read.Memory.Type) ? null
            : new BrokenCheck(CheckGap.OtherVariable, write, outer[0]) { Lock = section.Lock.Text, Other = inner!.Read.Syntax, OtherName = outer[0].Read.Path.Name };
    }
}
