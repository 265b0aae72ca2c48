namespace ConcurrencyAnalyzers.Demo.Service;

/// <summary>Files for the service to count, and what is in them. Each client gets two long ones and, last, a short one.</summary>
internal sealed class CountedTexts
{
    private static readonly string[] s_words = ["one", "update", "is", "read", "computed", "and", "written", "back"];

    private readonly string[] _files;

    public CountedTexts(string folder, Workload work)
    {
        _files = [Write(folder, "a.txt", work.LongFile), Write(folder, "b.txt", work.LongFile), Write(folder, "c.txt", work.ShortFile)];
        LinesOfARequest = work.LongFile + work.LongFile + work.ShortFile;
    }

    public IEnumerable<string> Files => _files;

    public int LinesOfARequest { get; }

    public int WordsOfARequest => LinesOfARequest * s_words.Length;

    public int LettersOfARequest => LinesOfARequest * s_words.Sum(word => word.Length);

    private static string Write(string folder, string name, int lines)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path, Enumerable.Repeat(string.Join(' ', s_words), lines));
        return path;
    }
}
