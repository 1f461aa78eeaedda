namespace ExprAutograd.Tests.Lifting;

/// <summary>C# methods that show one construct each, as their users write them. Public ones are compared with what they are lifted to.</summary>
internal static class SampleMethods
{
    /// <summary>Arithmetic, conversions, arrays, branches, loops, references, spans, calls.</summary>
    public const string Statements = """
        public static double Compound(double[] a, int i, double v) { i = 1; a[i] += v; a[i + 1] -= 2; a[i * 2 + 1] *= a[i]; a[Next(i)] /= 3; return a[i] + a[3] + a[2]; }
        static int Next(int i) => i + 2;
        public static double Post(double[] x) { int i = 0; double s = x[i++]; s += x[i++] * x[i]; x[i++] = s; x[++i] = 3; x[i--] += 2; return s + i; }
        public static void Swap(double[] x) { for (int i = 0, j = x.Length - 1; i < j; i++, j--) { double t = x[i]; x[i] = x[j]; x[j] = t; } }
        public static void TupleSwap(double[] x) { int i = 1, j = 3; (x[i], x[j]) = (x[j], x[i]); (i, j) = (j, i + 1); x[i] = j; }
        public static double Chain(double[] x) { double a, b; a = b = x[0] = x[1] + 1; return a + b + x[0]; }
        public static bool Bools(double a, double b, bool c) { bool d = a < b; bool e = !(a >= b) && c || d; return e ^ c & d | !c; }
        public static bool Cmp(double a, double b) => a <= b;
        public static bool Cmp2(double a, double b) => !(a > b);
        public static bool Cmp3(float a, float b) => a >= b || a != b;
        public static int Cmp4(double a, double b) { int n = 0; if (a < b) n += 1; if (a <= b) n += 2; if (a > b) n += 4; if (a >= b) n += 8; if (a == b) n += 16;
            if (a != b) n += 32; if (!(a < b)) n += 64; if (!(a <= b)) n += 128; if (!(a > b)) n += 256; return n; }
        public static int CmpU(uint a, uint b, int c, int d) { int n = 0; if (a < b) n += 1; if (a <= b) n += 2; if (a > b) n += 4; if (a >= b) n += 8;
            if ((uint)c < (uint)d) n += 16; if (c < d) n += 32; if (c > b) n += 64; return n; }
        public static int CmpL(ulong a, ulong b, long c, long d) { int n = 0; if (a < b) n += 1; if (a <= b) n += 2; if (a > b) n += 4; if (a >= b) n += 8;
            if ((ulong)c < (ulong)d) n += 16; if (c < d) n += 32; return n; }
        public static double Conv(byte b, sbyte sb, short s, char c, uint u, long l, ulong ul, int i, float f, double d) { unchecked {
            return b + sb + s * c + u + (double)l + ul + (float)ul + (float)u + (int)u + (byte)i + (sbyte)i + (short)l + (uint)i + (ulong)i + (long)u + (int)f + (long)d + (uint)(int)f + (char)i + (double)(float)d + (byte)sb + (ushort)s;
            } }
        public static int Small(byte b, sbyte s, char c, short h) { b++; s--; c += (char)3; h *= 3; b += 200; byte q = (byte)(b + s); return b * s + c - h + q; }
        public static long Wide(int a, uint b, long c) { long r = a; r += b; r *= c; r ^= (long)(ulong)c >> 3; r += b >> 3; r += a >> 2; r += a >>> 3; r += (int)b; r <<= a & 7;
            return r % 1000003 + (b % 7) + (a == 0 ? 0 : b / (uint)Math.Abs(a)); }
        public static int Shifts(int a, int n, uint u, long l) => (a << n) + (a >> n) + (int)(u >> n) + (int)(l >> n) + (int)(l << (n + 1)) + (a << 3) + (~a) + -a;
        public static double Tern(double a, double b, bool c) { double[] t = { a > 0 ? a : b, c ? 1 : 0 }; return (c ? a : b) + (a > b ? (b > 0 ? a : 1) : b * 2) * t[0] + t[1]; }
        public static double Sw(int k, double x) { switch (k) { case 0: return x; case 1: x *= 2; break; case 2: case 3: x += 1; goto case 1; case 5: return -x; default: x = 0;
            break; } return x + 1; }
        public static double SwE(int k, double x) => k switch { 0 => x, 1 => x * x, 2 => Math.Sin(x), < 0 => -x, > 4 => 7, _ => 1 };
        public static double SwE2(double x, double y) => (x, y) switch { ( > 0, > 0) => x * y, ( > 0, _) => x, (_, <= 1) => y, _ => 0 };
        public static string Str(int k) => k == 0 ? "a" : "b" + k;
        public enum E { A, B, C, D }
        public static double En(E e, double x) { if (e == E.B) return x; if (e > E.B && e != E.D) return 2; E f = e | E.C; switch (f) { case E.C: return 3;
            case E.D: return (int)f * x; } return (double)e; }
        public static double Nest(double x) { double s = 0; for (int i = 0; i < 5; i++) { for (int j = 0; j < 5; j++) { if (j == i) continue; if (i * j > 6) break;
            s += x * i - j; if (s > 100) goto done; } s *= 0.5; } done: return s; }
        public static double RetIn(double[] x) { for (int i = 0; i < x.Length; i++) { for (int j = i; j < x.Length; j++) if (x[i] + x[j] > 5) return x[i] * j;
            if (x[i] < -1.5) return i; } return -1; }
        public static double Do(double x) { int n = 0; do { x = x * 0.5 + 1; n++; if (n == 3) continue; if (x > 100) break; } while (n < 10 && x > 1); return x + n; }
        public static double Inf(double x) { int n = 0; while (true) { n++; if (n > 10) break; if (n % 3 == 0) continue; x += n; } for (;;) { if (n-- < 0) return x; x *= 1.1; } }
        public static double Multi(double[,] m, double[][] j) { double s = 0; for (int i = 0; i < m.GetLength(0); i++) for (int k = 0; k < m.GetLength(1); k++) {
            m[i, k] += j[k][i]; m[k, i] = m[i, k] * 0.5; j[i][k] -= m[i, k]; s += m[k, i]; } foreach (var v in m) s += v; foreach (var row in j) foreach (var v in row) s -= v;
            return s + m.Length + m.Rank; }
        public static double Init(int i) { double[] a = { 1, 2, 3, 4, 5.5, 6 }; int[] b = { 3, 1, 4, 1, 5 }; double[,] c = { { 1, 2 }, { 3, 4 } }; float[] f = new[] {
            1f, 2f, 3f, 4f }; double[][] jj = { new[] { 1.0, 2 }, new[] { 3.0 } }; bool[] bb = { true, false, true, true, false }; i = Math.Abs(i) % 2;
            return a[i] + b[i + 1] + c[i, 1] + f[i] + jj[i][0] + (bb[i] ? 1 : 2); }
        public static double Mixed(double x) { double[] a = new double[] { x, 2 * x, Math.Sin(x) }; var b = new[] { 0.0, x }; return a[0] + a[1] * a[2] + b[1]; }
        public static double SpanLit(int i) { ReadOnlySpan<double> c = [1.0, 2.5, -3, 4]; ReadOnlySpan<int> k = new[] { 3, 2, 1 }; double s = 0; foreach (var v in c) s += v * 2;
            return s + c[Math.Abs(i) % 4] + k[1]; }
        public static double Spans(double[] x) { Span<double> s = x; var t = s.Slice(1, 3); t[0] += 2; t[1] = t[2] * s[0]; ReadOnlySpan<double> r = t; double q = 0;
            for (int i = 0; i < r.Length; i++) q += r[i]; foreach (ref var v in t) v *= 2; s[4..].Fill(q); x.AsSpan(0, 2).Clear();
            return Total(r) + Total(x) + Total(x.AsSpan(2)); }
        static double Total(ReadOnlySpan<double> v) { double s = 0; for (int i = 0; i < v.Length; i++) s += v[i]; return s; }
        public static double Stack(double x) { Span<double> t = stackalloc double[4]; t[0] = x; for (int i = 1; i < t.Length; i++) t[i] = t[i - 1] * x; return t[3] + t[^1]; }
        public static double Refs(double[] x) { ref double r = ref x[2]; r += 3; double y = r; Inc(ref y, 2); Inc(ref x[1], y); Two(x[0], out var p, out double q); int k = 1;
            ref double z = ref x[k++]; z *= k; return r + y + p * q + x[1]; }
        static void Inc(ref double v, double by) { if (by < 0) return; v += by; }
        static void Two(double v, out double a, out double b) { a = v + 1; b = v * 2; }
        static double Sq(double v) => v * v;
        static double Poly(double[] c, double x) { double r = 0; for (int i = c.Length - 1; i >= 0; i--) r = r * x + c[i]; return r; }
        public static double Calls(double[] x) { double a = Sq(x[0]) + Sq(Sq(x[1])); a += Poly(x, 0.5) * (a > 1 ? Sq(a) : -a); return a; }
        public static (double, int) Tup(double x, int k) { var t = (x * 2, k); t.Item1 += 1; var (a, b) = t; return (a + b, t.k + 1); }
        public static double Throw(double x) { if (x < 0) throw new ArgumentException("x"); return Math.Sqrt(x) + (x > 3 ? throw new InvalidOperationException() : 1); }
        public static double Checked(int a, int b) { checked { return a * b + (byte)(a & 127) + (uint)(b * b); } }
        public static double Null(double[] x, double[] y) => (x ?? y)[0] + (x?.Length ?? 3) + (x != null && y is not null ? 1 : 0);
        public static float Fl(float a, float b) { float c = a * b; c += 0.1f; c = (float)(c * 0.1) - MathF.Sqrt(a * a); return c / (b + 3) % 2f; }
        """;

