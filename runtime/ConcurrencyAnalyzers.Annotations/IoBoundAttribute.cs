using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The method spends its time waiting for a device or a peer, not computing: its loops are no CPU work, whatever they look like.</summary>
/// <remarks>It says nothing of the thread meanwhile: a method that holds it carries <see cref="BlockingAttribute"/> as well.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor)]
public sealed class IoBoundAttribute : Attribute;
