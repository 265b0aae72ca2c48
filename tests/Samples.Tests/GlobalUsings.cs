global using System.Collections.Immutable;
global using ConcurrencyAnalyzers.Testing;
global using Microsoft.CodeAnalysis;
global using Microsoft.CodeAnalysis.Text;
