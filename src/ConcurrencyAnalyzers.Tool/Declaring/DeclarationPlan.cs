using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Tool.Loading;
using ConcurrencyAnalyzers.Tool.Output;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tool.Declaring;

/// <summary>What can be declared in a program, and why the rest cannot; both in order of the files and of position.</summary>
internal sealed record DeclarationPlan(ImmutableArray<Declaration> Declarations, ImmutableArray<Refusal> Refusals)
{
    public static DeclarationPlan Of(LoadedProgram program)
    {
        var model = ConcurrencyModel.For(program.Compilation, program.Options);
        var counts = program.WrittenFiles.Where(static tree => !GeneratedFiles.Is(tree))
            .AsParallel().AsOrdered().SelectMany(tree => model.GuardCountsIn(tree, CancellationToken.None)).ToList();

        var (declarations, refusals) = (ImmutableArray.CreateBuilder<Declaration>(), ImmutableArray.CreateBuilder<Refusal>());
        foreach (var group in counts.GroupBy(static count => count.Declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>()!))
        {
            ImmutableArray<GuardCount> together = [.. group];
            var alone = together.Select(ReasonAgainst).ToList();
            if (alone.TrueForAll(static reason => reason is null) && AreAll(group.Key, together))
                declarations.Add(new Declaration(group.Key, together));
            else
                refusals.AddRange(together.Zip(alone, (count, reason) => reason ?? AgainstTogether(count, group.Key)));
        }

        return new(declarations.ToImmutable(), refusals.ToImmutable());
    }

    /// <summary>Whether the attribute, which speaks of every variable of its declaration, says of each what is known.</summary>
    private static bool AreAll(MemberDeclarationSyntax declaration, ImmutableArray<GuardCount> counts) =>
        VariablesOf(declaration) == counts.Length && counts.All(count => count.LockName == counts[0].LockName);

    private static int VariablesOf(MemberDeclarationSyntax declaration) => declaration is BaseFieldDeclarationSyntax field ? field.Declaration.Variables.Count : 1;

    private static Refusal AgainstTogether(GuardCount count, MemberDeclarationSyntax declaration) =>
        new(count, $"its declaration has {TextReport.Count(VariablesOf(declaration), "variable")}, and not all of them are held with '{count.LockName}' alone. Give it a declaration of its own");

    private static Refusal? ReasonAgainst(GuardCount count)
    {
        var share = $"'{count.LockName}' is held at {count.Held} of {count.All}";
        if (count.IsNameless)
            return new(count, $"{share}, and has no name at the declaration");
        if (!count.Missing.IsEmpty)
            return new(count, share, count.Missing[0].Location);
        if (!count.Doubtful.IsEmpty)
            return new(count, $"{share}; of the rest it is not known", count.Doubtful[0].Location);
        if (count.IsForOthers)
            return new(count, $"{share}, and other projects can use it without");
        return count.Variable.DeclaringSyntaxReferences.Length > 1 ? new(count, $"{share}, and it is declared in two parts") : null;
    }
}
