using ConcurrencyAnalyzers.Model.Paths;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A thread that nobody waits for on some way, as the source writes it.</summary>
internal sealed class StartedThread
{
    private StartedThread(UnjoinedThread unjoined, FixQuestion ask)
    {
        Unjoined = unjoined;
        Work = ThreadWork.Of(unjoined.Thread.Work, ask);
        Paths = Lifetimes.Everywhere(unjoined.Thread.Handle, unjoined.Thread.Frame).Paths;
    }

    public UnjoinedThread Unjoined { get; }

    public ThreadWork Work { get; }

    /// <summary>Every name under which the frame that makes it can find it.</summary>
    public ImmutableArray<MemoryPath> Paths { get; }

    /// <summary>The function that makes it: a member, lambda or local function; for top-level statements the file.</summary>
    public SyntaxNode Function => Unjoined.Thread.Frame.Syntax;

    public SyntaxNode Creation => Unjoined.Thread.Syntax;

    /// <summary>The local variable that it is first put into.</summary>
    public ILocalSymbol? Local =>
        Unjoined.Thread.Handle.Paths.Length == 1 && Unjoined.Thread.Handle.Paths[0] is { Root: PathRoot.Local, Steps.IsEmpty: true } path
            ? path.Variable as ILocalSymbol : null;

    /// <summary>The statement that starts it; null where that is in another function than its creation.</summary>
    public StatementSyntax? Start
    {
        get
        {
            var place = Functions.IsInner(Unjoined.Start) ? Unjoined.Start.Parent! : Unjoined.Start;
            return place.SyntaxTree == Creation.SyntaxTree && Function.Span.Contains(place.Span)
                && place.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                && Functions.RunsIn(statement, place) && IsOwn(statement) ? statement : null;
        }
    }

    /// <summary>Whether it outlives the function, in a field or a property.</summary>
    public bool IsOwned => Paths.Any(static path => path.Root != PathRoot.Local);

    /// <summary>Whether a loop puts the next one in its place, which is not one of a collection.</summary>
    public bool IsReplacedInLoop =>
        EndlessLoops.Outermost(Creation, Function) is not null && Paths.All(static path => path.Steps.All(static step => step.Index is null));

    /// <summary>What a title calls it.</summary>
    public string Name => Unjoined.Variable.Length > 0 ? $"'{Unjoined.Variable}'" : $"the thread that runs '{Unjoined.Work}'";

    /// <summary>What a title calls the function.</summary>
    public string Caller => NameOf(Function);

    public static StartedThread? At(FixQuestion ask)
    {
        foreach (var thread in ask.Model.ThreadsIn(ask.Tree, ask.CancellationToken))
        {
            if (thread.Syntax.Span == ask.Span && ask.Model.EndOf(thread, ask.CancellationToken).Proves(out var unjoined))
                return new StartedThread(unjoined, ask);
        }

        return null;
    }

    /// <summary>Whether the thread itself runs the function that makes it, so that a join there would be one in the thread's own code.</summary>
    public bool IsItsOwnMaker(FixQuestion ask) =>
        Work.Methods.Any(method => method.DeclaringSyntaxReferences.Any(part => part.GetSyntax(ask.CancellationToken) == Function));

    /// <summary>Whether nobody may wait where it is made: what it runs may wait for the type to be initialized, or for the finalizers.</summary>
    public bool IsMadeByRuntime =>
        Function is DestructorDeclarationSyntax || (Function is ConstructorDeclarationSyntax one && one.Modifiers.Any(SyntaxKind.StaticKeyword));

    /// <summary>Whether the function itself runs <paramref name="node"/>, and no function inside it.</summary>
    public bool IsOwn(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(one =>
            one == Function || Functions.IsInner(one) || one is MemberDeclarationSyntax and not GlobalStatementSyntax) is var around
        && (around == Function || (around is null && Function is CompilationUnitSyntax));

    public static string NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => $"'{method.Identifier.ValueText}'",
        ConstructorDeclarationSyntax constructor => $"'{constructor.Identifier.ValueText}'",
        LocalFunctionStatementSyntax local => $"'{local.Identifier.ValueText}'",
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => $"'{property.Identifier.ValueText}'",
        AccessorDeclarationSyntax { Parent.Parent: EventDeclarationSyntax raised } => $"'{raised.Identifier.ValueText}'",
        AccessorDeclarationSyntax => "the indexer",
        CompilationUnitSyntax => "'Main'",
        _ => "the lambda",
    };
}
