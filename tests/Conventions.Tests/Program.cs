using ConcurrencyAnalyzers.Conventions.Tests;
using ConcurrencyAnalyzers.Conventions.Tests.Derived;
using ConcurrencyAnalyzers.Conventions.Tests.NewRule;

// Without a command of ours these are tests like all others.
return args switch
{
    ["--update"] => DerivedFiles.Update(Console.Out),
    ["--new-rule", .. var names] => RuleWriter.Run(names, Console.Out, Console.Error),
    _ => await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
