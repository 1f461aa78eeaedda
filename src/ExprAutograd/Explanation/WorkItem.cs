using System.Reflection;

namespace ExprAutograd.Explanation;

/// <summary>Kinds of operations that take the machine different times.</summary>
internal enum WorkKind
{
    Arithmetic,
    Division,
    SquareRoot,
    Function,
    Load,
    Store,
    TapeWrite,
    TapeRead,
    Integer,
    Product,
    WholeArray,
    Call,
}

/// <summary>An operation as the machine sees it: its kind and, of functions and calls, which.</summary>
internal readonly record struct WorkItem(WorkKind Kind, MethodInfo? Method = null)
{
    public string Name => Kind switch
    {
        WorkKind.Arithmetic => "arithmetic",
        WorkKind.Division => "division",
        WorkKind.SquareRoot => "square root",
        WorkKind.Load => "load",
        WorkKind.Store => "store",
        WorkKind.TapeWrite => "tape write",
        WorkKind.TapeRead => "tape read",
        WorkKind.Integer => "index",
        WorkKind.Product => "matrix product",
        WorkKind.WholeArray => "whole array",
        _ => Method!.Name,
    };
}
