using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>A line says what it says, or exactly what is wrong with it and where.</summary>
public sealed class Lines
{
    private static readonly string[] s_scraps =
    [
        "M:A.B.C(*)", "M:A.B.#ctor", "P:A.B`1.C", "E:A.B.*", "T:A.B", "M:", "M:A", "X:A.B", "M:A.B.C(", "M:A.B.C)(", "M:A.B`.C(*)", "M:A..C(*)", "``", "spawns", "calls",
        "acquires", "is", "gives", "then", "this", "result", "arg0", "arg99999", "elements", "given", "delegates", "many", "many-unless", "ui-if-set", "infinite", "handle", "after", "delayed-by", "to", "into",
        "now", "later", "pool", "lock", "safe", "#", "# ", "#!", "#! assemblies:", "\t", " ", "\r", "\n", "\n\n", "\0", "é", "😀", "(*)", "{", "}", "[", "]", "~", "*", ".", ":",
    ];

    [Theory]
    [InlineData("M:A.B.C(*) frobs this", "frobs", "'frobs' is no verb for an id that starts with 'M:'; use spawns, starts, joins")]
    [InlineData("M:A.B.C(*) raises pool", "raises", "'raises' is no verb for an id that starts with 'M:'")]
    [InlineData("E:A.B.C spawns this pool", "spawns", "use raises or nothing")]
    [InlineData("M:A.B.C(*)", "", "The end of the line is no verb")]
    [InlineData("M:A.B.C(*) spawns", "", "The end of the line stands where 'spawns' needs an operand; use this, result, delegates, argN or the name of a parameter")]
    [InlineData("M:A.B.C(*) spawns f", "", "The end of the line is no place where work runs; use thread, pool, timer, parallel, ui, context, request or any")]
    [InlineData("M:A.B.C(*) spawns f poool", "poool", "'poool' is no place where work runs")]
    [InlineData("M:A.B.C(*) spawns f pool scope", "scope", "'scope' is not allowed behind 'spawns'; allowed: deferred, many, joined, group, at-start, io, handle <operand>")]
    [InlineData("M:A.B.C(*) calls f", "", "The end of the line does not say when 'f' is called; use now, deferred or later")]
    [InlineData("M:A.B.C(*) acquires this all", "all", "'all' is not allowed behind 'acquires'; allowed: read, upgrade, write, scope, if-true, when-awaited or if-set <parameter>")]
    [InlineData("M:A.B.C(*) starts f many-unless period never", "never", "'never' is no value for 'period'; use infinite, true, false or an integer")]
    [InlineData("E:A.B.C raises pool ui-if-set", "", "The end of the line stands where 'ui-if-set' needs the name of a property")]
    [InlineData("M:A.B.C(*) starts f ui-if-set Form", "ui-if-set", "'ui-if-set' is not allowed behind 'starts'; allowed: many-unless <parameter> <value>")]
    [InlineData("M:A.B.C(*) adds f", "", "The end of the line stands where 'adds f' needs 'to' and a second operand")]
    [InlineData("M:A.B.C(*) adds f into this", "into", "'into' stands where 'adds f' needs 'to' and a second operand")]
    [InlineData("M:A.B.C(*) joins then waits this", "then", "'then' stands where 'joins' needs an operand")]
    [InlineData("M:A.B.C(*) joins this then", "", "The end of the line is no verb")]
    [InlineData("T:A.B is", "", "The end of the line is nothing that an object can be; use lock, counting, reentrant, affine, safe")]
    [InlineData("A.B.C(*) joins this", "A.B.C(*)", "'A.B.C(*)' is no documentation id: it starts with M:, P:, E: or T:")]
    [InlineData("M:C(*) joins this", "M:C(*)", "it names a type and a member of it")]
    [InlineData("M:A.B.C(*) joins this #not a comment", "#not", "'#not' is not allowed behind 'joins'; allowed: if-true")]
    [InlineData("M:A.B.C``1(*) joins this", "M:A.B.C``1(*)", "(*) stands for all overloads, whatever their number of type parameters")]
    [InlineData("M:A.B.C(System.Int32 joins this", "M:A.B.C(System.Int32", "its brackets do not match")]
    [InlineData("M:A.B-C.D joins this", "M:A.B-C.D", "between its dots stand names")]
    [InlineData("T:A.B(*) is safe", "T:A.B(*)", "a type has no parameters")]
    [InlineData("#! sections: x", "#! sections: x", "'#! sections: x' is no directive; use '#! assemblies: <names>', or '# ' for a comment")]
    public void SayWhatIsWrongAndWhere(string line, string words, string message)
    {
        const string Before = "# A comment.\n\n";
        var text = Before + line + "\nM:A.B.D(*) joins this\n";
        var table = ApiTable.Parse(text, "T.concurrency.api");
        var error = Assert.Single(table.Errors);

        Assert.Contains(message, error.Message);
        Assert.Equal(words, text.Substring(error.Span.Text.Start, error.Span.Text.Length));
        Assert.Equal(2, error.Span.Lines.Start.Line);
        Assert.Equal(error.Span.Text.Start - Before.Length, error.Span.Lines.Start.Character);
        Assert.Equal("M:A.B.D(*)", Assert.Single(table.Members).Id);
    }

