using System.Globalization;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Rewriting;

namespace ExprAutograd.Compilation;

/// <summary>A function's operations as a graph: inputs, intermediate values, results, and branches as frames.</summary>
internal sealed class FunctionPicture
{
    private const int LongestText = 34;
    private const int LongestTitle = 120;
    private const int DeepestText = 8;
    private const int MostElements = 4;

    private readonly DotText dot;
    private readonly AnfProgram program;
    private readonly SourceMap source;
    private readonly ProgramEvaluator? point;
    private readonly Dictionary<ParameterExpression, object?> gradients;
    private readonly Dictionary<ParameterExpression, string> inputNames = [];
    private readonly HashSet<Expression> tests = [];
    private readonly Dictionary<ParameterExpression, string> ids = [];
    private int nodes;

    private FunctionPicture(LambdaExpression function, NormalizedFunction normal, AnfProgram program, ProgramEvaluator? point, Dictionary<ParameterExpression, object?> gradients)
    {
        (this.program, this.point, this.gradients) = (program, point, gradients);
        source = normal.Source;
        dot = new DotText(Shorten(Print(function), LongestTitle));
        var names = normal.Shape.Parameters.Zip(normal.Shape.ParameterShapes).SelectMany(p => p.Second.LeafNames(p.First.Name ?? "parameter"));
        foreach (var (leaf, name) in program.Parameters.Zip(names)) inputNames[leaf] = name;
    }

    /// <summary>The graph in DOT; with arguments, values and gradients at that point.</summary>
    public static string ToDot(LambdaExpression function, object?[] arguments, AutogradOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        var normal = Normalizer.Normalize(function);
        var program = DeadCode.Run(normal.Program, Pipeline.PurityUnder(options.Rules));
        if (arguments.Length == 0) return new FunctionPicture(function, normal, program, null, []).Draw();

        var values = ArgumentList.Of(function, arguments);
        var leaves = normal.Shape.ParameterShapes.SelectMany((s, k) => s.IsLeaf ? [values[k]] : new NumberLayout(s).Leaves(values[k]));
        var point = ProgramEvaluator.Run(program, leaves);
        return new FunctionPicture(function, normal, program, point, IntermediateGradients.Of(program, point, options.Rules, normal.Source)).Draw();
    }

    private string Draw()
    {
        foreach (var parameter in program.Parameters)
            dot.Node(Name(parameter), DotText.Look.Input, inputNames[parameter], "", Numbers(parameter));
        CollectTests(program);
        Draw(program, isRun: true);
        for (var k = 0; k < program.Results.Length; k++)
            if (!IsComputed(program.Results[k]))
            {
                var id = $"result{k}";
                var input = program.Results[k] as ParameterExpression;
                dot.Node(id, DotText.Look.Result, "result", input is null ? Print(program.Results[k]) : inputNames[input], []);
                if (input is not null) dot.Edge(ids[input], id);
            }
        return dot.ToString();
    }

    private bool IsComputed(Expression atom) => atom is ParameterExpression p && ids.ContainsKey(p) && !inputNames.ContainsKey(p);

    private void CollectTests(AnfProgram nested)
    {
        foreach (var equation in nested.Equations)
        {
            if (equation.Value is IfRegion branch) tests.Add(branch.Test);
            if (equation.Value is Region region)
                foreach (var inner in region.Programs) StackGuard.Run(() => { CollectTests(inner); return 0; });
        }
    }

    private void Draw(AnfProgram nested, bool isRun)
    {
        foreach (var equation in nested.Equations)
        {
            if (equation.Value is Region region)
            {
                StackGuard.Run(() => { Draw(equation, region, isRun); return 0; });
                continue;
            }
            var id = Name(equation.Variable);
            var look = LookOf(equation, isRun);
            var heading = look == DotText.Look.Captured ? ((MemberExpression)equation.Value).Member.Name : Symbol(equation.Value);
            dot.Node(id, look, heading, look == DotText.Look.Captured ? "captured" : TextOf(equation), isRun ? Numbers(equation.Variable) : []);
            foreach (var operand in Operation.Operands(equation.Value).OfType<ParameterExpression>()) dot.Edge(ids[operand], id, isTaken: isRun ? null : false);
        }
    }

