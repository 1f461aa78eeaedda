using System.Runtime.CompilerServices;
using ExprAutograd.Anf;

namespace ExprAutograd.Tests;

/// <summary>In tests every program is checked after every pass, in release builds too.</summary>
internal static class ValidatedPrograms
{
    [ModuleInitializer]
    internal static void Enable() => AnfValidator.IsEnabled = true;
}
