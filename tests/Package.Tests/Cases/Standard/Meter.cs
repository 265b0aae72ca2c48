using System.Threading;
using ConcurrencyAnalyzers.Annotations;

namespace Metering
{
    public class Meter
    {
        private readonly object _gate = new object();
        [GuardedBy(nameof(_gate))] private int _readings;
        private int _level;

        public int Level
        {
            get { return _level; }
        }

        public int Readings
        {
            get { lock (_gate) return _readings; }
        }

        public void Run()
        {
            var tap = new Thread(Fill);
            var sink = new Thread(Drain);
            tap.Start();
            sink.Start();
            tap.Join();
            sink.Join();
        }

        private void Fill()
        {
            _level++;
            Note();
        }

        private void Drain()
        {
            _level--;
            Note();
        }

        private void Note()
        {
            lock (_gate)
                _readings++;
        }
    }
}
