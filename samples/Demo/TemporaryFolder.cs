namespace ConcurrencyAnalyzers.Demo;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("concurrency-demo-").FullName;

    public string Sub(string name) => Directory.CreateDirectory(Path.Combine(_path, name)).FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
