using System.Reflection;
using System.Reflection.Emit;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>A build under a running program: new workers meet files that are not the ones that the program has loaded.</summary>
public sealed class Replaced : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replaced-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AnAssemblyThatWasChangedOnDiskFailsItsCallsAndStartsNoWorkersInALoop()
    {
        var file = Path.Combine(_folder, $"Changing{Guid.NewGuid():N}.dll");
        Build(file, 1);
        var function = Assembly.LoadFrom(file).GetType("Changing")!.GetMethod("Answer")!.CreateDelegate<Func<int>>();
        await using (var before = new ProcessPoolExecutor(1).Watched())
            Assert.Equal(1, await before.SubmitAsync(function));

        // As a build does: another file of the same name. Ours stays mapped.
        File.Delete(file);
        Build(file, 2);
        await using var executor = new ProcessPoolExecutor(1).Watched();
        for (var n = 0; n < 3; n++)
        {
            var error = await Assert.ThrowsAsync<WorkerFunctionException>(() => executor.SubmitAsync(function));
            Assert.Contains("changed on disk", error.Message);
            Assert.Contains("Restart the program", error.Message);
        }
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
        Assert.Equal((1, 0), (executor.GetStatus().WorkersStarted, executor.GetStatus().WorkersCrashed));
        Assert.Equal(1, function());
    }

    private static void Build(string file, int answer)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Path.GetFileNameWithoutExtension(file)), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("module").DefineType("Changing", TypeAttributes.Public);
        var code = type.DefineMethod("Answer", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []).GetILGenerator();
        code.Emit(OpCodes.Ldc_I4, answer);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(file);
    }
}
