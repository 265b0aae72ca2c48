using Metering;

public sealed class Logbook(Meter meter)
{
    private int _pages;

    public int Pages => _pages + meter.Level;

    public void Fill()
    {
        var left = new Thread(Turn);
        var right = new Thread(Turn);
        left.Start();
        right.Start();
        left.Join();
        right.Join();
    }

    private void Turn() => _pages++;
}
