using System.Globalization;
using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests.Determinism;

/// <summary>Memory that many files reach in many ways, so that a finding has many other sides, and the choice among them has to be the same each time.</summary>
internal static class Crossroads
{
    private const int Roads = 12;

    // The interfaces are implemented part by part: their order in the symbol is that of the files.
    private const string Square = """
        namespace Shop;

        public interface IRoad0 { void Pass(); }
        public interface IRoad1 { void Pass(); }
        public interface IRoad2 { void Pass(); }

        public static class Square
        {
            public static int Passed;
            public static readonly object Gate = new();

            public static void Count(ref int passed) => passed++;
        }
        """;

    private const string Road = """
        namespace Shop;

        public partial class Traffic : IRoadKIND
        {
            private int _lane;

            public void DriveNUMBER(Traffic other)
            {
                new Thread(PassNUMBER).Start();
                Parallel.Invoke(PassNUMBER, other.PassNUMBER, () => Square.Passed -= NUMBER);
                Task.Run(() => Square.Count(ref Square.Passed));
            }

            private void PassNUMBER()
            {
                _lane++;
                Square.Passed++;
                lock (Square.Gate)
                    Square.Passed += NUMBER;
                ((IRoadKIND)this).Pass();
            }
        }
        """;

    private const string Pass = """
        namespace Shop;

        public partial class Traffic
        {
            public void Pass() => _lane--;
        }
        """;

    public static SampleProgram AddTo(SampleProgram program) => program with
    {
        Files =
        [
            .. program.Files,
            new("Square.cs", Square),
            new("Pass.cs", Pass),
            .. Enumerable.Range(0, Roads).Select(number => new SampleFile($"Road{number}.cs", RoadOf(number))),
        ],
    };

    private static string RoadOf(int number)
    {
        var text = Road.Replace("NUMBER", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("KIND", (number % 3).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return number == 0 ? text : text.Replace("    private int _lane;\n\n", "", StringComparison.Ordinal);
    }
}
