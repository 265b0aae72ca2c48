internal sealed class Turnstile
{
    private int _visitors;

    public int Visitors => _visitors;

    public void Open()
    {
        var gates = new Thread[10];
        for (var i = 0; i < gates.Length; i++)
        {
            gates[i] = new Thread(LetIn);
            gates[i].Start();
        }

        foreach (var gate in gates)
            gate.Join();
    }

    private void LetIn()
    {
        for (var i = 0; i < 100_000; i++)
            _visitors++; // one more
    }
}
