using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The static method is meant for worker processes. The analyzers check where it is declared what else they check where it is submitted:
/// arguments and result can cross, and no mutable static of the parent is used.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WorkerFunctionAttribute : Attribute;
