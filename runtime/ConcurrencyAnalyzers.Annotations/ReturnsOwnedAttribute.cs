using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The result is new at each call and nobody else holds it: until the caller shares it, no lock is needed.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Delegate)]
public sealed class ReturnsOwnedAttribute : Attribute;
