namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Reads one line: an id, then clauses joined by <c>then</c>. Never throws; the first thing wrong becomes <see cref="Error"/>.</summary>
internal sealed class ApiLineParser(ApiLine line)
{
    private const string Then = "then";

    // How far the line has been read, from its start.
    private int _read;
    private int _tokenStart;

    // The word at the cursor; empty at the end of the line or where a comment begins.
    private string _token = "";

    public ApiError? Error { get; private set; }

    private ApiSpan Span => new(line.Start, line.Number, _tokenStart, _token.Length);

    /// <summary>The member that the line describes; null where the line is empty, a comment or wrong.</summary>
    public ApiMember? Parse()
    {
        Next();
        if (_token.Length == 0)
            return null;

        var id = _token;
        if (!ApiMemberId.TryParse(id, out var parsed, out var problem))
            return Fail<ApiMember>($"'{id}' is no documentation id: {problem}");

        var span = Span;
        Next();
        var effects = ImmutableArray.CreateBuilder<ApiEffect>(1);
        do
        {
            if (ParseClause(parsed.Kind) is not { } effect)
                return null;

            effects.Add(effect);
        }
        while (TakeWord(Then));

        return new ApiMember(parsed.Kind, parsed.Type, parsed.Name, id, parsed.Precision, span, effects.ToImmutable());
    }

    private ApiEffect? ParseClause(char kind)
    {
        if (ApiGrammar.Of(_token) is not { } grammar || grammar.Kinds.IndexOf(kind) < 0)
            return Fail<ApiEffect>($"{Found()} is no verb for an id that starts with '{kind}:'; use {ApiGrammar.VerbsFor(kind)}");

        Next();
        var effect = new ApiEffect(grammar.Verb);
        if (grammar.Target)
        {
            if (ParseOperand(grammar.Word) is not { } target)
                return null;

            effect = effect with { Target = target };
        }

        if (grammar.Connector is { } connector)
        {
            if (!TakeWord(connector))
                return Fail<ApiEffect>($"{Found()} stands where '{grammar.Word} {effect.Target}' needs '{connector}' and a second operand");

            if (ParseOperand(connector) is not { } other)
                return null;

            effect = effect with { Other = other };
        }

        return ParseRequired(grammar, effect) is { } named ? ParseOptions(grammar, named) : null;
    }

    private ApiEffect? ParseRequired(ApiGrammar grammar, ApiEffect effect)
    {
        if (grammar.Places)
        {
            if (ApiWords.Place(_token) is var place && place == ApiPlace.None)
                return Fail<ApiEffect>($"{Found()} is no place where work runs; use {ApiWords.List(ApiWords.Places)}");

            Next();
            effect = effect with { Place = place };
        }

        if (grammar.Times)
        {
            if (ApiWords.Time(_token) is not { } time)
                return Fail<ApiEffect>($"{Found()} does not say when '{effect.Target}' is called; use {ApiWords.List(ApiWords.Times)}");

            Next();
            effect = effect with { Time = time };
        }

        if (grammar.Lifetimes)
        {
            if (ApiWords.Lifetime(_token) is var lifetime && lifetime == ApiLifetime.None)
                return Fail<ApiEffect>($"{Found()} does not say how many objects of a service there are; use {ApiWords.List(ApiWords.Lifetimes)}");

            Next();
            effect = effect with { Lifetime = lifetime };
        }

        if (grammar.Natures && ApiWords.Nature(_token) == ApiNature.None)
            return Fail<ApiEffect>($"{Found()} is nothing that an object can be; use {ApiWords.List(ApiWords.Natures)}");

        return effect;
    }

    private ApiEffect? ParseOptions(ApiGrammar grammar, ApiEffect effect)
    {
        while (_token.Length > 0 && _token != Then)
        {
            if (ParseOption(grammar, effect) is not { } longer)
                return Error is not null ? null : Fail<ApiEffect>($"'{_token}' is not allowed behind '{grammar.Word}'; allowed: {grammar.Options()}");

            effect = longer;
        }

        return effect;
    }

