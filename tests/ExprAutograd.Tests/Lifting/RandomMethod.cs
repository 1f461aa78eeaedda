using System.Globalization;
using System.Text;

namespace ExprAutograd.Tests.Lifting;

/// <summary>Random C# methods that always end: loops within loops, jumps, switches, ternaries, compound assignments, references, spans.</summary>
internal sealed class RandomMethod
{
    private const int MostStatements = 40;
    private const int MostLoopDepth = 3;

    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<string> numbers = ["a", "b"];
    private readonly List<string> integers = ["n"];
    private readonly List<string> truths = ["c"];
    private readonly List<string> references = [];
    private int statements;
    private int declared;
    private int loops;
    private bool isInSwitch;

    private RandomMethod(int seed) => random = new Random(seed);

    /// <summary>A method <c>double name(double a, double b, int n, bool c, double[] x, int[] k)</c>.</summary>
    public static string Write(string name, int seed)
    {
        var method = new RandomMethod(seed);
        method.text.Append(CultureInfo.InvariantCulture, $"public static double {name}(double a, double b, int n, bool c, double[] x, int[] k)\n{{\nunchecked\n{{\n");
        method.Block(4 + method.random.Next(6));
        method.text.Append(CultureInfo.InvariantCulture, $"return {method.Number(3)};\n}}\n}}\n");
        return method.text.ToString();
    }

    /// <summary>What the random methods call.</summary>
    public const string Callees = """
        static double Mix(double u, int i) => i > 2 ? u * 0.5 + i : -u;
        static double Bump(ref double u, double v) { u += v; if (u > 50) return u = v; return u * 0.25; }
        static void Split(double u, out double p, out int q) { p = u * 0.5; q = (int)Math.Clamp(u, -9, 9); }
        static double Tail(ReadOnlySpan<double> s, double f) { double t = 0; foreach (var v in s) t = t * 0.5 + v * f; return t; }

        """;

    private void Block(int count)
    {
        var (n, i, t, r) = (numbers.Count, integers.Count, truths.Count, references.Count);
        for (var s = 0; s < count; s++) Statement();
        numbers.RemoveRange(n, numbers.Count - n);
        integers.RemoveRange(i, integers.Count - i);
        truths.RemoveRange(t, truths.Count - t);
        references.RemoveRange(r, references.Count - r);
    }

    private void Braced(int count)
    {
        text.Append("{\n");
        Block(count);
        text.Append("}\n");
    }

    private void Statement()
    {
        if (++statements > MostStatements) return;
        switch (random.Next(26))
        {
            case 0 or 1:
                var v = $"v{declared++}";
                Line($"double {v} = {Number(3)};");
                numbers.Add(v);
                break;
            case 2:
                var i = $"i{declared++}";
                Line($"int {i} = {Integer(2)};");
                integers.Add(i);
                break;
            case 3:
                var f = $"f{declared++}";
                Line($"bool {f} = {Truth(2)};");
                truths.Add(f);
                break;
            case 4 or 5: Line($"{Pick(numbers)} {Pick("=", "=", "+=", "-=", "*=")} {Number(3)};"); break;
            case 6: Line($"{Pick(integers)} {Pick("=", "+=", "-=", "^=", "&=")} {Integer(2)};"); break;
            case 7: Line($"{Pick(truths)} {Pick("=", "&=", "|=", "^=")} {Truth(2)};"); break;
            case 8 or 9: Line($"{Element()} {Pick("=", "+=", "-=", "*=", "/=")} {Number(2)};"); break;
            case 10: Line($"k[{Index()}] {Pick("=", "+=", "-=", "<<=", "|=")} {Integer(2)};"); break;
            case 11 or 12 or 13:
                Line($"if ({Truth(2)})");
                Braced(1 + random.Next(3));
                if (random.Next(2) == 0) break;
                Line("else");
                Braced(1 + random.Next(3));
                break;
            case 14 or 15 or 16: Loop(); break;
            case 17: Switch(); break;
            case 18:
                if (loops > 0) Line($"if ({Truth(2)}) {(isInSwitch ? "continue" : Pick("break", "continue"))};");
                break;
            case 19: Line($"if ({Truth(1)}) return {Number(2)};"); break;
            case 20: Line($"{Pick(numbers)} = {Pick(numbers)} = {Number(2)};"); break;
            case 21: Line($"(x[{Index()}], x[{Index()}]) = (x[{Index()}], {Number(1)});"); break;
            case 22: Line($"{Pick(numbers)} += Bump(ref {(random.Next(2) == 0 ? Pick(numbers) : Element())}, {Number(2)});"); break;
            case 23:
                var (p, q) = ($"p{declared++}", $"q{declared++}");
                Line($"Split({Number(2)}, out var {p}, out int {q});");
                numbers.Add(p);
                integers.Add(q);
                break;
            case 24:
                var r = $"r{declared++}";
                Line($"ref double {r} = ref {Element()};");
                references.Add(r);
                break;
            default:
                if (references.Count > 0) Line($"{Pick(references)} {Pick("=", "+=", "*=")} {Number(2)};");
                break;
        }
    }

