using System.Runtime.Intrinsics.X86;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>The command <c>expert</c>: the library's gradients against adjoints that an expert writes by hand for 512-bit vectors, on one core, in one run.</summary>
internal static class ExpertCommand
{
    private const string Usage = "usage: expert [PROBLEM] [DATADIR]   rows whose name contains PROBLEM ('all' for all of them); those over files need the directory";

    /// <returns>0; 1 where a side is wrong or the library refused; 2 for bad input.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length > 2) return Fail(Usage);
        if (!Avx512F.IsSupported) return Fail("The ruler is AVX-512 code, which this machine does not run.");
        var filter = arguments is [var problem, ..] && problem != "all" ? problem : "";
        var data = arguments is [_, var directory] ? directory : null;
        try
        {
            var refusals = new List<string>();
            Console.WriteLine(ExpertTable.Header);
            foreach (var row in ExpertCases.Of(filter, data))
            {
                var report = ExpertMeasurement.Of(row);
                Console.WriteLine(ExpertTable.Line(report));
                refusals.AddRange(report.Sides.Where(s => s.Refusal is not null).Select(s => $"{report.Name}, style {s.Style}: {s.Refusal}"));
            }
            foreach (var refusal in refusals) Console.Error.WriteLine(refusal);
            return refusals.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
