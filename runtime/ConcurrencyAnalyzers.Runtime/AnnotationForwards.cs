// The annotations live in an assembly for every target; code that knows only the runtime finds them through it.
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Annotations;

[assembly: TypeForwardedTo(typeof(AcquiresAttribute))]
[assembly: TypeForwardedTo(typeof(BlockingAttribute))]
[assembly: TypeForwardedTo(typeof(ConfinedAttribute))]
[assembly: TypeForwardedTo(typeof(CpuBoundAttribute))]
[assembly: TypeForwardedTo(typeof(GuardedByAttribute))]
[assembly: TypeForwardedTo(typeof(ImmutableAttribute))]
[assembly: TypeForwardedTo(typeof(IoBoundAttribute))]
[assembly: TypeForwardedTo(typeof(NotThreadSafeAttribute))]
[assembly: TypeForwardedTo(typeof(ReleasesAttribute))]
[assembly: TypeForwardedTo(typeof(ReturnsOwnedAttribute))]
[assembly: TypeForwardedTo(typeof(RunsOnAttribute))]
[assembly: TypeForwardedTo(typeof(ThreadKind))]
[assembly: TypeForwardedTo(typeof(ThreadSafeAttribute))]
[assembly: TypeForwardedTo(typeof(WorkerFunctionAttribute))]
