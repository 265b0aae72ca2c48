using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Flow;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Binds bodies on demand, each once in a compilation, and keeps their facts.</summary>
internal sealed class BodyReader(Compilation compilation, ApiLookup api, ModelCounters counters)
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<BodyFacts>> _members = new();
    private readonly ConcurrentDictionary<Frame, FlowGraph?> _graphs = new();
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();

    public Compilation Compilation { get; } = compilation;

    public ModelCounters Counters { get; } = counters;

    /// <summary>The facts of every body that a member declaration holds.</summary>
    public ImmutableArray<BodyFacts> FactsOf(SyntaxNode member, CancellationToken cancellation)
    {
        if (_members.TryGetValue(member, out var known))
            return known;

        var facts = Read(member, cancellation);
        _members.TryAdd(member, facts);
        return _members[member];
    }

    /// <summary>The frame that runs when <paramref name="method"/>, a method or accessor of this compilation, is called.</summary>
    public Frame? FrameOf(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (!Compilation.ContainsSyntaxTree(reference.SyntaxTree))
                continue;

            if (MemberOf(reference, cancellation) is not { } member)
                continue;
            foreach (var body in FactsOf(member.Node, cancellation))
            {
                if (body.FrameOf(method) is { } frame)
                    return frame;
            }
        }

        return null;
    }

    /// <summary>A primary constructor is declared by its type, and has code where it gives something to its base.</summary>
    private static MemberSyntax? MemberOf(SyntaxReference declaration, CancellationToken cancellation)
    {
        var index = TreeIndex.Of(declaration.SyntaxTree, cancellation);
        return index.MemberAt(declaration.Span.Start)
            ?? (declaration.GetSyntax(cancellation) is TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } && bases[0] is PrimaryConstructorBaseTypeSyntax code ? index.MemberAt(code.SpanStart) : null);
    }

    /// <summary>The operations of a piece of code; null where it has none, or is nested too deep to be walked.</summary>
    public IOperation? OperationOf(SyntaxNode code, CancellationToken cancellation)
    {
        if (TreeIndex.Of(code.SyntaxTree, cancellation).MemberAt(code.SpanStart) is { } member)
            Counters.CountBody(member.Node);

        try
        {
            return ModelOf(code.SyntaxTree).GetOperation(code, cancellation);
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    /// <summary>The order inside a frame; null where Roslyn has no graph for it.</summary>
    public FlowGraph? GraphOf(Frame frame, CancellationToken cancellation) =>
        _graphs.TryGetValue(frame, out var known) ? known : _graphs.GetOrAdd(frame, ControlFlowOf(frame, cancellation) is { } graph ? new FlowGraph(graph) : null);

    /// <summary>The semantic model of a tree: one for each tree and compilation.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) => _models.TryGetValue(tree, out var model) ? model : _models.GetOrAdd(tree, BindTree(tree));

    // The one place that asks for a semantic model. The rule against it (RS1030) is about models made per callback; ours are shared by all
    // callbacks of a compilation, and with the driver's own, which hands out one per tree. The counters say how many bodies were bound.
#pragma warning disable RS1030
    private SemanticModel BindTree(SyntaxTree tree) => Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030

    private ImmutableArray<BodyFacts> Read(SyntaxNode member, CancellationToken cancellation)
    {
        Counters.CountPass(member);
        var model = ModelOf(member.SyntaxTree);
        var bodies = ImmutableArray.CreateBuilder<BodyFacts>();
        foreach (var code in MemberCode.In(member))
        {
            cancellation.ThrowIfCancellationRequested();
            if (ReadBody(code, model, cancellation) is { } body)
                bodies.Add(body);
        }

        return bodies.ToImmutable();
    }

    private BodyFacts? ReadBody(SyntaxNode code, SemanticModel model, CancellationToken cancellation)
    {
        try
        {
            if (model.GetOperation(code, cancellation) is not { } operation)
                return null;

            var method = MemberCode.MethodOf(code, model, cancellation);
            var constructing = method is { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } || (method is null && code is EqualsValueClauseSyntax);
            var body = new BodyFacts(code, constructing, MemberCode.InitializedType(code, model, cancellation));
            var lockCalls = BodyCollector.Collect(body, operation, method, Compilation.Assembly, api, cancellation);
            foreach (var calls in lockCalls.GroupBy(static call => call.Frame))
            {
                if (GraphOf(calls.Key, cancellation) is { } graph)
                    HeldLockFlow.Apply(calls.Key, graph, calls.ToList());
            }

            return body;
        }
        catch (InsufficientExecutionStackException)
        {
            // An expression nested thousands deep, as generators write them: the tree cannot be walked, and nothing is known of the body.
            return null;
        }
    }

    private ControlFlowGraph? ControlFlowOf(Frame frame, CancellationToken cancellation)
    {
        try
        {
            return frame.Parent is not { } parent ? OutermostControlFlowOf(frame, cancellation)
                : GraphOf(parent, cancellation) is { } outer ? Nested(outer.Graph, frame, cancellation)
                : null;
        }
        catch (InsufficientExecutionStackException)
        {
            // Read with more stack to spare than is left here.
            return null;
        }
    }

    private ControlFlowGraph? OutermostControlFlowOf(Frame frame, CancellationToken cancellation)
    {
        var operation = ModelOf(frame.Body.Syntax.SyntaxTree).GetOperation(frame.Body.Syntax, cancellation);
        while (operation?.Parent is { } above)
            operation = above;
        return operation switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
            IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
            _ => null,
        };
    }

    private static ControlFlowGraph? Nested(ControlFlowGraph outer, Frame frame, CancellationToken cancellation)
    {
        if (frame.Method is { MethodKind: MethodKind.LocalFunction } local)
        {
            foreach (var one in outer.LocalFunctions)
            {
                if (SymbolEqualityComparer.Default.Equals(one, local))
                    return outer.GetLocalFunctionControlFlowGraph(one, cancellation);
            }

            return null;
        }

        foreach (var block in outer.Blocks)
        {
            foreach (var operation in block.Operations.Concat(block.BranchValue is { } value ? [value] : Enumerable.Empty<IOperation>()))
            {
                foreach (var part in operation.DescendantsAndSelf())
                {
                    if (part is IFlowAnonymousFunctionOperation lambda && lambda.Syntax == frame.Syntax)
                        return outer.GetAnonymousFunctionControlFlowGraph(lambda, cancellation);
                }
            }
        }

        return null;
    }
}
