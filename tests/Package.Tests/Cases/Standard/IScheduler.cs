using System;

namespace Metering
{
    /// <summary>Nothing in a library's signatures says on which thread the work runs.</summary>
    public interface IScheduler
    {
        void RunOnEveryCore(Action work);
    }
}
