using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Work that a constructor starts and that calls what a derived class of another program may override.</summary>
/// <remarks>What derived classes of this program do is known, and <see cref="EarlyWork"/> asks their constructors.</remarks>
internal sealed class OverridableWork(BodyReader reader, CallGraph calls, WorkBegin begins, Entrances entrances)
{
    private readonly OwnObject _own = new(reader);

    public IEnumerable<EscapingObject> Of(Frame constructor, CancellationToken cancellation)
    {
        // A constructor that waits for its work has it done in time.
        if (!entrances.MayBeDerivedElsewhere(constructor.Method!.ContainingType) || constructor.Joins.Count > 0)
            yield break;

        foreach (var (frame, place) in _own.Steps(constructor, cancellation))
        {
            foreach (var use in frame.Delegates)
            {
                if (use.Syntax is AssignmentExpressionSyntax || use.Source is not { Method: { } method, Receiver: { Root: PathRoot.This, Steps.IsEmpty: true } }
                    || !RunsApart(use, cancellation) || (use.PassedIn ?? begins.Of(use, cancellation)) is not { } begin)
                {
                    continue;
                }

                var work = use.Frame.Body.FrameOf(method) ?? reader.FrameOf(method, cancellation);
                if (Overridable(method, work, use, cancellation) is { } found)
                    yield return FindingOf(constructor, place ?? begin, use, work, found.Member, found.Call);
            }
        }
    }

    private static EscapingObject FindingOf(Frame constructor, SyntaxNode begin, DelegateUse use, Frame? work, IMethodSymbol member, SyntaxNode call)
    {
        var who = work is null ? member.Name : Places.NameOf(work);
        var does = call == use.Syntax ? "is" : $"calls '{(member.AssociatedSymbol ?? member).Name}' ({Places.LineOf(call, begin)}), which is";
        return new EscapingObject(constructor, begin, [], $"{who} ({use.How}) {does} for derived classes to override, whose constructors run after this one", IsSuggestion: true)
        {
            OtherPlaces = call == use.Syntax ? [] : [call.GetLocation()],
        };
    }

    private bool RunsApart(DelegateUse use, CancellationToken cancellation) => use.Fate switch
    {
        DelegateFate.Spawned => !use.Joined && !use.Handle.IsOverHere,
        DelegateFate.Passed => calls.UsesOfParameter(use.PassedTo!, use.PassedAs, cancellation).Any(static inside => inside is { Fate: DelegateFate.Spawned, Joined: false, Handle.IsOverHere: false }),
        _ => false,
    };

    /// <summary>The first member that may be overridden among what the work calls on the object, and the call.</summary>
    private (IMethodSymbol Member, SyntaxNode Call)? Overridable(IMethodSymbol method, Frame? work, DelegateUse use, CancellationToken cancellation)
    {
        if (IsOverridable(method))
            return (method, use.Syntax);
        if (work is null)
            return null;

        foreach (var call in _own.FramesOf(work, cancellation).SelectMany(static frame => frame.Calls))
        {
            if (OwnObject.IsOnOwn(call) && IsOverridable(call.Target) && !IsOfBase(call.Syntax))
                return (call.Target, call.Syntax);
        }

        return null;
    }

    private static bool IsOverridable(IMethodSymbol method) =>
        method is { ContainingType: { TypeKind: TypeKind.Class, IsSealed: false }, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal }
        && (method.IsVirtual || method.IsAbstract || method is { IsOverride: true, IsSealed: false });

    private static bool IsOfBase(SyntaxNode call) =>
        (call is InvocationExpressionSyntax invocation ? invocation.Expression : call) is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax };
}
