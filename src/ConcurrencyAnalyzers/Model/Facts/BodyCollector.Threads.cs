using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Threads that are made by hand, and what is said about them.</summary>
internal sealed partial class BodyCollector
{
    /// <summary>Longer code than this is not quoted in a message.</summary>
    private const int MaxWorkText = 40;

    private void RecordThread(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor)
            return;

        foreach (var effect in _api.EffectsOf(constructor))
        {
            if (effect is not { Verb: ApiVerb.Spawns, Place: ApiPlace.Thread, Other.Kind: ApiOperandKind.This })
                continue;

            var work = Operands.Of(creation, effect.Target);
            var source = SourceOf(work, depth: 4);
            _frame.Threads.Add(new ThreadSite(_frame, creation.Syntax, HandleOfNew(creation))
            {
                Work = source.Method,
                WorkText = TextOf(work, source),
                PassedOn = PassOf(creation, MemoryPath.Allocation(creation.Syntax)),
                IsBackground = creation.Initializer is { } initializer && initializer.Initializers.Any(SaysBackground),
            });
            return;
        }
    }

    /// <summary>Unlike a task, which is what a call gives, a new thread is often the value of a field's declaration.</summary>
    private Handle HandleOfNew(IObjectCreationOperation creation)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation conversion)
            value = conversion;
        return value.Parent switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: > 0 } fields } => new Handle { Paths = fields.Select(static field => Own(field)).ToImmutableArray() },
            IPropertyInitializerOperation { InitializedProperties: { Length: > 0 } properties } => new Handle { Paths = properties.Select(static property => Own(property)).ToImmutableArray() },
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } when IsOurs(method) => Handle.Escaped,
            IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } } when IsOurs(constructor) => Handle.Escaped,
            _ => _handles.HandleOf(creation),
        };
    }

    private static MemoryPath Own(ISymbol member) => member.IsStatic ? MemoryPath.StaticMember(member) : MemoryPath.This.Then(PathStep.Member(member));

    private static string TextOf(IOperation? work, DelegateSource source)
    {
        if (source.Method is { MethodKind: not MethodKind.AnonymousFunction } method)
            return method.Name;
        var text = work?.Syntax.ToString() ?? "";
        return text.Length is > 0 and <= MaxWorkText && text.IndexOf('\n') < 0 ? text : "a lambda";
    }

    /// <summary><c>thread.IsBackground = true</c>, or what an expression decides; the initializer of the creation is read with the creation.</summary>
    private void RecordBackground(IPropertyReferenceOperation property)
    {
        if (property.Parent is not ISimpleAssignmentOperation assignment || assignment.Target != property || !SaysBackground(assignment))
            return;

        var path = _paths.HandlePathOf(property.Instance);
        if (!path.IsUnknown)
            _frame.Backgrounds.Add(new BackgroundSite(_frame, assignment.Syntax, path));
    }

    private static bool SaysBackground(IOperation operation) =>
        operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "IsBackground", ContainingType.Name: "Thread" } }, Value: { } value }
        && value.ConstantValue is not { HasValue: true, Value: false };

    private void RecordPass(IOperation handle, MemoryPath path)
    {
        if (PassOf(handle, path) is { } pass)
            _frame.Passes.Add(pass);
    }

    private HandlePass? PassOf(IOperation handle, MemoryPath path)
    {
        var value = handle;
        while (value.Parent is IConversionOperation conversion)
            value = conversion;
        if (value.Parent is not IArgumentOperation { Parameter: { } parameter, Parent: { } call })
            return null;

        var method = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor;
        return method is not null && IsOurs(method)
            ? new HandlePass(_frame, call.Syntax, path, (method.ReducedFrom ?? method).OriginalDefinition, parameter.Ordinal)
            : null;
    }
}
