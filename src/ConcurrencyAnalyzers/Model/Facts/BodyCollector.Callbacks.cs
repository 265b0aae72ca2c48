using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Code that is handed over in another form than a delegate, and what a cancellation runs.</summary>
internal sealed partial class BodyCollector
{
    /// <summary>
    /// <c>ThreadPool.UnsafeQueueUserWorkItem(item, …)</c>: an object stands for its one method. Of one that is known by its interface alone nobody
    /// knows whose method that is.
    /// </summary>
    private void RecordWorkItems(IInvocationOperation call, ImmutableArray<ApiEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is not { Verb: ApiVerb.Spawns, Target: { IsParameter: true, Part: ApiPart.Itself } }
                || Operands.ArgumentOf(call, effect.Target.Ordinal) is not { Parameter.Type: INamedTypeSymbol { TypeKind: TypeKind.Interface } contract } argument)
            {
                continue;
            }

            var item = Operands.Unwrapped(argument.Value);
            if (item.Type is not { TypeKind: TypeKind.Class } type || contract.GetMembers().OfType<IMethodSymbol>().FirstOrDefault() is not { } declared
                || type.FindImplementationForInterfaceMember(declared) is not IMethodSymbol method)
            {
                continue;
            }

            var source = new DelegateSource(method.OriginalDefinition, null, _paths.PathOf(item)) { Constructed = method };
            _frame.Delegates.Add(Spawned(call, call.TargetMethod, effect, argument.Value, source));
        }
    }

    /// <summary>
    /// What is registered with a token runs on the thread that cancels: on that of a timer where the source was told when. Who else may cancel, and whether on another
    /// thread, is not known; nor what happens once the registration, which somebody keeps, is taken back.
    /// </summary>
    private bool RunsOnTimer(IOperation call, IMethodSymbol method) =>
        call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }
        && call is IInvocationOperation { Instance: { } token } && method.ContainingType.Name == "CancellationToken" && IsTimed(token, depth: 4);

    private bool IsTimed(IOperation? value, int depth) => Operands.Unwrapped(value) switch
    {
        IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: "CancellationTokenSource" }, Instance: { } source } => IsTimed(source, depth),
        ILocalReferenceOperation { Local: { } local } reference when depth > 0 => _variables.OnlyValueOf(local) is { } made && (IsTimed(made, depth - 1) || IsToldWhen(local, reference)),
        IFieldReferenceOperation { Field: { } field } reference => IsToldWhen(field, reference),
        IObjectCreationOperation { Type.Name: "CancellationTokenSource", Arguments: { IsEmpty: false } delay } => !Durations.IsInfinite(delay[0].Value),
        _ => false,
    };

    /// <summary>The source itself is made with a time, or is given one where it is in sight: <c>new(1000)</c>, <c>_source.CancelAfter(1000)</c>.</summary>
    private static bool IsToldWhen(ISymbol source, IOperation reference)
    {
        if ((source as IFieldSymbol)?.Type.Name != "CancellationTokenSource" && (source as ILocalSymbol)?.Type.Name != "CancellationTokenSource")
            return false;
        if (source is IFieldSymbol && source.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } }))
            return true;

        SyntaxNode? scope = source is ILocalSymbol
            ? reference.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>()
            : reference.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return (scope ?? reference.Syntax.SyntaxTree.GetRoot()).DescendantNodes().Any(node =>
            node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CancelAfter", Expression: var owner } && Targets.NameOf(owner) == source.Name);
    }
}
