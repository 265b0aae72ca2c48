using System.Composition;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Specs.Tests.SmallRules;

/// <summary>Repairs TEST0001 well, and in every way in which a fix can be wrong. Fields named "badForever" have no fix.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BadFieldFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [BadField.Id];

    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        // In the order of the project: what is numbered by documents instead depends on it.
        var number = context.CodeActionEquivalenceKey == "TEST0001:numbered" ? context.Project.DocumentIds.ToList().IndexOf(document.Id) : 0;
        foreach (var diagnostic in diagnostics.OrderByDescending(diagnostic => diagnostic.Location.SourceSpan))
            document = await EditAsync(document, diagnostic, context.CodeActionEquivalenceKey!, number, context.CancellationToken);

        return document;
    });

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        if (diagnostic.GetMessage().Contains("badForever", StringComparison.Ordinal))
            return Task.CompletedTask;

        Offer("Make it good", "TEST0001:preferred");
        Offer("Add a comment", "TEST0001:comment");
        Offer("Break the program", "TEST0001:broken");
        Offer("Make it worse", "TEST0001:worse");
        Offer("Number it", "TEST0001:numbered");
        Offer("Forget the key", null);
        return Task.CompletedTask;

        void Offer(string title, string? key) => context.RegisterCodeFix(
            CodeAction.Create(title, token => EditAsync(context.Document, diagnostic, key, 0, token), key), diagnostic);
    }

    private static async Task<Document> EditAsync(Document document, Diagnostic diagnostic, string? key, int number, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken);
        var name = diagnostic.Location.SourceSpan;
        return document.WithText(text.WithChanges(key switch
        {
            "TEST0001:comment" => new TextChange(new(name.End, 0), " /* bad */"),
            "TEST0001:broken" => new TextChange(name, "good good"),
            "TEST0001:worse" => new TextChange(new(name.End, 0), ", badder"),
            "TEST0001:numbered" => new TextChange(new(name.Start, 3), $"good{number}"),
            _ => new TextChange(new(name.Start, 3), "good"),
        }));
    }
}
