namespace ExprAutograd.Cli;

/// <summary>The user's input is at fault; the message is one line that says what to do.</summary>
internal sealed class InputException(string message) : Exception(message);
