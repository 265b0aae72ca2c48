using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

/// <summary>What the contract's calls run. Static, because worker processes run them too.</summary>
public static class Functions
{
    public static int CountPrimes(int start, int end)
    {
        var count = 0;
        for (var n = Math.Max(start, 2); n < end; n++)
            count += IsPrime(n) ? 1 : 0;
        return count;
    }

    public static int Zero() => 0;

    public static int Square(int x) => x * x;

    public static string Join8(int a, string b, double c, bool d, long e, char f, decimal g, byte h) =>
        FormattableString.Invariant($"{a} {b} {c} {d} {e} {f} {g} {h}");

    public static void Throw(string message) => throw new InvalidOperationException(message);

    public static int ThrowArgument(int value) => throw new ArgumentOutOfRangeException(nameof(value), value, "too much");

    public static int ThrowUnrebuildable(int code) => throw new OddException(code);

    public static int ThrowCancelled() => throw new OperationCanceledException("my own reason");

    public static int ThrowAt13(int n) => n == 13 ? throw new InvalidOperationException("thirteen") : n;

    public static int Wait(string gate) => Gate.Enter(gate);

    public static int WaitNumbered(string gate, int number) => Gate.Enter(gate, number) > 0 ? number : 0;

    public static int WaitUntil(string gate, CancellationToken cancellationToken) => Gate.EnterUntil(gate, cancellationToken);

    public static async Task<int> SquareLater(int x)
    {
        await Task.Yield();
        return x * x;
    }

    public static async ValueTask<int> SquareValueLater(int x)
    {
        await Task.Yield();
        return x * x;
    }

    public static async Task ThrowLater(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public static async Task<int> WaitUntilLater(string gate, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Gate.EnterUntil(gate, cancellationToken);
    }

    public static int TokenState(CancellationToken cancellationToken) =>
        (cancellationToken.CanBeCanceled ? 1 : 0) + (cancellationToken.IsCancellationRequested ? 2 : 0);

    private static bool IsPrime(int n)
    {
        for (var d = 2; d * d <= n; d++)
        {
            if (n % d == 0)
                return false;
        }
        return true;
    }
}

/// <summary>Has no constructor that a stranger could call.</summary>
public sealed class OddException : Exception
{
    private readonly int _code;

    internal OddException(int code) : base($"odd {code}") => _code = code;

    public int Code => _code;
}