    [Fact]
    public void TakeCommentsBehindABlank()
    {
        var table = ApiTable.Parse("M:A.B.#ctor(*) joins this# # why\r\n   M:A.B.C joins this # why not\r\n#\r\n", "T.concurrency.api");
        Assert.Equal("'this#' stands where 'joins' needs an operand; use this, result, delegates, argN or the name of a parameter", Assert.Single(table.Errors).Message);
        Assert.Equal("M:A.B.C", Assert.Single(table.Members).Id);
    }

    [Fact]
    public void KeepTheOrderOfTheirClauses()
    {
        var line = Assert.Single(ApiTable.Parse("M:A.B.C(*) releases this then waits this then acquires this read", "T").Members);
        Assert.Equal([ApiVerb.Releases, ApiVerb.Waits, ApiVerb.Acquires], line.Effects.Select(effect => effect.Verb));
        Assert.Equal(ApiLockMode.Read, line.Effects[2].Mode);
    }

    [Theory]
    [InlineData("M:A.B`1.#ctor(*)", "A.B`1", ".ctor", "EveryOverload")]
    [InlineData("M:A.B.C", "A.B", "C", "One")]
    [InlineData("M:A.B.C``2(System.Int32*,System.Collections.Generic.List{``0}[])", "A.B", "C", "One")]
    [InlineData("M:A.B.op_Implicit(A.B)~System.Int32", "A.B", "op_Implicit", "One")]
    [InlineData("E:A.B.*", "A.B", "*", "EveryMember")]
    [InlineData("T:A.B`2.C", "A.B`2.C", "", "One")]
    public void NameMembersByDocumentationIds(string id, string type, string name, string precision)
    {
        Assert.True(ApiMemberId.TryParse(id, out var parsed, out var problem), problem);
        Assert.Equal((id[0], type, name, precision), (parsed.Kind, parsed.Type, parsed.Name, parsed.Precision.ToString()));
    }

    /// <summary>A table comes from users: half a word, binary data, anything. It is read or refused, line by line.</summary>
    [Fact]
    public void NeverThrow()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ =>
                (random.Next(8) == 0 ? ((char)random.Next(0x10000)).ToString() : s_scraps[random.Next(s_scraps.Length)]) + (random.Next(3) == 0 ? "" : " ")));
            var table = ApiTable.Parse(text, "T.concurrency.api");
            Assert.All(table.Errors, error => Assert.InRange(error.Span.Text.End, 0, text.Length));
            Assert.All(table.Members, member => Assert.Contains(member.Id, text));

            // The same lines, filed by name: whatever can be read is found under it.
            var layer = new ApiLayer([table]);
            Assert.All(table.Members, member => Assert.Contains(member.Id, Filed(layer, member).Select(other => other.Id)));
        }
    }

    private static IEnumerable<ApiMember> Filed(ApiLayer layer, ApiMember member)
    {
        var type = member.Type[(member.Type.LastIndexOf('.') + 1)..].Split('`')[0];
        return member.Kind == 'T' || member.Precision == ApiPrecision.EveryMember ? layer.OfType(type) : layer.Named(member.Name);
    }
}
