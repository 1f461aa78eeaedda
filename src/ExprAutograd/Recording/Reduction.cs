namespace ExprAutograd;

/// <summary>What a loss makes of the losses of its elements.</summary>
public enum Reduction
{
    /// <summary>Their mean, a number.</summary>
    Mean,

    /// <summary>Their sum, a number.</summary>
    Sum,

    /// <summary>Nothing: one loss per element.</summary>
    None,
}
