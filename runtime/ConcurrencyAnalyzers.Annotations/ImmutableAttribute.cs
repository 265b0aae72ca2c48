using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>After construction nothing reachable from an object of this type changes: it may be shared without a lock.
/// A promise that the analyzers check inside the type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class ImmutableAttribute : Attribute;
