using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What calls do to the content of lists, dictionaries, and other objects that are not safe by themselves.</summary>
/// <remarks>The content has the name of its container and one step more, like the elements of an array: of which key it is about nothing is known.</remarks>
internal sealed partial class BodyCollector
{
    private void RecordContents(IOperation call, ImmutableArray<ApiEffect> effects, SyntaxNode whole)
    {
        foreach (var effect in effects)
        {
            if (effect.Verb is not (ApiVerb.Reads or ApiVerb.Writes or ApiVerb.Updates))
                continue;
            if (effect.Has(ApiFlags.Atomically))
            {
                if (effect.Target.Kind == ApiOperandKind.This)
                    RecordStep(call, effect, effects, whole);
                else if (effect.Target.IsParameter && Operands.ArgumentOf(call, effect.Target.Ordinal) is { Parameter: { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_String }, Value: { } name })
                    RecordFile(call, effect, name, whole);
                continue;
            }

            var kind = effect.Verb == ApiVerb.Reads ? AccessKind.Read : AccessKind.Write;
            var pending = effect.Has(ApiFlags.WhenAwaited) && HandleFlow.IsHandle(call.Type) ? _handles.HandleOf(call) : null;
            if (effect.Target.Kind == ApiOperandKind.This)
                RecordContent(Operands.Of(call, effect.Target), whole, kind, KeyOf(call), StoringBy(effects), isGlance: kind == AccessKind.Read && IsGlance(call), pending);
            else if (effect.Target.IsParameter && Operands.ArgumentOf(call, effect.Target.Ordinal) is { Parameter.RefKind: RefKind.None, Value: { } passed })
            {
                if (effect.Has(ApiFlags.Counted))
                    RecordCopy(passed, whole);
                if (effect is { Verb: ApiVerb.Reads, Time: ApiTime.Deferred } && SequenceFlow.IsSequence(call.Type))
                    RecordQuery(passed, call, whole);
                else
                    RecordContent(passed, whole, kind, pending: pending);

                // `map.GetValueOrDefault(key)` extends all dictionaries: on one that is safe by itself it is a step like any other.
                if (kind == AccessKind.Read && effect.Target.Ordinal == 0 && Operands.ArgumentOf(call, 1) is { Parameter.RefKind: RefKind.None, Value.Syntax: ExpressionSyntax key })
                    AddStep(passed, whole, AccessKind.Read, ElementIndex.Any, key, Storing.None, isGlance: false);
            }
        }
    }

    /// <summary>A call on a collection that is safe by itself: the collection it is made on has a name, and so have the steps of a sequence.</summary>
    private void RecordStep(IOperation call, ApiEffect effect, ImmutableArray<ApiEffect> effects, SyntaxNode whole)
    {
        var kind = effect.Verb == ApiVerb.Reads ? AccessKind.Read
            : call is IPropertyReferenceOperation && UseOf(call).Reads ? AccessKind.ReadModifyWrite
            : AccessKind.Write;
        AddStep(Operands.Of(call, effect.Target), whole, kind, CounterIn(call), KeyOf(call), StoringBy(effects), isGlance: kind == AccessKind.Read && IsGlance(call));
    }

    /// <summary><c>File.Exists(_path)</c>: each call is one step of the system's; what has a name here is the variable that holds the file's name.</summary>
    private void RecordFile(IOperation call, ApiEffect effect, IOperation name, SyntaxNode whole)
    {
        var text = Operands.Unwrapped(name);
        var path = text is IFieldReferenceOperation { Field: { IsConst: true } constant } ? MemoryPath.StaticMember(constant) : _paths.PathOf(text);
        if (text?.Syntax is not ExpressionSyntax target || ContentOf(path) is not { } content)
            return;
        _frame.Steps.Add(new Access(_frame, whole, target, content, path.Then(PathStep.Element(ElementIndex.Any)), effect.Verb == ApiVerb.Reads ? AccessKind.Read : AccessKind.Write, _locks)
        {
            IsContent = true, IsAtomic = true, IsFile = true, Storing = effect.Verb == ApiVerb.Writes ? Storing.Always : Storing.None, IsGlance = call.Type?.SpecialType == SpecialType.System_Boolean,
        });
    }

    /// <summary>A collection that is safe by itself, but not between the question how much it holds and the copy that relies on the answer.</summary>
    private void RecordCopy(IOperation passed, SyntaxNode whole)
    {
        if (Operands.Unwrapped(passed)?.Type is { } type && type.AllInterfaces.Any(static one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T) && whole is ExpressionSyntax copy)
            AddStep(passed, whole, AccessKind.Read, ElementIndex.Any, copy, Storing.None, isGlance: false, isCopy: true);
    }

    private void AddStep(IOperation? collection, SyntaxNode whole, AccessKind kind, ElementIndex index, ExpressionSyntax? key, Storing storing, bool isGlance, bool isCopy = false)
    {
        var container = Operands.Unwrapped(collection);
        if (container?.Syntax is not ExpressionSyntax target || container.Type is not { } type || (_api.NatureOf(type) & ApiNature.Safe) == 0)
            return;

        var path = _paths.PathOf(container);
        if (ContentOf(path) is not { } content)
            return;
        _frame.Steps.Add(new Access(_frame, whole, target, content, path.Then(PathStep.Element(index)), kind, _locks)
        {
            IsContent = true, IsAtomic = true, Key = key, Storing = storing, IsGlance = isGlance, IsCopy = isCopy,
        });
    }

