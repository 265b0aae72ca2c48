using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The method can hold its calling thread until something outside happens: reported in asynchronous code and while a lock is held.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor)]
public sealed class BlockingAttribute : Attribute;
