using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Costs;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model;

/// <summary>The only door to the analysis: one instance for a compilation, shared by all rules, filled by the questions that are asked.</summary>
/// <remarks>Any thread may ask. Answers depend on the compilation alone, never on the order of questions, files or threads.</remarks>
internal sealed class ConcurrencyModel
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrencyModel> s_models = new();

    private readonly Lazy<SourceIndex> _index;
    private readonly Lazy<Analysis> _analysis;
    private readonly Compilation _compilation;

    // Two rules ask for them: of inferred and of declared guards.
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<UnguardedUse>> _unguarded = new();

    // Two as well: of collections and of other objects.
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<Race>> _contents = new();

    private ConcurrencyModel(Compilation compilation, AnalyzerOptions options)
    {
        _compilation = compilation;
        AdditionalFiles = options.AdditionalFiles;
        var tables = new Lazy<ApiTables>(() => ApiTables.For(options, CancellationToken.None));
        _index = new Lazy<SourceIndex>(() => SourceIndex.Of(compilation, tables.Value, Counters, CancellationToken.None));
        _analysis = new Lazy<Analysis>(() => new Analysis(compilation, tables.Value, _index.Value, Counters));
    }

    public ModelCounters Counters { get; } = new();

    private ImmutableArray<AdditionalText> AdditionalFiles { get; }

    /// <summary>The model of <paramref name="compilation"/>, with the user's tables among <paramref name="options"/>.</summary>
    public static ConcurrencyModel For(Compilation compilation, AnalyzerOptions options)
    {
        var model = s_models.GetValue(compilation, key => new ConcurrencyModel(key, options));

        // The same compilation with other tables, as a host may ask after an edit of a table alone.
        return model.AdditionalFiles.SequenceEqual(options.AdditionalFiles) ? model : new ConcurrencyModel(compilation, options);
    }

    /// <summary>The read-modify-writes written in <paramref name="tree"/> of memory that more than one thread may reach.</summary>
    public ImmutableArray<Access> UpdatesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!_index.Value.MayStartThreads)
            return ImmutableArray<Access>.Empty;

        var updates = ImmutableArray.CreateBuilder<Access>();
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            if (member.Updates.Count == 0)
                continue;
            foreach (var frame in _analysis.Value.Reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames))
            {
                foreach (var access in frame.Accesses)
                {
                    if (access is { Kind: AccessKind.ReadModifyWrite, IsAtomic: false })
                        updates.Add(access);
                }
            }
        }

        return updates.ToImmutable();
    }

    /// <summary>Whether another thread can write between the read and the write of <paramref name="update"/>.</summary>
    public RaceAnswer RaceOn(Access update, CancellationToken cancellation) => _analysis.Value.Races.RaceOn(update, cancellation);

    /// <summary>The places in <paramref name="tree"/> that use a container while another thread changes what it holds, each with one proof.</summary>
    public ImmutableArray<Race> ContentRacesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _contents.TryGetValue(tree, out var known) ? known : _contents.GetOrAdd(tree, FindContentRaces(tree, cancellation));

    /// <summary>Whether a race is about an object that is no collection, and for one thread at a time.</summary>
    public bool IsOnUnsafeObject(Race race) => _analysis.Value.Containers.IsUnsafe(race.Memory.Type);

    /// <summary>The places in <paramref name="tree"/> that use such an object while another use goes on, each with one proof.</summary>
    public ImmutableArray<UnsafeUse> UnsafeUsesIn(SyntaxTree tree, CancellationToken cancellation) =>
        ContentRacesIn(tree, cancellation).Where(IsOnUnsafeObject).Select(static race => new UnsafeUse(race)).ToImmutableArray();

    /// <summary>The static objects for one thread at a time that <paramref name="tree"/> uses without a lock, where no second thread is in sight; in order of position.</summary>
    public ImmutableArray<StaticObject> StaticObjectsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.StaticObjects.In(tree, cancellation).Where(one => !ContentRacesIn(tree, cancellation).Any(race => race.Memory.Equals(one.Use.Memory))).ToImmutableArray();

    /// <summary>What belongs to a request and is used in <paramref name="tree"/> by work that nobody waits for, in order of position.</summary>
    public ImmutableArray<OutlivedRequest> OutlivedRequestsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _index.Value.MayStartThreads ? _analysis.Value.Outlived.In(tree, cancellation).ToImmutableArray() : ImmutableArray<OutlivedRequest>.Empty;

    /// <summary>What the constructors in <paramref name="tree"/> take of one request and keep for all, in order of position.</summary>
    public ImmutableArray<HeldScope> HeldScopesIn(SyntaxTree tree, CancellationToken cancellation) => _analysis.Value.HeldScopes.In(tree, cancellation).ToImmutableArray();

    private ImmutableArray<Race> FindContentRaces(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!_index.Value.MayStartThreads)
            return ImmutableArray<Race>.Empty;

        var races = new SortedDictionary<int, Race>();
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            if (member.ChangedContents.All(_analysis.Value.Common.Cover))
                continue;
            foreach (var access in _analysis.Value.Reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses))
            {
                if (access is { IsContent: true, IsWrite: true } && !_analysis.Value.Common.Cover(access) && RaceOnContent(access, cancellation).Proves(out var race))
                {
                    var blamed = race.BlamedIn(tree);
                    races[blamed.First.Syntax.SpanStart] = blamed;
                }
            }
        }

        return races.Values.ToImmutableArray();
    }

    /// <summary>The places in <paramref name="tree"/> that fill a static collection on demand, where no second thread is in sight; in order of position.</summary>
    public ImmutableArray<StaticCache> StaticCachesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Caches.In(tree, cancellation).Where(cache => !RaceOnContent(cache.Fill, cancellation).Proves(out _)).ToImmutableArray();

    /// <summary>Whether another thread can change the container that <paramref name="access"/> uses, or use the one that it changes.</summary>
    public RaceAnswer RaceOnContent(Access access, CancellationToken cancellation) =>
        _analysis.Value.Races.RaceOnContent(access, cancellation) is var answer && answer.Proves(out _) && !_analysis.Value.Containers.IsPlain(access.Memory, cancellation)
            ? RaceAnswer.Unknown(UnknownCause.UnknownObject)
            : answer;

    /// <summary>The accesses in <paramref name="tree"/> that do not hold the lock which guards their variable, in order of position.</summary>
    /// <remarks>Where two threads are known to meet, the race between them is the finding, and the lock that is missing one of its repairs.</remarks>
    public ImmutableArray<UnguardedUse> UnguardedUsesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _unguarded.TryGetValue(tree, out var known) ? known
        : _unguarded.GetOrAdd(tree, _analysis.Value.Forgotten.In(tree, access => IsTold(access, cancellation), cancellation));

    private bool IsTold(Access access, CancellationToken cancellation) =>
        access.IsContent ? RaceOnContent(access, cancellation).Proves(out _)
        : (access.Kind == AccessKind.ReadModifyWrite || ForgottenLocks.SetsState(access)) && RaceOn(access, cancellation).Proves(out _);

    /// <summary>How many accesses hold the lock of each variable that <paramref name="tree"/> declares, where most do and nothing declares it; in order of position.</summary>
    public ImmutableArray<GuardCount> GuardCountsIn(SyntaxTree tree, CancellationToken cancellation) => _analysis.Value.Unanimous.In(tree, cancellation).ToImmutableArray();

    /// <summary>What declarations of guards in <paramref name="tree"/> name that is not there, and calls that do not hold what their callee demands.</summary>
    public ImmutableArray<BrokenGuard> BrokenGuardsIn(SyntaxTree tree, CancellationToken cancellation) => _analysis.Value.Unguarded.BrokenIn(tree, cancellation);

    /// <summary>The threads of their own that are made in <paramref name="tree"/>, in order of position.</summary>
    public ImmutableArray<ThreadSite> ThreadsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.ThreadEnds.ThreadsIn(tree, cancellation).ToImmutableArray();

    /// <summary>Whether somebody waits for <paramref name="thread"/> on every way after its start.</summary>
    public ThreadAnswer EndOf(ThreadSite thread, CancellationToken cancellation) => _analysis.Value.ThreadEnds.EndOf(thread, cancellation);

    /// <summary>The work of the processor in <paramref name="tree"/> on threads that others wait for, in order of position.</summary>
    public ImmutableArray<ServedWork> ServedWorkIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Serving.WorkIn(tree, cancellation).ToImmutableArray();

    /// <summary>Functions in <paramref name="tree"/> that read a variable of a loop after the loop has changed it, in order of position.</summary>
    public ImmutableArray<LoopCapture> LoopCapturesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.LoopCaptures.In(tree, cancellation).ToImmutableArray();

    /// <summary>The constructors in <paramref name="tree"/> that let others have the object before it is complete, in order of position.</summary>
    public ImmutableArray<EscapingObject> EscapingObjectsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _index.Value.MayStartThreads ? _analysis.Value.Escapes.In(tree, cancellation).ToImmutableArray() : ImmutableArray<EscapingObject>.Empty;

    /// <summary>The reads in <paramref name="tree"/> of values that another thread sets in more than one step.</summary>
    public ImmutableArray<TornRead> TornReadsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _index.Value.MayStartThreads ? _analysis.Value.Torn.In(tree, cancellation).ToImmutableArray() : ImmutableArray<TornRead>.Empty;

    /// <summary>The updates of volatile fields in <paramref name="tree"/> that another writer can interrupt.</summary>
    public ImmutableArray<VolatileUpdate> VolatileUpdatesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Volatiles.In(tree, cancellation).ToImmutableArray();

    /// <summary>What is wrong about <paramref name="access"/>, if it is such an update.</summary>
    public VolatileUpdate? VolatileUpdateAt(Access access, CancellationToken cancellation) => _analysis.Value.Volatiles.At(access, cancellation);

    /// <summary>The plain writes in <paramref name="tree"/> of variables that <c>Interlocked</c> updates elsewhere.</summary>
    public ImmutableArray<MixedAccess> MixedAccessesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Mixed.In(tree, cancellation).ToImmutableArray();

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a write.</summary>
    public MixedAccess? MixedAccessAt(Access access, CancellationToken cancellation) => _analysis.Value.Mixed.At(access, cancellation);

    /// <summary>The changes in <paramref name="tree"/> of local variables that several threads have captured.</summary>
    public ImmutableArray<CapturedMutation> CapturedMutationsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _index.Value.MayStartThreads ? _analysis.Value.Captured.In(tree, cancellation).ToImmutableArray() : ImmutableArray<CapturedMutation>.Empty;

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a change.</summary>
    public CapturedMutation? CapturedMutationAt(Access access, CancellationToken cancellation) => _analysis.Value.Captured.At(access, cancellation);

    /// <summary>What <paramref name="tree"/> does to variables and methods that another thread has for itself, as they declare; in order of position.</summary>
    public ImmutableArray<StrayUse> StrayUsesIn(SyntaxTree tree, CancellationToken cancellation) => _analysis.Value.Confined.In(tree, cancellation).ToImmutableArray();

    /// <summary>The fields in <paramref name="tree"/> that two threads reach, one of them to write, without a lock and without an order.</summary>
    public ImmutableArray<UnorderedUse> UnorderedUsesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _index.Value.MayStartThreads ? _analysis.Value.Unordered.In(tree, cancellation) : ImmutableArray<UnorderedUse>.Empty;

    /// <summary>The variables that <paramref name="tree"/> checks before a lock and sets under it so that the check does not hold.</summary>
    public ImmutableArray<BrokenCheck> BrokenChecksIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Checks.ChecksIn(tree, cancellation).ToImmutableArray();

    /// <summary>The loops in <paramref name="tree"/> that go on until another thread sets a plain variable.</summary>
    public ImmutableArray<PolledFlag> PolledFlagsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Polls.FlagsIn(tree, cancellation).ToImmutableArray();

    /// <summary>The writes of static memory in <paramref name="tree"/> under a lock of one instance alone.</summary>
    public ImmutableArray<InstanceGuard> InstanceGuardsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.InstanceGuards.In(tree, cancellation).ToImmutableArray();

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a write.</summary>
    public InstanceGuard? InstanceGuardAt(Access access, CancellationToken cancellation) => _analysis.Value.InstanceGuards.At(access, cancellation);

    /// <summary>The writes in <paramref name="tree"/>, or in what it calls, under a lock that is held for reading only.</summary>
    public ImmutableArray<ReadLockWrite> ReadLockWritesIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.ReadLockWrites.In(tree, cancellation).ToImmutableArray();

    /// <summary>What is wrong about <paramref name="access"/>, if it is such a write.</summary>
    public ReadLockWrite? ReadLockWriteAt(Access access, CancellationToken cancellation) => _analysis.Value.ReadLockWrites.At(access, cancellation);

    /// <summary>What <paramref name="tree"/> does on the strength of a check that another thread can outdate, in order of position.</summary>
    public ImmutableArray<LateAct> LateActsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.LateActs.In(tree, cancellation);

    /// <summary>The containers that members in <paramref name="tree"/> hand out although a lock guards what they hold.</summary>
    public ImmutableArray<LeakedCollection> LeakedCollectionsIn(SyntaxTree tree, CancellationToken cancellation) =>
        _analysis.Value.Leaks.In(tree, cancellation).ToImmutableArray();

    /// <summary>The handing out that <paramref name="access"/> is a part of, if it is such a one.</summary>
    public LeakedCollection? LeakAt(Access access, CancellationToken cancellation) => _analysis.Value.Leaks.At(access, cancellation);

    /// <summary>How a container of that type is copied; null where nothing says how.</summary>
    public CopyConstructor? CopyConstructorOf(INamedTypeSymbol type) => new CopyConstructors(_compilation, _analysis.Value.Api).Of(type);

    /// <summary>The values that <paramref name="tree"/> makes of older ones and stores over what another thread may have put there since.</summary>
    public ImmutableArray<LostSnapshot> LostSnapshotsIn(SyntaxTree tree, CancellationToken cancellation) => _analysis.Value.Lost.In(tree, cancellation).ToImmutableArray();

    /// <summary>What is wrong about <paramref name="access"/>, if it stores such a value.</summary>
    public LostSnapshot? LostSnapshotAt(Access access, CancellationToken cancellation) => _analysis.Value.Lost.At(access, cancellation);

    /// <summary>What <paramref name="access"/> stores in terms of what it replaces, if it does.</summary>
    public Snapshot? SnapshotAt(Access access, CancellationToken cancellation) => _analysis.Value.Lost.SnapshotAt(access, cancellation);

    /// <summary>What the tables say of every object of a type.</summary>
    public ApiNature NatureOf(ITypeSymbol type) => _analysis.Value.Api.NatureOf(type);

    /// <summary>The tree of that path in the compilation, or null.</summary>
    public SyntaxTree? TreeOf(string path) => _compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == path);

    /// <summary>The accesses to memory that may be shared, inside <paramref name="span"/>.</summary>
    public IEnumerable<Access> AccessesIn(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan span, CancellationToken cancellation) =>
        TreeIndex.Of(tree, cancellation).MemberAt(span.Start) is not { } member ? []
        : _analysis.Value.Reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Accesses)
            .Where(access => span.Contains(access.Syntax.Span));

    /// <summary>Whether <paramref name="span"/> reads, under a lock, what the same code has read before it took that lock: meanwhile others may have written.</summary>
    public bool IsReadAgainUnderLock(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan span, CancellationToken cancellation) =>
        AccessesIn(tree, span, cancellation).Any(static again => again.Locks.Held.Any(held => again.Frame.Accesses.Exists(first =>
            first.Syntax.SpanStart < held.Syntax.SpanStart && held.Syntax.SpanStart < again.Syntax.SpanStart
            && first.Memory.Equals(again.Memory) && first.Path.Equals(again.Path) && !first.Locks.Held.Any(held.MayExclude))));

    /// <summary>Every access to <paramref name="memory"/> in the compilation, in order of path and position; empty where the model cannot know them all.</summary>
    public ImmutableArray<Access> AccessesTo(Memory memory, CancellationToken cancellation) =>
        _analysis.Value.Uses.Of(memory, cancellation) is { Cause: UnknownCause.None } use ? use.Accesses : ImmutableArray<Access>.Empty;

    /// <summary>Who else can be at the variable of an access, as the question for its guard sees it.</summary>
    public Approach ApproachOf(Access access, CancellationToken cancellation) => _analysis.Value.Guards.ApproachOf(access, cancellation);

    /// <summary>What the core knows at a line, for its own tests.</summary>
    public LineProbe ProbeLine(SyntaxTree tree, int line, CancellationToken cancellation) =>
        new LineProbe.Source(_analysis.Value.Reader, _analysis.Value.Contexts, _analysis.Value.Uses, _analysis.Value.Races, _analysis.Value.Guards).At(tree, line, cancellation);

    /// <summary>The layers, put together.</summary>
    private sealed class Analysis
    {
        public Analysis(Compilation compilation, ApiTables tables, SourceIndex index, ModelCounters counters)
        {
            Api = new ApiLookup(tables);
            Reader = new BodyReader(compilation, Api, counters);
            Uses = new MemoryUses(Reader, index, Api);
            Containers = new Containers(Reader, Uses, Api);
            var lifetimes = new Lifetimes(Reader);
            var (entrances, creations, implementations) = (new Entrances(compilation), new Creations(), new Implementations(Reader, index));
            var calls = new CallGraph(Reader, index, implementations);
            Contexts = new ContextFinder(entrances, calls, lifetimes, new HandedIn(Reader, creations), new Raisers(creations, Uses));
            Confined = new ConfinedUses(Reader, index, calls, Contexts);
            var (declared, asserted) = (new DeclaredGuards(), new AssertedLocks());
            var helpers = new HelperLocks(Reader);
            var entries = new EntryLocks(calls, entrances, declared, asserted, helpers);
            Common = new CommonGuards(index);
            Guards = new GuardFinder(Uses, calls, entries, helpers, Containers, declared, Api);
            Unguarded = new UnguardedUses(Reader, index, Common, Guards, entries, helpers, declared);
            Unanimous = new UnanimousGuards(compilation, Reader, Uses, Guards, declared, entrances);
            ThreadEnds = new ThreadEnds(Reader, new ThreadOwners(Reader, index, calls), new RestartedThreads(Reader, calls, lifetimes), new ThreadSignals(Reader, index, Api));
            var concurrency = new Concurrency(Reader, lifetimes, Api);
            var (signals, affinity) = (new Signals(Reader, calls, entrances, implementations), new Affinity(Api, new HomeChecks(Reader, Api, tables), new OwnContexts(Reader, index), new WindowPrograms(Reader.Compilation, tables), new BoundEvents(index), Contexts));
            var registrations = new Registrations(Reader, Api, tables, index);
            HeldScopes = new HeldScopes(registrations, Reader, index, calls, Api);
            var singletons = new Singletons(registrations, new DeclaredRoots(Api), Api, calls, lifetimes, implementations);
            Races = new RaceFinder(Uses, Contexts, concurrency, signals, affinity, new Requests(new DeclaredRoots(Api)), singletons, new WayConditions(Reader, Uses, calls, Api), new Publications(Reader, Api), new UnreachedImplementations(new ObjectFlows(Reader, index)),
                new ChosenImplementations(compilation, creations, implementations, Containers));
            var (open, guards) = (new OpenPlaces(Uses, entries, helpers), new WriteGuards(Contexts, asserted));
            var statics = new OpenStatics(open, Containers);
            Caches = new StaticCaches(Reader, entrances, statics);
            StaticObjects = new StaticObjects(Reader, entrances, Containers, statics);
            Outlived = new OutlivedRequests(Reader, Api, tables, Uses, Contexts, lifetimes);
            Forgotten = new ForgottenLocks(index, Unguarded, Races);
            LoopCaptures = new LoopCaptures(Reader, Api, Contexts, concurrency);
            Volatiles = new VolatileUpdates(Reader, index, Uses, guards, Races);
            Mixed = new MixedAccesses(Reader, index, Uses, guards, Races);
            Lost = new LostSnapshots(Reader, Api, index, Uses, guards, helpers, Races);
            Captured = new CapturedMutations(Reader, Uses, Races, new WorkOrder(Reader, lifetimes));
            Unordered = new UnorderedUses(Reader, index, Uses, Races, new WorkOrder(Reader, lifetimes));
            var wide = new WideTypes(compilation, Api);
            Torn = new TornReads(Reader, index, Uses, Common, wide, Races);
            var begins = new WorkBegin(Reader, Uses, lifetimes);
            Escapes = new EscapeFinder(
                Reader, index, new EarlyWork(Reader, Uses, Contexts, Races, begins),
                new EarlyRegistrations(Reader, Api, Uses, begins), new OverridableWork(Reader, calls, begins, entrances));
            Checks = new CheckFinder(Reader, Api, calls, Uses, guards, wide);
            Polls = new PollFinder(Reader, Api, Races, Uses, Contexts);
            Leaks = new LeakedCollections(Reader, index, Uses, Containers, Guards, calls, entries);
            InstanceGuards = new InstanceGuards(Reader, index, Uses, Containers, guards, new Instances(Reader, index, calls));
            ReadLockWrites = new ReadLockWrites(Reader, tables, Uses, Containers, guards, entries, Races);
            LateActs = new LateActs(Reader, Api, index, Uses, Races, Containers, new OpenActs(entrances, open, Contexts));
            Serving = new ServingRoots(Reader, Api, tables, index, calls, new CostFinder(Reader, Api, implementations));
        }

        public ApiLookup Api { get; }

        public BodyReader Reader { get; }

        public MemoryUses Uses { get; }

        public Containers Containers { get; }

        public CommonGuards Common { get; }

        public GuardFinder Guards { get; }

        public UnguardedUses Unguarded { get; }

        public UnanimousGuards Unanimous { get; }

        public StaticCaches Caches { get; }

        public StaticObjects StaticObjects { get; }

        public OutlivedRequests Outlived { get; }

        public ConfinedUses Confined { get; }

        public HeldScopes HeldScopes { get; }

        public ForgottenLocks Forgotten { get; }

        public ContextFinder Contexts { get; }

        public RaceFinder Races { get; }

        public LoopCaptures LoopCaptures { get; }

        public VolatileUpdates Volatiles { get; }

        public MixedAccesses Mixed { get; }

        public LeakedCollections Leaks { get; }

        public InstanceGuards InstanceGuards { get; }

        public ReadLockWrites ReadLockWrites { get; }

        public LostSnapshots Lost { get; }

        public CapturedMutations Captured { get; }

        public UnorderedUses Unordered { get; }

        public EscapeFinder Escapes { get; }

        public TornReads Torn { get; }

        public ThreadEnds ThreadEnds { get; }

        public CheckFinder Checks { get; }

        public PollFinder Polls { get; }

        public LateActs LateActs { get; }

        public ServingRoots Serving { get; }
    }
}
