using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Loops already run, by what they compute: common subexpressions that are whole arrays.</summary>
/// <remarks>
/// <code>
/// (y - X * w).DotProduct(y - X * w)         the differences are made once, as the product is
/// </code>
/// Two loops are one when they differ in the names of their variables alone, and start from equal atoms or from arrays of zeros of one length.
/// </remarks>
internal sealed class LoopTable(Func<MethodInfo, bool> isPure)
{
    private readonly Dictionary<Key, ImmutableArray<ParameterExpression>> known = [];
    private readonly Stack<List<Key>> scopes = new();

    public void Open() => scopes.Push([]);

    public void Close()
    {
        foreach (var key in scopes.Pop()) known.Remove(key);
    }

    /// <summary>The variables of the loop that computes the same as this one; null for the first, which is noted, and for one with effects.</summary>
    public ImmutableArray<ParameterExpression>? Find(Equation equation, LoopRegion loop, IReadOnlyDictionary<ParameterExpression, Expression> definitions)
    {
        if (Key.TryOf(loop, definitions, isPure) is not { } key) return null;
        if (known.TryGetValue(key, out var same)) return same;
        known[key] = equation.Variables;
        if (scopes.TryPeek(out var scope)) scope.Add(key);
        return null;
    }

    /// <summary>A loop as a row of tokens in which a variable bound inside is the number of its binding.</summary>
    private sealed class Key : IEquatable<Key>
    {
        private readonly List<object> tokens = [];
        private readonly Dictionary<ParameterExpression, int> numbers = [];
        private readonly Func<MethodInfo, bool> isPure;
        private int hash;
        private bool hasEffect;

        private Key(Func<MethodInfo, bool> isPure) => this.isPure = isPure;

        public static Key? TryOf(LoopRegion loop, IReadOnlyDictionary<ParameterExpression, Expression> definitions, Func<MethodInfo, bool> isPure)
        {
            var key = new Key(isPure);
            key.Add((object?)loop.Count ?? "while");
            foreach (var initial in loop.Initial)
            {
                if (initial is ParameterExpression p && definitions.TryGetValue(p, out var made) && Zeros(made) is { } like)
                {
                    key.Add(made.Type);
                    key.Add(made.NodeType);
                    key.Add(like);
                }
                else key.Add(initial);
            }
            foreach (var program in loop.Programs) key.Add(program);
            return key.hasEffect ? null : key;
        }

        public bool Equals(Key? other)
        {
            if (other is null || hash != other.hash || tokens.Count != other.tokens.Count) return false;
            for (var k = 0; k < tokens.Count; k++)
                if (!(tokens[k] is Expression a && other.tokens[k] is Expression b ? Atom.AreSame(a, b) : tokens[k].Equals(other.tokens[k]))) return false;
            return true;
        }

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => hash;

        /// <summary>What an array of zeros takes its shape from; null for everything else.</summary>
        private static Expression? Zeros(Expression made) => made switch
        {
            NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var length] } => length,
            MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } m } call when m.DeclaringType == typeof(ArrayOperators) => call.Arguments[0],
            _ => null,
        };

        private void Add(object token)
        {
            if (token is ParameterExpression p && numbers.TryGetValue(p, out var number)) token = number;
            tokens.Add(token);
            var code = token is Expression e ? e is ConstantExpression c ? c.Value?.GetHashCode() ?? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(e) : token.GetHashCode();
            hash = HashCode.Combine(hash, code);
        }

        private void Add(AnfProgram program)
        {
            foreach (var parameter in program.Parameters) Bind(parameter);
            foreach (var equation in program.Equations)
            {
                switch (equation.Value)
                {
                    case Region region:
                        Add(region is LoopRegion loop ? loop.Count is null ? "while" : "for" : "if");
                        foreach (var operand in region.Operands) Add(operand);
                        foreach (var nested in region.Programs) StackGuard.Run(() => { Add(nested); return 0; });
                        break;
                    case var value:
                        hasEffect |= !Purity.IsPure(value, isPure);
                        Add(Operation.Identity(value));
                        for (int k = 0, count = Operation.OperandCount(value); k < count; k++) Add(Operation.Operand(value, k));
                        break;
                }
                foreach (var variable in equation.Variables) Bind(variable);
            }
            foreach (var result in program.Results) Add(result);
        }

        private void Bind(ParameterExpression variable) => numbers[variable] = numbers.Count;
    }
}
