namespace ExprAutograd;

/// <summary>What takes the time of a loop, as the machine's model has it.</summary>
public enum LoopLimit
{
    /// <summary>Additions, multiplications, divisions and square roots.</summary>
    Arithmetic,

    /// <summary>Calls of functions, such as <see cref="Math.Exp"/>.</summary>
    Functions,

    /// <summary>Loads, stores and the tape, with all data in the nearest cache.</summary>
    LoadsAndStores,

    /// <summary>Each iteration waits for what the one before it hands on, as in a sum that is made in order.</summary>
    CarriedResult,

    /// <summary>Indices and the counting of iterations.</summary>
    Counting,

    /// <summary>Products of matrices.</summary>
    Products,

    /// <summary>Data comes from farther away than the nearest cache.</summary>
    Memory,
}
