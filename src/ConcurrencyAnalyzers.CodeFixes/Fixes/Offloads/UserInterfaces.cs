using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Fixes.Offloads;

/// <summary>Whether work uses objects that belong to the thread of a user interface: then it has to stay there.</summary>
internal static class UserInterfaces
{
    /// <summary>Errs towards yes: work whose source is not here may do anything.</summary>
    public static bool AreTouchedBy(IMethodSymbol work, FixQuestion ask) =>
        !new WorkReader(ask).All(work, part => part switch
        {
            IInvocationOperation call => IsElsewhere(call.TargetMethod, ask) && !call.IsVirtual,
            IPropertyReferenceOperation property => IsElsewhere(property.Property, ask),
            IEventReferenceOperation raised => IsElsewhere(raised.Event, ask),
            IObjectCreationOperation { Type: { } type } => !IsOfInterface(type, ask),
            IDynamicInvocationOperation or IDynamicMemberReferenceOperation => false,
            _ => true,
        });

    /// <summary>A member of the program is looked into; one that a control inherits is the control's.</summary>
    private static bool IsElsewhere(ISymbol member, FixQuestion ask) =>
        member.IsStatic || SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, ask.Compilation.Assembly) && !member.IsVirtual && !member.IsAbstract && !member.IsOverride
        || !IsOfInterface(member.ContainingType, ask);

    private static bool IsOfInterface(ITypeSymbol type, FixQuestion ask) => (ask.Model.NatureOf(type) & ApiNature.Ui) != 0;
}