    /// <summary>One word or group of words behind the operands, or null where it is none that the verb takes.</summary>
    private ApiEffect? ParseOption(ApiGrammar grammar, ApiEffect effect)
    {
        if (ApiWords.Flag(_token) is var flag && (grammar.Flags & flag) != 0)
        {
            Next();
            return effect with { Flags = effect.Flags | flag };
        }

        if (grammar.Natures && ApiWords.Nature(_token) is not ApiNature.None and var nature)
        {
            Next();
            return effect with { Nature = effect.Nature | nature };
        }

        if (grammar.Modes && ApiWords.Mode(_token) is not ApiLockMode.Exclusive and var mode && (mode != ApiLockMode.All || grammar.All))
        {
            Next();
            return effect with { Mode = mode };
        }

        if (grammar.Deferred && TakeWord("deferred"))
            return effect with { Time = ApiTime.Deferred };

        if (grammar.Handle && TakeWord("handle"))
            return ParseOperand("handle") is { } handle ? effect with { Other = handle } : null;

        if (grammar.After && TakeWord("after"))
            return ParseOperand("after") is { } after ? effect with { After = after } : null;

        if (grammar.DelayedBy && TakeWord("delayed-by"))
            return ParseOperand("delayed-by") is { } delay ? effect with { DelayedBy = delay } : null;

        if (grammar.IfSet && TakeWord("if-set"))
            return ParseOperand("if-set") is { } set ? effect with { IfSet = set } : null;

        if (grammar.ManyUnless && TakeWord("many-unless"))
            return ParseCondition() is { } condition ? effect with { ManyUnless = condition } : null;

        if (grammar.UiIfSet && TakeWord("ui-if-set"))
            return ParseProperty() is { } property ? effect with { UiIfSet = property } : null;

        return null;
    }

    private string? ParseProperty()
    {
        if (!IsIdentifier(_token))
            return Fail<string>($"{Found()} stands where 'ui-if-set' needs the name of a property");

        var name = _token;
        Next();
        return name;
    }

    private ApiCondition? ParseCondition()
    {
        if (!IsIdentifier(_token))
            return Fail<ApiCondition>($"{Found()} stands where 'many-unless' needs the name of a parameter and its value");

        var name = _token;
        Next();
        if (_token is not ("infinite" or "true" or "false") && !int.TryParse(_token, out _))
            return Fail<ApiCondition>($"{Found()} is no value for '{name}'; use infinite, true, false or an integer");

        var value = _token;
        Next();
        return new ApiCondition(name, value);
    }

    private ApiOperand? ParseOperand(string before)
    {
        if (!IsIdentifier(_token))
        {
            Fail<ApiEffect>($"{Found()} stands where '{before}' needs an operand; use this, result, delegates, argN or the name of a parameter");
            return null;
        }

        var operand = _token switch
        {
            "this" => new ApiOperand(ApiOperandKind.This),
            "result" => new ApiOperand(ApiOperandKind.Result),
            "delegates" => new ApiOperand(ApiOperandKind.Delegates),
            _ when Position(_token) is >= 0 and var ordinal => new ApiOperand(ApiOperandKind.Parameter, ordinal),
            _ => new ApiOperand(ApiOperandKind.Parameter, -1, _token),
        };
        Next();
        if (ApiWords.Part(_token) is var part && part == ApiPart.Itself)
            return operand;

        Next();
        return operand with { Part = part };
    }

    /// <summary>N of <c>argN</c>, or -1: any other word is a parameter's name.</summary>
    private static int Position(string token) =>
        token.Length is 4 or 5 && token.StartsWith("arg", StringComparison.Ordinal) && int.TryParse(token.Substring(3), out var position) ? position : -1;

    private static bool IsIdentifier(string token)
    {
        foreach (var letter in token)
        {
            if (!char.IsLetterOrDigit(letter) && letter != '_')
                return false;
        }

        return token.Length > 0 && token != Then && !char.IsDigit(token[0]);
    }

    private bool TakeWord(string word)
    {
        if (_token != word)
            return false;

        Next();
        return true;
    }

    private string Found() => _token.Length == 0 ? "The end of the line" : $"'{_token}'";

    private T? Fail<T>(string message) where T : class
    {
        Error ??= new ApiError(Span, message);
        return null;
    }

    /// <summary>Moves to the next word. A comment starts with '#' as a word of its own, so that <c>#ctor</c> is none.</summary>
    private void Next()
    {
        var text = line.Text;
        var at = line.Start + _read;
        while (at < line.End && char.IsWhiteSpace(text[at]))
            at++;

        _tokenStart = at;
        while (at < line.End && !char.IsWhiteSpace(text[at]))
            at++;

        var isComment = at == _tokenStart + 1 && text[_tokenStart] == '#';
        _token = isComment ? "" : text.Substring(_tokenStart, at - _tokenStart);
        _read = (isComment ? line.End : at) - line.Start;
    }
}
