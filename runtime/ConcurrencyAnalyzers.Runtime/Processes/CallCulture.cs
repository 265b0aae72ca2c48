using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The cultures of a call's caller, in which a worker process runs the call, as a thread would.</summary>
/// <remarks>
/// They travel by name: what a program has changed in a culture by hand stays where it is. Nothing travels while the caller has the culture of the
/// system, which a worker has too unless its environment or its initializer says otherwise; nor when the worker's last call had the same.
/// </remarks>
internal sealed class CallCulture
{
    private const char Between = '\n';

    // Nearly every call of a thread has the cultures of its last one.
    [ThreadStatic]
    private static (CultureInfo Culture, CultureInfo Ui, string? Text) t_last;

    // The worker's side, its main thread's alone: what the worker had before it was told anything.
    private (CultureInfo Culture, CultureInfo Ui)? _own;

    /// <summary>Why the calls that follow cannot be run.</summary>
    internal WorkerFunctionException? Error { get; private set; }

    /// <summary>What to tell the worker; null for the culture of the system.</summary>
    internal static string? OfCaller()
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        if (t_last.Culture != culture || t_last.Ui != ui)
        {
            var system = CultureInfo.InstalledUICulture.Name;
            t_last = (culture, ui, culture.Name == system && ui.Name == system ? null : $"{culture.Name}{Between}{ui.Name}");
        }
        return t_last.Text;
    }

    /// <summary>Sets what the calls that follow run in.</summary>
    /// <param name="text">Of <see cref="OfCaller"/>.</param>
    internal void Enter(string? text)
    {
        Error = null;
        _own ??= (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        if (text is null)
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _own.Value;
            return;
        }
        var end = text.IndexOf(Between);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(text[..end]);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(text[(end + 1)..]);
        }
        catch (CultureNotFoundException e)
        {
            Error = new WorkerFunctionException(
                $"The worker process has not both cultures in which the caller runs, '{text[..end]}' and '{text[(end + 1)..]}': {e.Message}", e);
        }
    }
}
