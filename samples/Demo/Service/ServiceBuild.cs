using System.Text.Json;

namespace ConcurrencyAnalyzers.Demo.Service;

/// <summary>Compiles the service into a folder from which <c>dotnet</c> starts it, and from which its worker processes start.</summary>
internal static class ServiceBuild
{
    private const string Target = ".NETCoreApp,Version=v10.0";

    /// <returns>The assembly to start.</returns>
    public static async Task<string> WriteAsync(ServiceProject service, string folder)
    {
        var assembly = Path.Combine(folder, ServiceProject.Name + ".dll");
        var result = (await service.CompilationAsync()).Emit(assembly);
        if (!result.Success)
            throw new DemoFailure($"The service does not compile here: {result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");

        foreach (var file in ServiceProject.RuntimeFiles)
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Write(Path.ChangeExtension(assembly, ".runtimeconfig.json"), new
        {
            runtimeOptions = new
            {
                tfm = "net10.0",
                frameworks = new[] { new { name = "Microsoft.NETCore.App", version = "10.0.0" }, new { name = "Microsoft.AspNetCore.App", version = "10.0.0" } },
            },
        });

        // Workers are started with the same dependencies; the executor looks them up in this file.
        string[] libraries = [ServiceProject.Name, .. ServiceProject.RuntimeFiles.Select(file => Path.GetFileNameWithoutExtension(file))];
        Write(Path.ChangeExtension(assembly, ".deps.json"), new
        {
            runtimeTarget = new { name = Target, signature = "" },
            compilationOptions = new { },
            targets = new Dictionary<string, object>
            {
                [Target] = libraries.ToDictionary(Key, name => new { runtime = new Dictionary<string, object> { [name + ".dll"] = new { } } }),
            },
            libraries = libraries.ToDictionary(Key, _ => new { type = "project", serviceable = false, sha512 = "" }),
        });
        return assembly;

        static string Key(string library) => library + "/1.0.0";
    }

    private static void Write(string path, object content) => File.WriteAllText(path, JsonSerializer.Serialize(content));
}