    private void Loop()
    {
        if (loops == MostLoopDepth) return;
        loops++;
        var outer = isInSwitch;
        isInSwitch = false;
        var i = $"i{declared++}";
        var bound = 1 + random.Next(5);
        switch (random.Next(5))
        {
            case 0:
                Line($"int {i} = 0;");
                Line($"while ({i}++ < {bound}{(random.Next(2) == 0 ? $" && {Truth(1)}" : "")})");
                break;
            case 1:
                Line($"int {i} = {bound};");
                Line("do");
                break;
            case 2:
                Line($"for (int {i} = {bound}; {i} > 0; {i}--)");
                break;
            case 3:
                Line($"foreach (double {i}e in x)");
                break;
            default:
                Line($"for (int {i} = 0; {i} < {bound}; {i}++)");
                break;
        }
        var isDo = text.ToString().EndsWith("do\n", StringComparison.Ordinal);
        Braced(1 + random.Next(4));
        if (isDo) Line($"while (--{i} > 0{(random.Next(2) == 0 ? $" || {i} == -7 && {Truth(1)}" : "")});");
        isInSwitch = outer;
        loops--;
    }

    private void Switch()
    {
        var outer = isInSwitch;
        isInSwitch = true;
        Line($"switch ({Integer(1)} & 7)\n{{");
        foreach (var label in Enumerable.Range(0, 8).Where(_ => random.Next(3) > 0))
        {
            Line($"case {label}:");
            if (random.Next(4) == 0 && label != 7) Line("goto default;");
            else
            {
                Braced(1 + random.Next(2));
                Line("break;");
            }
        }
        Line("default:");
        Braced(1);
        Line("break;\n}");
        isInSwitch = outer;
    }

    private string Number(int depth) => (depth == 0 ? random.Next(5) : random.Next(17)) switch
    {
        0 or 1 => Pick(numbers),
        2 => Math.Round(random.NextDouble() * 4, 2).ToString("0.0#", CultureInfo.InvariantCulture),
        3 => $"x[{Index()}]",
        4 => references.Count > 0 ? Pick(references) : Pick(integers),
        5 or 6 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/")} {Number(depth - 1)})",
        7 => $"({Truth(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
        8 => $"Math.{Pick("Sin", "Abs", "Cos")}({Number(depth - 1)})",
        9 => $"(-{Number(depth - 1)})",
        10 => $"({Pick(numbers)} {Pick("=", "+=")} {Number(depth - 1)})",
        11 => $"Mix({Number(depth - 1)}, {Integer(depth - 1)})",
        12 => $"({Element()} {Pick("=", "-=")} {Number(depth - 1)})",
        13 => $"Tail(x.AsSpan({random.Next(4)}, 2), {Number(depth - 1)})",
        14 => $"(({Integer(depth - 1)} & 3) switch {{ 0 => {Number(depth - 1)}, 2 => {Number(depth - 1)}, _ => {Number(depth - 1)} }})",
        15 => $"Bump(ref {Pick(numbers)}, {Number(depth - 1)})",
        _ => $"(double)(float)({Number(depth - 1)})",
    };

    private string Integer(int depth) => (depth == 0 ? random.Next(3) : random.Next(10)) switch
    {
        0 => Pick(integers),
        1 => random.Next(-3, 9).ToString(CultureInfo.InvariantCulture),
        2 => $"k[{Index()}]",
        3 or 4 => $"({Integer(depth - 1)} {Pick("+", "-", "*", "&", "^")} {Integer(depth - 1)})",
        5 => $"({Truth(depth - 1)} ? {Integer(depth - 1)} : {Integer(depth - 1)})",
        6 => Pick(integers) + Pick("++", "--"),
        7 => $"({Integer(depth - 1)} % 7)",
        8 => $"({Integer(depth - 1)} {Pick(">>", "<<", ">>>")} {Integer(depth - 1)})",
        _ => $"({Pick("byte", "short", "sbyte")})({Integer(depth - 1)})",
    };

    private string Truth(int depth) => (depth == 0 ? random.Next(2) : random.Next(9)) switch
    {
        0 => Pick(truths),
        1 or 2 => $"{Number(Math.Max(0, depth - 1))} {Pick("<", "<=", ">", ">=", "==", "!=")} {Number(Math.Max(0, depth - 1))}",
        3 or 4 => $"{Integer(depth - 1)} {Pick("<", "<=", ">", ">=", "==", "!=")} {Integer(depth - 1)}",
        5 => $"({Truth(depth - 1)} && {Truth(depth - 1)})",
        6 => $"({Truth(depth - 1)} || {Truth(depth - 1)})",
        7 => $"!({Truth(depth - 1)})",
        _ => $"(uint)({Integer(depth - 1)}) {Pick("<", ">=", ">", "<=")} (uint)({Integer(depth - 1)})",
    };

    private string Element() => $"x[{Index()}]";

    private string Index() => random.Next(5) switch
    {
        0 => $"{Integer(1)} & 3",
        1 => $"{Pick(integers)} & 3",
        2 => $"({Pick(integers)}{Pick("++", "--")} + {random.Next(3)}) & 3",
        _ => random.Next(6).ToString(CultureInfo.InvariantCulture),
    };

    private string Pick(List<string> names) => names[random.Next(names.Count)];

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];

    private void Line(string line) => text.Append(line).Append('\n');
}
