using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>Callers serialize access to objects of this type: the analyzers report objects that two threads reach
/// without a common lock, and nothing inside the type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class NotThreadSafeAttribute : Attribute;
