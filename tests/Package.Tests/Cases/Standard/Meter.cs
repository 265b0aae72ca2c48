using System.Threading;
using ConcurrencyAnalyzers.Annotations;

namespace Metering
{
    public class Meter
    {
        private readonly object _gate = new object();
        [GuardedBy(nameof(_gate))] private int _readings;
        private int _ticks;

        public int Ticks
        {
            get { return _ticks; }
        }

        public int Readings
        {
            get { lock (_gate) return _readings; }
        }

        public void Run()
        {
            var left = new Thread(Tick);
            var right = new Thread(Tick);
            left.Start();
            right.Start();
            left.Join();
            right.Join();
        }

        private void Tick()
        {
            lock (_gate)
                _readings++;

            _ticks++;
        }
    }
}