    /// <summary>A frame per program, and a node per value that comes out.</summary>
    private void Draw(Equation equation, Region region, bool isRun)
    {
        var branch = region as IfRegion;
        var outgoing = equation.Variables.Select(_ => new List<(string Id, bool? IsTaken, string Label)>()).ToArray();
        foreach (var (side, k) in region.Programs.Select((p, k) => (p, k)))
        {
            bool? isTaken = branch is null || (point is null && isRun) ? null : isRun && point!.IsTaken(side);
            var label = branch is null ? "each iteration" : k == 0 ? "then" : "else";
            var frame = dot.Open(label + (isTaken is true ? " (taken)" : ""), isTaken);
            var first = nodes;
            foreach (var parameter in side.Parameters) dot.Node(Name(parameter), DotText.Look.Input, parameter.Name ?? "i", "", []);
            var inner = new HashSet<ParameterExpression>(side.Equations.SelectMany(e => e.Variables).Concat(side.Parameters));
            Draw(side, isRun && isTaken is not false);
            var passed = new List<(string Id, Expression Atom)>();
            for (var r = 0; r < Math.Min(equation.Variables.Length, side.Results.Length); r++)
            {
                var result = side.Results[r];
                if (result is not ParameterExpression p || !inner.Contains(p))
                {
                    // What only passes through a branch has a node there: the frame would be empty.
                    passed.Add(($"n{nodes++}", result));
                    dot.Node(passed[^1].Id, isTaken is false || !isRun ? DotText.Look.NotRun : DotText.Look.Intermediate, result is ParameterExpression outer ? Shorten(NameFor(outer), LongestText) : Print(result), "", []);
                }
                outgoing[r].Add((result is ParameterExpression own && inner.Contains(own) ? ids[own] : passed[^1].Id, isTaken, label));
            }
            dot.Close();
            foreach (var (id, atom) in passed)
                if (atom is ParameterExpression outer) dot.Edge(ids[outer], id, isTaken: isTaken is false ? false : null);
            if (branch?.Test is ParameterExpression test && nodes > first) dot.Edge(ids[test], $"n{first}", label, isTaken, frame);
        }
        for (var r = 0; r < equation.Variables.Length; r++)
        {
            var variable = equation.Variables[r];
            var id = Name(variable);
            dot.Node(id, LookOf(equation, isRun, r), branch is null ? "loop" : "? :", TextOf(equation, r), isRun ? Numbers(variable) : []);
            foreach (var (from, isTaken, _) in outgoing[r]) dot.Edge(from, id, isTaken: isTaken);
        }
    }

    private DotText.Look LookOf(Equation equation, bool isRun, int variable = 0) =>
        !isRun ? DotText.Look.NotRun
        : program.Results.Contains(equation.Variables[variable]) ? DotText.Look.Result
        : tests.Contains(equation.Variables[variable]) ? DotText.Look.Test
        : equation.Value is MemberExpression { Expression: ConstantExpression } ? DotText.Look.Captured
        : DotText.Look.Intermediate;

    private string Name(ParameterExpression variable) => ids[variable] = $"n{nodes++}";

    private string NameFor(ParameterExpression variable) =>
        inputNames.TryGetValue(variable, out var name) ? name : source.NodeOf(variable) is { } node ? Print(node) : variable.Name ?? "";

    /// <summary>The user's expression for what the equation computes; where there is none, nothing.</summary>
    private string TextOf(Equation equation, int variable = 0) => source.NodeOf(equation.Variables[variable]) is { } node ? Shorten(Print(node), LongestText) : "";

    private static string Print(Expression e) => CSharpPrinter.Print(e, DeepestText).ReplaceLineEndings(" ");

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 2)].TrimEnd() + " …";

    private List<(string, string)> Numbers(ParameterExpression variable)
    {
        var numbers = new List<(string, string)>();
        if (point is null) return numbers;
        if (point.TryGetValue(variable, out var value)) numbers.Add(("value", Text(value)));
        if (gradients.TryGetValue(variable, out var gradient)) numbers.Add(("gradient", Text(gradient)));
        return numbers;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        double d => (d == 0 ? 0 : d).ToString("G6", CultureInfo.InvariantCulture),
        float f => (f == 0 ? 0 : f).ToString("G6", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string s => Shorten($"\"{s}\"", LongestText),
        Array a => $"[{string.Join(", ", a.Cast<object?>().Take(MostElements).Select(Text))}{(a.Length > MostElements ? $", … {a.Length} in all" : "")}]",
        _ => NumericTypes.Name(value.GetType()),
    };

    private static string Symbol(Expression value) => value switch
    {
        MethodCallExpression m => m.Method.IsSpecialName && m.Method.Name == "get_Item" ? "[ ]" : char.ToLowerInvariant(m.Method.Name[0]) + m.Method.Name[1..],
        MemberExpression m => "." + m.Member.Name,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } u => $"({NumericTypes.Name(u.Type)})",
        NewExpression n => "new " + NumericTypes.Name(n.Type),
        NewArrayExpression => "new [ ]",
        _ => value.NodeType switch
        {
            ExpressionType.Add or ExpressionType.AddChecked => "+",
            ExpressionType.Subtract or ExpressionType.SubtractChecked or ExpressionType.Negate or ExpressionType.NegateChecked => "−",
            ExpressionType.Multiply or ExpressionType.MultiplyChecked => "×",
            ExpressionType.Divide => "÷",
            ExpressionType.Modulo => "mod",
            ExpressionType.Power => "pow",
            ExpressionType.LessThan => "<",
            ExpressionType.LessThanOrEqual => "≤",
            ExpressionType.GreaterThan => ">",
            ExpressionType.GreaterThanOrEqual => "≥",
            ExpressionType.Equal => "=",
            ExpressionType.NotEqual => "≠",
            ExpressionType.Not => "not",
            ExpressionType.ArrayIndex => "[ ]",
            ExpressionType.ArrayLength => "length",
            var kind => kind.ToString(),
        },
    };
}
