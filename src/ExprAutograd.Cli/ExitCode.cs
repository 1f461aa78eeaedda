namespace ExprAutograd.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int NotReached = 1;
    public const int BadInput = 2;
    public const int Cancelled = 130;
}
