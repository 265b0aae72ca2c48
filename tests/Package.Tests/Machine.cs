using System.Reflection;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>Where things are on the machine that built these tests.</summary>
internal static class Machine
{
    /// <summary>The checkout, with a directory separator at its end.</summary>
    public static string RepositoryRoot { get; } = Recorded("RepositoryRoot");

    /// <summary>The packages that the checkout was restored with. NuGet reads the folder like any other feed.</summary>
    public static string RestoredPackages { get; } = Recorded("NuGetPackageRoot");

    /// <summary>The projects that the package is tried on.</summary>
    public static string Cases { get; } = Path.Combine(RepositoryRoot, "tests", "Package.Tests", "Cases");

    private static string Recorded(string key) =>
        typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(item => item.Key == key)?.Value is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"Package.Tests.csproj recorded no {key}: restore it, then build it again.");
}
