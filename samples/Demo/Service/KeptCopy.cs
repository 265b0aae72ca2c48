namespace ConcurrencyAnalyzers.Demo.Service;

/// <summary>The repaired service as a project of its own: sources, a project file, and the executors that the repairs call.</summary>
internal static class KeptCopy
{
    public static async Task WriteAsync(ServiceProject service, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var document in service.Written)
            await File.WriteAllTextAsync(Path.Combine(folder, document.Name), (await document.GetTextAsync()).ToString());

        var library = Directory.CreateDirectory(Path.Combine(folder, "lib")).FullName;
        foreach (var file in ServiceProject.RuntimeFiles)
            File.Copy(file, Path.Combine(library, Path.GetFileName(file)));

        var references = ServiceProject.RuntimeFiles.Select(Path.GetFileNameWithoutExtension)
            .Select(name => $"    <Reference Include=\"{name}\" HintPath=\"lib/{name}.dll\" />");
        await File.WriteAllTextAsync(Path.Combine(folder, ServiceProject.Name + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
            {string.Join("\n", references)}
              </ItemGroup>
            </Project>

            """);
    }
}
