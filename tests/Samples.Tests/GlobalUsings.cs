global using System.Collections.Immutable;
global using ConcurrencyAnalyzers.Testing;
