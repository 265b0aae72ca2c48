using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>Whether a regular expression can take exponential time: a repetition inside a repetition, or a pattern that somebody else writes; and no time limit.</summary>
internal sealed class RegexPatterns(BodyVariables variables, BodyReader reader, CancellationToken cancellation)
{
    private const int NonBacktracking = 1024;

    /// <summary>The text that is searched, where the pattern of <paramref name="call"/> is such a one, and where the pattern comes from if it is not known.</summary>
    public (IOperation Input, Amount? Pattern)? EndlessInputOf(IInvocationOperation call)
    {
        var input = call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "input")?.Value;
        if (input is null || input.ConstantValue.HasValue)
            return null;

        var (made, pattern) = call.TargetMethod.IsStatic
            ? (call.Arguments, ArgumentOf(call.Arguments, "pattern"))
            : MakingOf(call.Instance) is { } creation ? (creation.Arguments, ArgumentOf(creation.Arguments, "pattern")) : default;
        if (pattern is null || !IsUnlimited(made))
            return null;
        if (pattern.ConstantValue.HasValue)
            return pattern.ConstantValue.Value is string text && RepeatsRepetition(text) ? (input, null) : null;
        return new PatternSources(variables).Of(pattern) is { Depends.IsEmpty: false } source ? (input, source) : null;
    }

    private static bool IsUnlimited(ImmutableArray<IArgumentOperation> arguments) =>
        ArgumentOf(arguments, "matchTimeout") is null
        && (ArgumentOf(arguments, "options") is not { } options || options.ConstantValue is { HasValue: true, Value: int flags } && (flags & NonBacktracking) == 0);

    private static IOperation? ArgumentOf(ImmutableArray<IArgumentOperation> arguments, string parameter) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>Where the object comes from: a local or a read-only field that is made on the spot.</summary>
    private IObjectCreationOperation? MakingOf(IOperation? instance) => instance switch
    {
        IObjectCreationOperation creation => creation,
        ILocalReferenceOperation { Local: { } local } => variables.OnlyValueOf(local) as IObjectCreationOperation,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => field.DeclaringSyntaxReferences
            .Where(reference => reader.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
            .Select(reference => (reference.GetSyntax(cancellation) as VariableDeclaratorSyntax)?.Initializer?.Value)
            .Select(value => value is null ? null : reader.OperationOf(value, cancellation) as IObjectCreationOperation)
            .FirstOrDefault(),
        _ => null,
    };

    /// <summary><c>(a+)+</c>, <c>(\w*\s?)*</c>: a group that is repeated without limit, and inside it something repeated without limit that can end where it begins.</summary>
    public static bool RepeatsRepetition(string pattern)
    {
        var groups = new Stack<Group>();
        var current = new Group();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    current.IsOpen |= !IsUnlimitedAt(pattern, i + 1) && !IsOptionalAt(pattern, i + 1) && pattern[Math.Min(i, pattern.Length - 1)] is not ('b' or 'B' or 'A' or 'z' or 'Z');
                    current.Repeats |= IsUnlimitedAt(pattern, i + 1);
                    break;
                case '[':
                    i = EndOfSet(pattern, i);
                    current.IsOpen |= !IsUnlimitedAt(pattern, i + 1) && !IsOptionalAt(pattern, i + 1);
                    current.Repeats |= IsUnlimitedAt(pattern, i + 1);
                    break;
                case '(':
                    groups.Push(current);
                    current = new Group { IsAtomic = i + 2 < pattern.Length && pattern[i + 1] == '?' && pattern[i + 2] == '>' };
                    break;
                case ')' when groups.Count > 0:
                    var inner = current;
                    current = groups.Pop();
                    if (IsUnlimitedAt(pattern, i + 1))
                    {
                        // Something that must stand between two repetitions, as the dot in (\w+\.)+, leaves one way to read a text.
                        if (inner is { Repeats: true, IsOpen: false, IsAtomic: false })
                            return true;
                        current.Repeats = true;
                    }
                    else
                    {
                        current.Repeats |= inner.Repeats;
                        current.IsOpen |= inner.IsOpen;
                    }

                    break;
                case '+' or '*' or '?' or '{' or '}' or '^' or '$' or '|':
                    break;
                case '.':
                    // Anything is also what stands beside it.
                    current.Repeats |= IsUnlimitedAt(pattern, i + 1);
                    break;
                case ':' or '=' or '!' or '<' or '>' when i > 0 && pattern[i - 1] == '?':
                    break;
                default:
                    current.IsOpen |= !IsUnlimitedAt(pattern, i + 1) && !IsOptionalAt(pattern, i + 1) && !(char.IsDigit(pattern[i]) || pattern[i] == ',');
                    current.Repeats |= IsUnlimitedAt(pattern, i + 1);
                    break;
            }
        }

        return false;
    }

    private static bool IsUnlimitedAt(string pattern, int at) =>
        at < pattern.Length && (pattern[at] is '+' or '*' || (pattern[at] == '{' && pattern.IndexOf(",}", at, StringComparison.Ordinal) is > 0 and var end && pattern.IndexOf('}', at) == end + 1));

    private static bool IsOptionalAt(string pattern, int at) => at < pattern.Length && pattern[at] == '?';

    private static int EndOfSet(string pattern, int start)
    {
        for (var i = start + 2; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == ']')
                return i;
        }

        return pattern.Length;
    }

    private sealed class Group
    {
        /// <summary>Holds something that is repeated without limit.</summary>
        public bool Repeats { get; set; }

        /// <summary>Holds something that has to be there once.</summary>
        public bool IsOpen { get; set; }

        public bool IsAtomic { get; set; }
    }
}
