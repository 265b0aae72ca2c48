using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Fixes.Joins;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Checks;

/// <summary>Shows the variable last: an object when it is filled, a flag when its value is there.</summary>
internal static class LateShowing
{
    public static Repair? For(CheckedSection section, FixQuestion ask) => section.Broken.Gap switch
    {
        CheckGap.HalfMade => FilledFirst(section, ask),
        CheckGap.FlagFirst => FlagLast(section, ask),
        _ => null,
    };

    private static Repair? FilledFirst(CheckedSection section, FixQuestion ask)
    {
        if (section.Statement.Expression is not AssignmentExpressionSyntax { Left: var variable, Right: var value } || section.Broken.Other is not { } other)
            return null;

        var text = variable.ToString();
        var local = value is IdentifierNameSyntax name ? name.Identifier.ValueText : null;
        var list = ((section.Statement.Parent as BlockSyntax)?.Statements ?? default).SkipWhile(one => one != section.Statement).Skip(1).ToList();
        var last = list.LastOrDefault(one => one.DescendantNodes().Any(node => IsMention(node, text, local)));
        if (last is null || section.UpTo(last, node => CallsOwnCode(node, text, ask)) is not { } between || between.All(one => !one.Span.Contains(other.Span)))
            return null;

        var mentions = between.SelectMany(static one => one.DescendantNodes()).Where(node => IsMention(node, text, local: null)).ToList();
        return new Repair($"Fill the object first and set '{section.Broken.Name}' last", FixSafety.Safe, "last", section.Statement, all =>
        {
            var edits = all.In(section.Statement.SyntaxTree);
            if (local is not null)
            {
                AddedStatements.Remove(section.Statement, edits);
                AddedStatements.WriteAfter(last, section.Statement.ToString(), edits);
                return;
            }

            var made = edits.FreshName(section.Statement, LocalNameOf(variable));
            var type = value is ImplicitObjectCreationExpressionSyntax or CollectionExpressionSyntax
                ? section.Broken.Write.Memory.Type.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(edits.Model, section.Statement.SpanStart)
                : "var";
            edits.Replace(variable.Span, $"{type} {made}", variable.Span);
            foreach (var mention in mentions)
                edits.Replace(mention.Span, made, mention.Span);
            AddedStatements.WriteAfter(last, $"{text} = {made};", edits);
        });
    }

    private static Repair? FlagLast(CheckedSection section, FixQuestion ask)
    {
        var others = section.Broken.Other is { } other ? section.UpTo(other, static _ => false) : null;
        if (others is null || section.Broken.Write.Memory.Symbol is not { } flag)
            return null;

        var statement = section.Statement;
        var last = (statement.Parent as BlockSyntax)!.Statements.TakeWhile(one => one == statement || !Functions.OwnNodes(one).Any(IsJump)).Last();
        if (last.SpanStart < others.Last().SpanStart || last == statement || CallsThatRead(flag, last, section, ask))
            return null;

        var weak = flag is IFieldSymbol { IsVolatile: false, Type.IsReferenceType: false } ? VolatileField.Of(flag, ask) : null;
        var title = $"Set '{section.Broken.Name}' last" + (weak is null ? "" : ", as a volatile field");
        return new Repair(title, FixSafety.Safe, "last", statement, all =>
        {
            var edits = all.In(statement.SyntaxTree);
            AddedStatements.Remove(statement, edits);
            AddedStatements.WriteAfter(last, statement.ToString(), edits);
            weak?.Write(all);
        });
    }

    private static bool IsJump(SyntaxNode node) =>
        node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax;

    /// <summary>The work itself asks whether it is done, and would do it again.</summary>
    private static bool CallsThatRead(ISymbol flag, StatementSyntax last, CheckedSection section, FixQuestion ask) =>
        ask.Model.AccessesTo(section.Broken.Write.Memory, ask.CancellationToken).Any(access =>
            !access.IsWrite && access.Frame != section.Broken.Write.Frame && access.Frame != section.Broken.Check.Read.Frame
            && access.Frame.Method is { } reader && TextSpan.FromBounds(section.Statement.Span.End, last.Span.End) is var span
            && section.Lock.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => span.Contains(call.Span) && Functions.NameOf(call.Expression) == reader.Name));

    private static bool IsMention(SyntaxNode node, string variable, string? local) =>
        node is IdentifierNameSyntax or MemberAccessExpressionSyntax
        && !(node.Parent is MemberAccessExpressionSyntax member && member.Name == node)
        && node.ToString() is var text && (text == variable || (local is not null && text == local));

    /// <summary>Methods of the program may look at the variable, and would not find it yet.</summary>
    private static bool CallsOwnCode(SyntaxNode node, string variable, FixQuestion ask) =>
        node is InvocationExpressionSyntax call
        && ask.ModelOf(call.SyntaxTree).GetSymbolInfo(call, ask.CancellationToken).Symbol is { } method
        && !method.DeclaringSyntaxReferences.IsEmpty
        && !(call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && receiver.ToString() == variable)
        && !(call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } && !method.IsStatic);

    private static string LocalNameOf(ExpressionSyntax variable)
    {
        var name = variable is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : variable.ToString();
        name = name.StartsWith("s_", StringComparison.Ordinal) || name.StartsWith("m_", StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_');
        name = name.Length == 0 ? "made" : char.ToLowerInvariant(name[0]) + name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }
}
