using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>Every pair of public members may run at once on one object. A promise that the analyzers check inside the type.</summary>
/// <remarks>On a field or parameter: this value may be shared between threads although its type does not say so.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface |
    AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ThreadSafeAttribute : Attribute;
