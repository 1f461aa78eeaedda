using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Anf;

/// <summary>Calls whose results are at hand, by method and operands.</summary>
internal sealed class KnownCalls
{
    private readonly Dictionary<Key, ParameterExpression> known = [];

    public ParameterExpression? Find(Expression value) => value is MethodCallExpression { Object: null } call ? known.GetValueOrDefault(new Key(call)) : null;

    /// <summary>Adds the call, unless one like it is known.</summary>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(Equation equation) => known.TryAdd(new Key((MethodCallExpression)equation.Value), equation.Variable);

    public void Remove(Equation equation) => known.Remove(new Key((MethodCallExpression)equation.Value));

    private readonly struct Key(MethodCallExpression call) : IEquatable<Key>
    {
        private readonly MethodCallExpression call = call;

        private MethodInfo Method => call.Method;

        public bool Equals(Key other)
        {
            if (Method != other.Method) return false;
            for (var k = 0; k < call.Arguments.Count; k++)
                if (!Atom.AreSame(call.Arguments[k], other.call.Arguments[k])) return false;
            return true;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = Method.GetHashCode();
            foreach (var argument in call.Arguments) hash = HashCode.Combine(hash, argument is ConstantExpression c ? c.Value?.GetHashCode() ?? 0 : RuntimeHelpers.GetHashCode(argument));
            return hash;
        }
    }
}
