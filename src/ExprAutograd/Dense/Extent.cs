namespace ExprAutograd.Dense;

/// <summary>A number that the runtime knows when it compiles a kernel: the kernel's loops over it are gone by then.</summary>
internal interface IExtent
{
    static abstract int Value { get; }
}

internal readonly struct Extent1 : IExtent
{
    public static int Value => 1;
}

internal readonly struct Extent2 : IExtent
{
    public static int Value => 2;
}

internal readonly struct Extent3 : IExtent
{
    public static int Value => 3;
}

internal readonly struct Extent4 : IExtent
{
    public static int Value => 4;
}

internal readonly struct Extent5 : IExtent
{
    public static int Value => 5;
}

internal readonly struct Extent6 : IExtent
{
    public static int Value => 6;
}

internal readonly struct Extent7 : IExtent
{
    public static int Value => 7;
}

internal readonly struct Extent8 : IExtent
{
    public static int Value => 8;
}
