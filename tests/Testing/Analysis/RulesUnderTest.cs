using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;
using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>Rules under test and their repairs.</summary>
public sealed class RulesUnderTest
{
    private static readonly ConcurrentDictionary<(Assembly, Assembly), RulesUnderTest> s_found = new();

    private RulesUnderTest(IEnumerable<DiagnosticAnalyzer> rules, IEnumerable<CodeFixProvider> fixes)
    {
        Rules = [.. rules];
        Fixes = [.. fixes];
        Descriptors = [.. Rules.SelectMany(rule => rule.SupportedDiagnostics).DistinctBy(descriptor => descriptor.Id).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];
    }

    /// <summary>No rule and no fix: for pages that only probe the model.</summary>
    public static RulesUnderTest None { get; } = new([], []);

    /// <summary>Every rule and fix of the package.</summary>
    public static RulesUnderTest Shipped => Of(typeof(Descriptors).Assembly, Assembly.Load("ConcurrencyAnalyzers.CodeFixes"));

    /// <summary>The analyzers, in the order of their names.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Rules { get; }

    /// <summary>The providers of fixes, in the order of their names.</summary>
    public ImmutableArray<CodeFixProvider> Fixes { get; }

    /// <summary>Every diagnostic that the rules can report, by id.</summary>
    public ImmutableArray<DiagnosticDescriptor> Descriptors { get; }

    /// <summary>Every analyzer that one assembly exports, suppressors left out since they report nothing, and every fix that another does.</summary>
    public static RulesUnderTest Of(Assembly rules, Assembly fixes) => s_found.GetOrAdd((rules, fixes), static found => new(
        Exported<DiagnosticAnalyzer, DiagnosticAnalyzerAttribute>(found.Item1).Where(static rule => rule is not DiagnosticSuppressor),
        Exported<CodeFixProvider, ExportCodeFixProviderAttribute>(found.Item2)));

    /// <summary>A set of given parts.</summary>
    public static RulesUnderTest Of(IEnumerable<DiagnosticAnalyzer> rules, IEnumerable<CodeFixProvider> fixes) => new(rules, fixes);

    /// <summary>Only the rules that report one of these ids, with all fixes.</summary>
    public RulesUnderTest Only(IReadOnlySet<string> ids) =>
        new(Rules.Where(rule => rule.SupportedDiagnostics.Any(descriptor => ids.Contains(descriptor.Id))), Fixes);

    /// <summary>The fixes for an id.</summary>
    public IEnumerable<CodeFixProvider> FixesOf(string id) => Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(id));

    private static IEnumerable<T> Exported<T, TAttribute>(Assembly assembly) where TAttribute : Attribute =>
        assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type) && type.IsDefined(typeof(TAttribute)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!);
}
