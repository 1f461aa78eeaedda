using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>A program as text: a numbered let-list.</summary>
/// <remarks>
/// <code>
/// parameters double x, double y
/// t1 = x * y
/// t2 = t1 > 0.0
/// t3 = if t2
///   t4 = Math.Log(t1)
///   results t4
/// else
///   results 0.0
/// results t3
/// </code>
/// </remarks>
internal sealed class ProgramText
{
    private const int Indent = 2;

    private readonly StringBuilder text = new();
    private readonly Dictionary<ParameterExpression, ParameterExpression> names = [];
    private readonly HashSet<string> taken = [];
    private int numbered;
    private int depth;

    private ProgramText()
    {
    }

    /// <summary>The text of <paramref name="program"/>, a line per equation, each ended by a line feed.</summary>
    public static string Of(AnfProgram program)
    {
        var printer = new ProgramText();
        printer.Line("parameters " + string.Join(", ", program.Parameters.Select(p => $"{NumericTypes.Name(p.Type)} {printer.Declare(p, p.Name).Name}")));
        printer.Write(program);
        return printer.text.ToString();
    }

    private void Write(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            var left = string.Join(", ", equation.Variables.Select(v => Declare(v, null).Name));
            if (equation.Value is Region region) Write(left, region);
            else Line($"{left} = {Text(equation.Value)}");
        }
        Line("results " + string.Join(", ", program.Results.Select(Text)));
    }

    private void Write(string left, Region region)
    {
        switch (region)
        {
            case IfRegion branch:
                Line($"{left} = if {Text(branch.Test)}");
                Nest(branch.Then);
                Line("else");
                Nest(branch.Else);
                break;
            case ParallelLoop loop:
                var index = Declare(loop.Body.Parameters[0], loop.Body.Parameters[0].Name ?? "i").Name;
                Line($"{left} = {string.Join(", ", loop.Outputs.Select(o => o.ToString().ToLowerInvariant()))} for {index} below {Text(loop.Count)}");
                Nest(loop.Body);
                break;
            case SequentialLoop loop:
                Line($"{left} = from {string.Join(", ", loop.Initial.Select(Text))} while {State(loop.While)}");
                Nest(loop.While);
                Line($"do {State(loop.Body)}");
                Nest(loop.Body);
                break;
            default:
                Line($"{left} = {region}");
                foreach (var program in region.Programs) Nest(program);
                break;
        }
    }

    private string State(AnfProgram program) => string.Join(", ", program.Parameters.Select(p => Declare(p, null).Name));

    private void Nest(AnfProgram program) => StackGuard.Run(() =>
    {
        depth++;
        Write(program);
        depth--;
        return 0;
    });

    private void Line(string line) => text.Append(' ', Indent * depth).Append(line.ReplaceLineEndings(" ")).Append('\n');

    /// <summary>An operation, or an atom, with its variables under their names here.</summary>
    private string Text(Expression value)
    {
        if (Atom.Is(value)) return CSharpPrinter.Print(Named(value));
        var operands = Operation.Operands(value);
        for (var k = 0; k < operands.Length; k++) operands[k] = Named(operands[k]);
        return CSharpPrinter.Print(Operation.With(value, operands));
    }

    private Expression Named(Expression atom) => atom is ParameterExpression p ? names.TryGetValue(p, out var known) ? known : Declare(p, p.Name) : atom;

    /// <summary>A variable keeps its own name where it is given and free; else it is numbered.</summary>
    private ParameterExpression Declare(ParameterExpression variable, string? name)
    {
        if (string.IsNullOrEmpty(name) || !taken.Add(name))
            do name = "t" + (++numbered).ToString(CultureInfo.InvariantCulture);
            while (!taken.Add(name));
        return names[variable] = Expression.Parameter(variable.Type, name);
    }
}
