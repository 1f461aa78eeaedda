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
            case LoopRegion loop:
                // s = for i below n from 0.0, state t1
                var index = Declare(loop.Index, loop.Index.Name ?? "i").Name;
                var state = string.Join(", ", loop.State.Select(p => Declare(p, p.Name).Name));
                Line($"{left} = for {index}{(loop.Count is null ? "" : " below " + Text(loop.Count))} from {string.Join(", ", loop.Initial.Select(Text))}, state {state}");
                if (loop.While is { } condition)
                {
                    // The condition's parameters are the body's under other names.
                    for (var k = 0; k < condition.Parameters.Length; k++) names[condition.Parameters[k]] = names[loop.Body.Parameters[k]];
                    Line("while");
                    Nest(condition);
                    Line("do");
                }
                Nest(loop.Body);
                break;
            default:
                Line($"{left} = {region}");
                foreach (var program in region.Programs) Nest(program);
                break;
        }
    }

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
