namespace ExprAutograd.Dense;

/// <summary>Facts about a tile's operands that the runtime knows when it compiles the kernel.</summary>
internal interface ILayout
{
    /// <summary>Whether the columns of the right operand stand apart, each contiguous, rather than its rows contiguous.</summary>
    static abstract bool IsSpread { get; }

    /// <summary>Whether the last vector of rows is cut off.</summary>
    static abstract bool IsCut { get; }
}

internal readonly struct Whole : ILayout
{
    public static bool IsSpread => false;

    public static bool IsCut => false;
}

internal readonly struct Cut : ILayout
{
    public static bool IsSpread => false;

    public static bool IsCut => true;
}

internal readonly struct SpreadWhole : ILayout
{
    public static bool IsSpread => true;

    public static bool IsCut => false;
}

internal readonly struct SpreadCut : ILayout
{
    public static bool IsSpread => true;

    public static bool IsCut => true;
}
