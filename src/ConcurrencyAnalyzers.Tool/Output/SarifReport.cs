using System.Text.Json;
using ConcurrencyAnalyzers.Tool.Analysis;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>Findings as SARIF 2.1.0; the other sides are <c>relatedLocations</c>, as in the compiler's own log.</summary>
internal static class SarifReport
{
    public static void Write(
        TextWriter output, IEnumerable<Finding> findings, IEnumerable<Crash> crashes, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, analyzers);
            WriteInvocation(json, crashes);
            json.WriteStartArray("results");
            foreach (var finding in findings)
                WriteResult(json, finding);
            json.WriteEndArray();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteTool(Utf8JsonWriter json, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "concurrency");
        json.WriteString("version", typeof(SarifReport).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        var rules = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id);
        foreach (var rule in rules.OrderBy(rule => rule.Id, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title.ToString());
            if (rule.HelpLinkUri.Length > 0)
                json.WriteString("helpUri", rule.HelpLinkUri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A crashed rule is no result about the code: it is why the run is not complete.
    private static void WriteInvocation(Utf8JsonWriter json, IEnumerable<Crash> crashes)
    {
        var all = crashes.ToList();
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", all.Count == 0);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var crash in all)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            WriteText(json, "message", $"AD0001: {crash.Rule} crashed in {crash.Program}: {crash.Exception}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Id);
        json.WriteString("level", finding.Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            _ => "note",
        });
        WriteText(json, "message", finding.Message);
        WriteLocations(json, "locations", [finding.Place]);
        WriteLocations(json, "relatedLocations", finding.Others);
        json.WriteStartObject("properties");
        foreach (var (key, value) in finding.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter json, string name, ImmutableArray<Place> places)
    {
        json.WriteStartArray(name);
        foreach (var place in places.Where(place => place.IsInSource))
        {
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", new Uri(place.Path).AbsoluteUri);
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", place.Line + 1);
            json.WriteNumber("startColumn", place.Column + 1);
            json.WriteNumber("endLine", place.EndLine + 1);
            json.WriteNumber("endColumn", place.EndColumn + 1);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
