internal sealed class Visits
{
    private int _count;

    public int Count => _count;

    public void Open()
    {
        for (var i = 0; i < 10; i++)
        {
            var gate = new Thread(LetIn);
            gate.Start(); // nobody waits
        }
    }

    private void LetIn()
    {
        for (var i = 0; i < 100_000; i++)
            _count++;
    }
}