    /// <summary>Lambdas, sequences, local functions, structs, records, generic mathematics, library types.</summary>
    public const string Types = """
        public static double Linq(double[] x, double w) => x.Select(v => v * w).Sum();
        public static double Linq2(double[] x, double[] y) { double m = x.Average(); int n = x.Length;
            return x.Zip(y, (a, b) => (a - m) * b).Sum() / n + Enumerable.Range(0, n).Select(i => x[i] * y[i]).Where(v => v > 0).Sum() + x.Select(Math.Abs).Max() + x.Select(Sq).Sum();
            }
        static double Sq(double v) => v * v;
        public static double Query(double[] x) => (from v in x let u = v * v where u > 0.1 select u + v).Sum();
        public static double Nested(double[] x) => x.Select((v, i) => x.Skip(i).Sum(u => u * v)).Sum();
        public static double Fn(double a, double b) { Func<double, double> f = x => x * a + b; Func<double, double> g = x => f(x) * f(b); a = 2; return f(1) + g(2); }
        public static double Acc(double[] x) { double s = 0; Action<double> add = v => s += v; foreach (var v in x) add(v); return s; }
        public static double LoopClosure(double[] x) { double s = 0; for (int i = 0; i < 3; i++) { int k = i; Func<double, double> f = v => v * k + i;
            s += f(x[i]) + x.Sum(v => v * k); } return s; }
        public static double Local(double[] x, double w) { double total = 0; double F(double v) { total += v; return v * w; } double G(double v) => F(v) + F(2 * v);
            for (int i = 0; i < x.Length; i++) total += G(x[i]); static double H(double q) => q * q; return total + H(w); }
        public struct V2 { public double X, Y; public V2(double x, double y) { X = x; Y = y; } public double Dot(V2 o) => X * o.X + Y * o.Y;
            public static V2 operator +(V2 a, V2 b) => new V2(a.X + b.X, a.Y + b.Y); public static V2 operator *(double k, V2 a) => new(k * a.X, k * a.Y);
            public void Scale(double k) { X *= k; Y *= k; } public double Norm => Math.Sqrt(Dot(this)); public V2 Twice() { var t = this; t.Scale(2); return t; } }
        public static double Struct(double a, double b) { var p = new V2(a, b); var q = p + 2 * p; q.Scale(b); q.X += 3; V2 r = new V2 { X = a }; r.Y = q.Dot(p);
            return p.Dot(q) + q.Norm + r.Twice().X + r.Y; }
        public record struct R(double A, double B) { public double Sum => A + B; }
        public readonly record struct P(double A, int B) { public P Next() => new P(A * 2, B + 1); }
        public record C(double A, double B);
        public static double Rec(double a) { var r = new R(a, 2); r.A *= 3; var s = r with { B = 5 }; var p = new P(a, 1).Next().Next(); p = p with { B = 7 };
            return r.Sum + s.B * s.A + p.A * p.B; }
        public static double RecC(double a) { var c = new C(a, 2 * a); return c.A + c.B; }
        public readonly struct Cx { public readonly double Re, Im; public Cx(double r, double i) { Re = r; Im = i; } public Cx(double r) : this(r, r * 2) { }
            public double Abs2 { get { return Re * Re + Im * Im; } }
            public static Cx operator *(in Cx a, in Cx b) => new Cx(a.Re * b.Re - a.Im * b.Im, a.Re * b.Im + a.Im * b.Re); }
        public static double Mandel(double x, double y) { var c = new Cx(x * 0.3, y * 0.3); var z = new Cx(x * 0.1); int n = 0; while (z.Abs2 < 4 && n < 20) { z = z * c; n++; }
            return n + z.Re; }
        public static double StructArr(int k, double v) { var a = new V2[4]; k = Math.Abs(k) % 4; a[k].X = v; a[k].Y += 2; a[1] = new V2(v, 1); a[k].Scale(3);
            foreach (ref var e in a.AsSpan()) e.X += 1; return a[0].X + a[k].Dot(a[1]); }
        static T Gen<T>(T[] x, T k) where T : INumber<T> { T s = T.Zero; foreach (var v in x) s += v * k; return s > k ? s : T.Abs(s); }
        static T GenF<T>(T x) where T : IFloatingPointIeee754<T> => T.Sin(x) * T.Exp(-x) / (T.One + x * x) + T.CreateChecked(2);
        public static double Generic(double[] x, double k) => Gen(x, k) + GenF(k) + Gen(new[] { 1, 2, 3 }, 2);
        static double F2(Func<double, double> f, double x) { double s = 0; for (int i = 0; i < 3; i++) s += f(x + i); return s; }
        public static double Higher(double x, double w) => F2(v => v * w, x) + F2(Sq, x) + F2(Math.Sin, x);
        static double Twice(double v, int n = 2, params double[] rest) { foreach (var r in rest) v += r * n; return v; }
        public static double Opt(double x) => Twice(x) + Twice(x, 3, 1, 2, x) + Twice(n: 1, v: 2);
        class Acc1 { public double S; public int N { get; set; } }
        public static double Cls(double x) { var a = new Acc1 { S = x, N = 3 }; return a.S * a.N; }
        public static int Pat(object o) => o switch { null => 1, int k => k, _ => 2 };
        public static double ListSum(double x) { var l = new List<double> { x, 2, 3 }; double s = 0; for (int i = 0; i < l.Count; i++) s += l[i]; return s; }
        public static double Opt2(double? x) { double s = x ?? 3; if (x.HasValue) s += x.Value; return s + (x > 1 ? 1 : 0); }
        public static double Vec(double a) { var v = new System.Numerics.Vector2((float)a, 2f); v = v + v; v.X = 3; return v.X * v.Y + System.Numerics.Vector2.Dot(v, v); }
        public static double Cplx(double a) { var z = new Complex(a, 1); z = z * z + 1; return z.Real + Complex.Abs(z) + Complex.Exp(z).Imaginary; }
        public static double Idx(double[] x) { var y = x[1..4]; return x[^1] + y[0] + y.Length; }
        public static string Interp(double x, int k) => $"{k} and {(x > 0 ? "p" : "n")}";
        static void Axpy(double a, ReadOnlySpan<double> x, Span<double> y) { for (int i = 0; i < y.Length; i++) y[i] += a * x[i]; }
        static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) { double s = 0; for (int i = 0; i < x.Length; i++) s += x[i] * y[i]; return s; }
        public static double Cg(double[] x) { Span<double> r = stackalloc double[6]; var w = new double[6]; x.CopyTo(w, 0); x.AsSpan().CopyTo(r); for (int it = 0; it < 3;
            it++) { double a = Dot(r, x); Axpy(a * 0.01, x, r); Axpy(0.5, r[..3], w.AsSpan(3)); } return Dot(r, w) + r.ToArray()[2]; }
        public static double Ptern(double[] x, bool c) { ref double r = ref (c ? ref x[0] : ref x[1]); r += 2; return x[0] * 3 + x[1]; }
        public static double RefArr(double[] x) { ref double r = ref x[0]; for (int i = 1; i < x.Length; i++) if (x[i] > r) r = ref x[i]; r = 9; return x.Sum(); }
        public static double ForeachList(double x) { var l = new List<double> { x, 2, 3 }; double s = 0;
            foreach (var v in l) { if (v < 0) continue; if (v > 5) break; s += v; foreach (var w in l) s += w * v; } return s; }
        static double SumOf(IEnumerable<double> xs, double k) { double s = 0; foreach (var v in xs) { s += v * k; if (s > 9) return s; } return -s; }
        public static double ForeachSeq(double[] x, double k) { double s = SumOf(x.Select(v => v * v), k); foreach (var (a, b) in x.Zip(x.Skip(1))) s += a * b;
            foreach (var d in new Dictionary<int, double> { [1] = k }) s += d.Value * d.Key; return s; }
        """;
}
