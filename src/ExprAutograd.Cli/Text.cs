using System.Globalization;

namespace ExprAutograd.Cli;

/// <summary>How numbers and messages read.</summary>
internal static class Text
{
    /// <summary>The shortest digits that read back as the same double.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Line breaks and runs of blanks become single blanks.</summary>
    public static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The message of what the user's function threw, not of the reflection call around it.</summary>
    public static string Cause(Exception exception)
    {
        while (exception is System.Reflection.TargetInvocationException or TypeInitializationException or AggregateException && exception.InnerException is { } inner)
            exception = inner;
        return exception is AutogradException or InputException
            ? OneLine(exception.Message)
            : $"{exception.GetType().Name}: {OneLine(exception.Message)}";
    }
}
