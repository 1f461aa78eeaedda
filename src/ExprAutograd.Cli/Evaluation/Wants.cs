namespace ExprAutograd.Cli.Evaluation;

/// <summary>What is asked of a function.</summary>
[Flags]
internal enum Wants
{
    None = 0,
    Value = 1,
    Gradient = 2,
    Hessian = 4,
    Jacobian = 8,
}
