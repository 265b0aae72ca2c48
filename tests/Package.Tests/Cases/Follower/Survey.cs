using Metering;

public sealed class Survey(IScheduler scheduler)
{
    private int _answers;

    public int Answers => _answers;

    public void Start() => scheduler.RunOnEveryCore(Ask);

    private void Ask() => _answers++;
}
