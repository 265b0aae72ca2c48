namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>A documentation id, taken apart.</summary>
internal readonly record struct ApiMemberId(char Kind, string Type, string Name, ApiPrecision Precision)
{
    private const string Overloads = "(*)";

    /// <summary>
    /// What a line is filed under, without reading it: the name of its member, or, where it is about a whole type, the type's name without arity.
    /// Empty where the line starts with no id.
    /// </summary>
    public static (string Key, bool IsOfType) KeyOf(ApiLine line)
    {
        var text = line.Text;
        var start = line.Start;
        while (start < line.End && char.IsWhiteSpace(text[start]))
            start++;

        // The path ends before the parameters, and its last segment before the arity.
        int dot = start + 1, arity = -1, end = start;
        for (; end < line.End && text[end] != '(' && !char.IsWhiteSpace(text[end]); end++)
        {
            if (text[end] == '.')
                (dot, arity) = (end, -1);
            else if (text[end] == '`' && arity < 0)
                arity = end;
        }

        if (end < start + 3 || text[start + 1] != ':')
            return ("", false);

        var segmentEnd = arity < 0 ? end : arity;
        if (text[start] == 'T')
            return (text.Substring(dot + 1, segmentEnd - dot - 1), true);

        if (end == dot + 2 && text[dot + 1] == '*')
            return (LastSegment(text, start + 2, dot), true);

        var name = text.Substring(dot + 1, segmentEnd - dot - 1);
        return (name.Length > 0 && name[0] == '#' ? name.Replace('#', '.') : name, false);
    }

    /// <summary>The name, without arity, of the type whose member a line is about.</summary>
    public static string TypeOf(ApiLine line)
    {
        var path = line.Text.Substring(line.Start, line.End - line.Start).TrimStart();
        var end = path.IndexOfAny(['(', ' ', '\t']);
        end = path.LastIndexOf('.', (end < 0 ? path.Length : end) - 1);
        return end < 0 ? "" : LastSegment(path, 2, end);
    }

    private static string LastSegment(string text, int start, int end)
    {
        if (end <= start)
            return "";

        var dot = text.LastIndexOf('.', end - 1, end - start);
        var first = dot < 0 ? start : dot + 1;
        var arity = text.IndexOf('`', first, end - first);
        return text.Substring(first, (arity < 0 ? end : arity) - first);
    }

    /// <summary>False where <paramref name="id"/> can name no member; <paramref name="problem"/> then says why.</summary>
    public static bool TryParse(string id, out ApiMemberId parsed, out string problem)
    {
        parsed = default;
        if (id.Length < 3 || id[1] != ':' || "MPET".IndexOf(id[0]) < 0)
            return Refuse("it starts with M:, P:, E: or T:", out problem);

        var open = id.IndexOf('(');
        var pathEnd = open < 0 ? id.Length : open;
        if (open >= 0 && !IsBalanced(id, open))
            return Refuse("its brackets do not match", out problem);

        if (!AreSegments(id, pathEnd))
            return Refuse("between its dots stand names, behind ` a number", out problem);

        if (id[0] == 'T')
        {
            parsed = new ApiMemberId('T', id.Substring(2), "", ApiPrecision.One);
            return open < 0 ? Accept(out problem) : Refuse("a type has no parameters", out problem);
        }

        var dot = id.LastIndexOf('.', pathEnd - 1);
        if (dot < 3)
            return Refuse("it names a type and a member of it", out problem);

        var name = id.Substring(dot + 1, pathEnd - dot - 1);
        var everyOverload = open >= 0 && string.CompareOrdinal(id, open, Overloads, 0, id.Length) == 0;
        if (!everyOverload && open >= 0 && id[open + 1] == '*')
            return Refuse("(*) stands for all overloads, nothing else may stand in its brackets", out problem);

        var arity = name.IndexOf('`');
        if (arity >= 0 && everyOverload)
            return Refuse("(*) stands for all overloads, whatever their number of type parameters", out problem);

        if (arity >= 0)
            name = name.Substring(0, arity);

        parsed = new ApiMemberId(id[0], id.Substring(2, dot - 2), name.Replace('#', '.'),
            name == ApiMember.EveryName ? ApiPrecision.EveryMember : everyOverload ? ApiPrecision.EveryOverload : ApiPrecision.One);
        return Accept(out problem);
    }

    private static bool IsBalanced(string id, int open)
    {
        int round = 0, curly = 0, square = 0;
        for (var i = open; i < id.Length; i++)
        {
            switch (id[i])
            {
                case '(': round++; break;
                case ')': round--; break;
                case '{': curly++; break;
                case '}': curly--; break;
                case '[': square++; break;
                case ']': square--; break;
            }

            if (round < 0 || curly < 0 || square < 0 || round == 0 && id[i] != ')' && id.IndexOf('~', open) < 0)
                return false;
        }

        return round == 0 && curly == 0 && square == 0;
    }

    /// <summary>Names between dots, each with at most one arity; the last may be <c>*</c> or a special name such as <c>#ctor</c>.</summary>
    private static bool AreSegments(string id, int end)
    {
        var segment = 2;
        for (var i = 2; i <= end; i++)
        {
            if (i < end && id[i] != '.')
                continue;

            if (!IsSegment(id, segment, i, isLast: i == end))
                return false;

            segment = i + 1;
        }

        return true;
    }

    private static bool IsSegment(string id, int start, int end, bool isLast)
    {
        if (isLast && id[0] != 'T' && end == start + 1 && id[start] == '*')
            return true;

        // Explicit implementations (Ns#IFace#Member) are not called by name, but their ids are valid.
        var tick = id.IndexOf('`', start, end - start);
        var nameEnd = tick < 0 ? end : tick;
        for (var i = start; i < nameEnd; i++)
        {
            if (!char.IsLetterOrDigit(id[i]) && id[i] != '_' && !(isLast && id[i] is '#' or '{' or '}' or '@'))
                return false;
        }

        if (tick >= 0 && tick + 1 < end && id[tick + 1] == '`' && isLast && id[0] == 'M')
            tick++;
        for (var i = tick + 1; tick >= 0 && i < end; i++)
        {
            if (!char.IsDigit(id[i]))
                return false;
        }

        return nameEnd > start && (tick < 0 || tick + 1 < end);
    }

    private static bool Accept(out string problem)
    {
        problem = "";
        return true;
    }

    private static bool Refuse(string reason, out string problem)
    {
        problem = reason;
        return false;
    }
}
