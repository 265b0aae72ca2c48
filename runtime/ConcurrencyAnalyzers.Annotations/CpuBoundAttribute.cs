using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The method computes for long enough (about a millisecond and more) that a thread which serves others must not run it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor)]
public sealed class CpuBoundAttribute : Attribute;
