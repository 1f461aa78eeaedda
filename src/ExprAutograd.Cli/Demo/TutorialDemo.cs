using System.Linq.Expressions;

namespace ExprAutograd.Cli.Demo;

/// <summary>The function every autograd tutorial starts with, its graph with values and gradients, and its adjoint as C#.</summary>
internal static class TutorialDemo
{
    public static void Run(Session session)
    {
        Expression<Func<double, double, double, double>> function = (p, q, s) => (p + q) * s;
        const double P = 3, Q = 5, S = 2;

        LambdaExpression adjoint = Autograd.ValueAndGradient(function);
        var compiled = (Func<double, double, double, (double Value, (double P, double Q, double S) Gradient)>)Autograd.Compile(adjoint);
        var (t, d) = compiled(P, Q, S);

        // The sum in the middle: t as a function of it.
        Expression<Func<double, double, double>> fromTheSum = (r, s) => r * s;
        LambdaExpression ofTheSum = Autograd.Gradient(fromTheSum);
        var (dr, _) = ((Func<double, double, (double R, double S)>)Autograd.Compile(ofTheSum))(P + Q, S);

        var output = session.Out;
        output.WriteLine("1. The tutorial's function: t = (p + q) * s, each value with its gradient ∂t/∂·");
        output.WriteLine();
        WriteGraph(output, Node("p", P, d.P), Node("q", Q, d.Q), Node("s", S, d.S), Node("r", P + Q, dr), Node("t", t, 1));
        output.WriteLine();
        output.WriteLine("   Forward and backward as one C# function:");
        output.WriteLine();
        foreach (var line in adjoint.ToCSharp().TrimEnd().Split('\n')) output.WriteLine("   " + line.TrimEnd());
    }

    private static string Node(string name, double value, double gradient) => $"{name} = {Text.Number(value)} (∂ {Text.Number(gradient)})";

    /// <summary>Two operations, drawn from left to right as they run; gradients flow back from right to left.</summary>
    private static void WriteGraph(TextWriter output, string p, string q, string s, string r, string t)
    {
        var inputs = Math.Max(p.Length, Math.Max(q.Length, s.Length));
        var middle = new string(' ', "[+]── ".Length + r.Length);
        output.WriteLine($"   {p.PadRight(inputs)} ──┐");
        output.WriteLine($"   {new string(' ', inputs)}  [+]── {r} ──┐");
        output.WriteLine($"   {q.PadRight(inputs)} ──┘  {middle[3..]} [×]── {t}");
        output.WriteLine($"   {s.PadRight(inputs)} ───{new string('─', middle.Length + 1)}┘");
    }
}
