namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>What <c>--help</c> prints. At most 80 columns; a test checks it, and that every option is named.</summary>
internal static class HelpText
{
    public const string Overview =
        """
        concurrency: finds data races and other concurrency bugs in C#.

          concurrency check <path> [options]    analyse a project, solution or folder
          concurrency check --help              its options
          concurrency declare <path> [options]  write down which lock guards what
          concurrency declare --help            its options
          concurrency --version

        """;

    public const string Check =
        """
        concurrency check [<path>] [options]

        <path> is a project (.csproj), a solution (.sln, .slnx), a folder or one .cs
        file; the current folder when left out. Of a folder, the solution in it is
        taken, else the projects in it, else the projects below it, else all .cs files
        below it as one program ("loose": references that cannot be resolved are
        tolerated). Projects are compiled with the arguments that MSBuild would give
        the compiler; their source generators and .editorconfig files count. Build a
        solution first: projects see the last build of the projects they reference.

        What is analysed
          --loose               take .cs files as they are, also where projects exist
          --framework TFM       of a project with several; default: the newest
          --configuration NAME  such as Release; default: the project's own
          --property NAME=VALUE a property for MSBuild; may be repeated
          --args FILE           arguments of the compiler, one a line, instead of <path>
          --save-args FILE      write them for --args (then MSBuild is not needed)

        What is shown
          --id ID[,ID...]       these rules only; may be repeated
          --severity LEVEL      the least shown: hidden, info, warning or error;
                                default: info
          --format FORMAT       text (default) or sarif (SARIF 2.1.0)
          --no-color            also: the environment variable NO_COLOR
          --stats               time, processor time, memory, work of the model
          --unknown             instead of findings: how many updates of memory that may
                                be shared end without an answer, by cause
          --self-test           instead of findings: removes each lock, Join,
                                Interlocked and volatile in memory, one at a time, and
                                says how many of these bugs would have been caught, and
                                why the others not
          --sample N            so many of them only, chosen at random
          --seed S              which: the same number chooses the same; default: 0

        Exit codes
          0   analysed; no finding at or above the level of --fail-on
          1   analysed; at least one
          2   not analysed, or not to the end: the message says what to do
          --fail-on LEVEL       info, warning, error or never; default: error, as a
                                compiler does. Use --fail-on warning in CI.

        """;

    public const string Declare =
        """
        concurrency declare [<path>] [options]

        Writes [GuardedBy(nameof(_gate))] at each field and property of which every
        access after construction holds the same lock of the same object, so that
        CONC0103 reports each later access that does not. <path> is what `concurrency
        check --help` says.

        Declared is what at least two accesses show, one of them a write, where no
        access is left of which it is not known. Several variables in one declaration
        are declared where all of them have the same lock. Files that are generated,
        and what other projects can use, are left alone. Before a file is written, the
        rules run over the result: what would not compile, or would give a finding that
        was not there, is taken back. Of several frameworks, one is looked at.

        What is printed
          file:line:column: _total: declared [GuardedBy(nameof(_gate))], held at 7 of 7
          file:line:column: _count: not declared, '_gate' is held at 6 of 7, see ...

        Options
          --dry-run             say what would be declared, and write nothing
          --diff                the same, as a patch
          --loose               take .cs files as they are, also where projects exist
          --framework TFM       of a project with several; default: the newest
          --configuration NAME  such as Release; default: the project's own
          --property NAME=VALUE a property for MSBuild; may be repeated
          --args FILE           arguments of the compiler, one a line, instead of <path>

        Exit codes
          0   done, whether there was something to declare or not
          2   not done, or not for all projects: the message says what to do

        """;
}