    /// <summary>What the call is about: its first argument, unless it gives that back.</summary>
    private static ExpressionSyntax? KeyOf(IOperation call) =>
        Operands.ArgumentOf(call, 0) is { Parameter.RefKind: RefKind.None, Value.Syntax: ExpressionSyntax key } ? key : null;

    /// <summary>The number that a parallel loop hands to its body is nobody else's key; of all other keys nothing is known.</summary>
    private ElementIndex CounterIn(IOperation call)
    {
        var key = Operands.Unwrapped(Operands.ArgumentOf(call, 0)?.Value);
        return key is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } }
            ? _paths.IndexOf(key)
            : ElementIndex.Any;
    }

    private static Storing StoringBy(ImmutableArray<ApiEffect> effects)
    {
        var storing = Storing.None;
        foreach (var effect in effects)
        {
            if (effect is { Verb: ApiVerb.Adds, Other.Kind: ApiOperandKind.This } or { Verb: ApiVerb.Passes, Other: { Kind: ApiOperandKind.This, Part: ApiPart.Elements } })
                storing = effect.Has(ApiFlags.IfTrue) ? Storing.Sometimes : Storing.Always;
        }

        return storing;
    }

    private void RecordContent(
        IOperation? container, SyntaxNode whole, AccessKind kind, ExpressionSyntax? key = null, Storing storing = Storing.None, bool isGlance = false,
        Handle? pending = null)
    {
        container = Operands.Unwrapped(container);
        if (container?.Syntax is not ExpressionSyntax target || !IsPlainContainer(container.Type))
            return;

        var path = _paths.PathOf(container);
        if (ContentOf(path) is not { } content)
            return;

        // Who runs a query uses the object behind it, whatever the query only reads there.
        if (IsView(container.Type))
        {
            if (!IsUnsafe(content.Type))
                return;
            kind = AccessKind.Write;
        }

        Add(new Access(_frame, whole, target, content, path.Then(PathStep.Element(ElementIndex.Any)), kind, _locks)
        {
            IsContent = true, IsGlance = isGlance, Key = key, Storing = storing, Pending = pending,
        });
    }

    /// <summary>The content of the container that <paramref name="path"/> leads to; null where it has no name, or one that this activation alone knows.</summary>
    private Memory? ContentOf(MemoryPath path)
    {
        var holder = path.Holder;
        return holder switch
        {
            // Of a task that goes on with it no function need be told.
            ILocalSymbol local when !_variables.IsCaptured(local) && !IsUnsafe(local.Type) => null,
            // The base class of a controller gives the request by a property: one object for one controller.
            IPropertySymbol property when !PropertyShapes.HasField(property) && !IsScoped(property.Type) => null,
            IFieldSymbol { ContainingType.IsTupleType: true } or null => null,
            _ => new Memory(holder, path.Depth + 1),
        };
    }

    /// <summary>Arrays are memory by themselves, and strings never change.</summary>
    private bool IsPlainContainer(ITypeSymbol? type) =>
        type is { IsReferenceType: true, TypeKind: TypeKind.Class or TypeKind.Interface }
        && (_api.NatureOf(type) & (ApiNature.Safe | ApiNature.Immutable | ApiNature.Lock | ApiNature.Handle | ApiNature.Feed)) == 0;

    private bool IsUnsafe(ITypeSymbol type) => (_api.NatureOf(type) & ApiNature.Unsafe) != 0;

    private bool IsScoped(ITypeSymbol type) => (_api.NatureOf(type) & ApiNature.Scoped) != 0;

    private bool IsView(ITypeSymbol? type) => type is not null && (_api.NatureOf(type) & ApiNature.View) != 0;

    /// <summary>A count or a flag is read in one step: at worst it is old.</summary>
    private static bool IsGlance(IOperation call) =>
        call is IPropertyReferenceOperation { Property.IsIndexer: false, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Boolean };

    /// <summary>A loop over a container reads it from its first round to its last.</summary>
    private void RecordEnumeration(IForEachLoopOperation loop)
    {
        var collection = loop.Collection;
        while (collection is IConversionOperation { OperatorMethod: null } conversion)
            collection = conversion.Operand;
        if (collection.Type is not { } type || !IsPlainContainer(type) || EnumeratorOf(type) is not { } enumerator)
            return;

        if (_api.EffectsOf(enumerator).Any(static effect => effect is { Verb: ApiVerb.Reads, Target.Kind: ApiOperandKind.This }))
            RecordContent(collection, loop.Collection.Syntax, AccessKind.Read);
    }

    private static ISymbol? EnumeratorOf(ITypeSymbol type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.GetMembers("GetEnumerator").FirstOrDefault() is { } own)
                return own;
        }

        return type.AllInterfaces.SelectMany(static contract => contract.GetMembers("GetEnumerator")).FirstOrDefault();
    }
}
