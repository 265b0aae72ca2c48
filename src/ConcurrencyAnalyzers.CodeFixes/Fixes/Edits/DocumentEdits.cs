using System.Text;
using ConcurrencyAnalyzers.Fixes.Guards;

namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>What repairs want changed in one document. The order in which they say so does not matter.</summary>
internal sealed class DocumentEdits(SemanticModel model, Layout layout)
{
    private readonly SortedSet<TextEdit> _edits = [];
    private readonly List<Guarded> _guarded = [];
    private readonly Dictionary<SyntaxNode, HashSet<string>> _namesGiven = [];
    private readonly Dictionary<(object Owner, string Wanted), string> _namesOf = [];
    private readonly HashSet<(TextSpan Span, string By)> _deepened = [];
    private bool _impossible;

    public SemanticModel Model { get; } = model;

    public Layout Layout { get; } = layout;

    public SyntaxTree Tree => Model.SyntaxTree;

    /// <param name="owner">The syntax that the text opens or closes.</param>
    public void Insert(int position, string text, TextSpan owner)
    {
        if (text.Length > 0)
            _edits.Add(new TextEdit(new TextSpan(position, 0), text, owner));
    }

    public void Replace(TextSpan span, string text, TextSpan owner)
    {
        if (LosesTrivia(span, text))
            _impossible = true;
        else
            _edits.Add(new TextEdit(span, text, owner));
    }

    /// <summary>Puts <paramref name="section"/> under <paramref name="lockText"/>, together with its neighbours under the same lock.</summary>
    public void Guard(Section section, string lockText) => _guarded.Add(new Guarded(section, lockText));

    /// <summary>Moves lines to the right, with what is written between them.</summary>
    public void Deepen(TextSpan span, string by)
    {
        Indentation.Deepen(this, span, by);
        _deepened.Add((span, by));
    }

    /// <summary>A name for a new local variable that nothing around <paramref name="place"/> uses, and that is handed out once.</summary>
    public string FreshName(SyntaxNode place, string wanted)
    {
        var member = Functions.MemberAround(place);
        if (!_namesGiven.TryGetValue(member, out var names))
            _namesGiven.Add(member, names = Names.IdentifiersIn(member));

        var name = Names.Unique(wanted, names);
        names.Add(name);
        return name;
    }

    /// <summary>The same for what several repairs may want to declare: who asks with the same <paramref name="owner"/> gets the same name.</summary>
    public string FreshName(SyntaxNode place, string wanted, object owner)
    {
        if (!_namesOf.TryGetValue((owner, wanted), out var name))
            _namesOf.Add((owner, wanted), name = FreshName(place, wanted));
        return name;
    }

    /// <summary>The text with every change in it, or null where two changes contradict each other or a shape cannot be changed as wanted.</summary>
    public SourceText? Apply(CancellationToken cancellationToken)
    {
        if (!GuardedSections.TryWrite(_guarded, this) || _impossible)
            return null;

        var changes = new List<TextChange>();
        foreach (var edit in _edits)
        {
            var end = changes.Count == 0 ? 0 : changes[changes.Count - 1].Span.End;
            if (edit.Span.Start < end)
            {
                if (edit.IsIndentation)
                    continue;
                return null;
            }

            changes.Add(new TextChange(edit.Span, Deepened(edit)));
        }

        return Tree.GetText(cancellationToken).WithChanges(Joined(changes));
    }

    /// <summary>What opens or closes the moved lines stands outside of them.</summary>
    private string Deepened(TextEdit edit) => _deepened
        .Where(one => one.Span.Start < edit.Owner.Start && edit.Span.Start > one.Span.Start && edit.Span.End <= one.Span.End)
        .Aggregate(edit.Text, (text, one) => text.Replace(Layout.NewLine, Layout.NewLine + one.By));

    /// <summary>Insertions at one place as one change: <see cref="SourceText"/> promises no order for several.</summary>
    private static IEnumerable<TextChange> Joined(List<TextChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            var span = changes[i].Span;
            if (!span.IsEmpty || i + 1 == changes.Count || changes[i + 1].Span.Start != span.Start)
            {
                yield return changes[i];
                continue;
            }

            var text = new StringBuilder(changes[i].NewText);
            while (span.IsEmpty && i + 1 < changes.Count && changes[i + 1].Span.Start == span.Start)
            {
                span = changes[++i].Span;
                text.Append(changes[i].NewText);
            }

            yield return new TextChange(span, text.ToString());
        }
    }

    /// <summary>Comments and directives in a removed span are lost, unless the new text has them again.</summary>
    private bool LosesTrivia(TextSpan span, string text) =>
        !span.IsEmpty && Tree.GetRoot().DescendantTrivia(span).Any(trivia =>
            span.Contains(trivia.Span) && !trivia.Span.IsEmpty
            && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)
            && text.IndexOf(trivia.ToString(), StringComparison.Ordinal) < 0);
}
