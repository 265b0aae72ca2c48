using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Loops that read a socket, a pipe, a channel or the ticks of a timer: what takes long in them holds up whoever sends.</summary>
internal sealed class FeedLoops(BodyReader reader, ApiLookup api)
{
    private const int MaxOrigin = 4;

    /// <summary>The loops of <paramref name="frame"/> itself, without its lambdas.</summary>
    public IEnumerable<ServingRoot> In(Frame frame, CancellationToken cancellation)
    {
        if (!frame.IsAsync || frame.Method is not { } method || reader.OperationOf(frame.Syntax, cancellation) is not { } code)
            yield break;

        BodyVariables? variables = null;
        var seen = new HashSet<SyntaxNode>();
        foreach (var part in code.Descendants())
        {
            var (call, loop) = part switch
            {
                IAwaitOperation awaited => (CallIn(awaited.Operation), LoopAround(awaited, code)),
                IForEachLoopOperation { IsAsynchronous: true } each => (CallIn(each.Collection), IsOwn(each, code) ? each : null),
                _ => default,
            };
            if (call is null || loop is null)
                continue;

            variables ??= BodyVariables.Read(Outermost(code), method);
            foreach (var effect in api.EffectsOf(call.TargetMethod))
            {
                if (effect.Verb == ApiVerb.Receives && IsFeed(Operands.Of(call, effect.Target), variables, MaxOrigin) && seen.Add(loop.Syntax))
                    yield return new ServingRoot(method, effect.Place == ApiPlace.Timer ? ServingKind.Timer : ServingKind.Feed, $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}") { Loop = loop.Syntax };
            }
        }
    }

    /// <summary>Without what only configures the await.</summary>
    private static IInvocationOperation? CallIn(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" or "AsTask" } configured when (configured.Instance ?? configured.Arguments.FirstOrDefault()?.Value) is { } inner:
                    operation = inner;
                    break;
                default:
                    return operation as IInvocationOperation;
            }
        }
    }

    private static ILoopOperation? LoopAround(IOperation operation, IOperation code)
    {
        for (var parent = operation.Parent; parent is not null && parent != code; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return null;
            if (parent is ILoopOperation loop)
                return IsOwn(loop, code) ? loop : null;
        }

        return null;
    }

    private static bool IsOwn(IOperation operation, IOperation code)
    {
        for (var parent = operation.Parent; parent is not null && parent != code; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return false;
        }

        return true;
    }

    private static IOperation Outermost(IOperation code)
    {
        while (code.Parent is { } above)
            code = above;
        return code;
    }

    /// <summary>A feed, or a reader over one that is made in sight.</summary>
    private bool IsFeed(IOperation? source, BodyVariables variables, int depth)
    {
        if (source is null || depth == 0)
            return false;
        if (source.Type is { } type && (api.NatureOf(type) & ApiNature.Feed) != 0)
            return true;

        return source switch
        {
            IConversionOperation conversion => IsFeed(conversion.Operand, variables, depth - 1),
            ILocalReferenceOperation { Local: { } local } => IsFeed(variables.OnlyValueOf(local), variables, depth - 1),
            IObjectCreationOperation creation => creation.Arguments.Any(argument => IsFeed(argument.Value, variables, depth - 1)),
            _ => false,
        };
    }
}
