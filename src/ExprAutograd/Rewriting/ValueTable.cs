using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>Operations already computed, by what they compute: the table behind common subexpressions.</summary>
/// <remarks>Scoped as the programs are: what a branch computed is forgotten after it.</remarks>
/// <param name="size">About how many operations will be known.</param>
internal sealed class ValueTable(int size)
{
    private readonly Dictionary<Key, Expression> known = new(size);
    private readonly Stack<List<Key>> scopes = new();

    public void Open() => scopes.Push([]);

    public void Close()
    {
        foreach (var key in scopes.Pop()) known.Remove(key);
    }

    public bool TryGet(Expression value, out Key key, out Expression atom)
    {
        key = new Key(value);
        return known.TryGetValue(key, out atom!);
    }

    public void Add(Key key, Expression atom)
    {
        known[key] = atom;
        if (scopes.TryPeek(out var scope)) scope.Add(key); // What the outermost program computed is never forgotten.
    }

    /// <summary>Structural identity of an operation on atoms; the operands of + and * are in no order (their result has the same bits in both).</summary>
    internal readonly struct Key : IEquatable<Key>
    {
        private readonly Expression value;
        private readonly int hash;

        public Key(Expression value)
        {
            this.value = value;
            var (kind, type, member) = Operation.Identity(value);
            var operands = 0;
            for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
                operands = IsCommutative(value) ? operands + AtomHash(Operation.Operand(value, k)) : (operands * 31) + AtomHash(Operation.Operand(value, k));
            hash = HashCode.Combine(kind, type, member, operands);
        }

        public bool Equals(Key other)
        {
            if (hash != other.hash || !Operation.Identity(value).Equals(Operation.Identity(other.value))) return false;
            var count = Operation.OperandCount(value);
            if (count != Operation.OperandCount(other.value)) return false;
            var isSame = true;
            for (var k = 0; k < count && isSame; k++) isSame = Atom.AreSame(Operation.Operand(value, k), Operation.Operand(other.value, k));
            return isSame || (IsCommutative(value)
                && Atom.AreSame(Operation.Operand(value, 0), Operation.Operand(other.value, 1))
                && Atom.AreSame(Operation.Operand(value, 1), Operation.Operand(other.value, 0)));
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => hash;

        private static bool IsCommutative(Expression value) =>
            value is BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Multiply, Method: null };

        private static int AtomHash(Expression atom) => atom is ConstantExpression c ? c.Value?.GetHashCode() ?? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(atom);
    }
}
