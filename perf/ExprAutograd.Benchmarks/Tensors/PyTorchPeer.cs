using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ExprAutograd.Benchmarks.Tensors;

/// <summary>PyTorch in a process of its own, where it is installed.</summary>
internal static class PyTorchPeer
{
    // Debian's python3-torch belongs to the system's interpreter, which need not be the first on the path.
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];

    private static readonly string[] ThreadCounts = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"];

    private static readonly TimeSpan ImportLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MeasurementLimit = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Nanoseconds per iteration of "product", "fifty", "small", "mlp-32-float64" to "mlp-1024-float32" and "digits", and the value and gradient of "fifty" under
    /// the names that <see cref="PyTorchProgram"/> gives them; null where PyTorch is not installed or fails, with the reason printed.
    /// </summary>
    /// <remarks>Takes some 15 seconds and prints the version. The process is killed when it takes longer than two minutes.</remarks>
    public static Dictionary<string, double>? Measure()
    {
        var reason = "";
        foreach (var interpreter in Interpreters)
        {
            if (Run(interpreter, "import torch", ImportLimit) is { IsDone: false } absent)
            {
                reason = absent.Text;
                continue;
            }
            var measured = Run(interpreter, PyTorchProgram.Text, MeasurementLimit);
            if (measured.IsDone) return Numbers(measured.Text);
            reason = measured.Text;
        }
        Console.WriteLine($"PyTorch was not measured: {reason}");
        return null;
    }

    private static Dictionary<string, double> Numbers(string lines)
    {
        var numbers = new Dictionary<string, double>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("version", out var version)) Console.WriteLine($"PyTorch {version.GetString()}, one thread");
            else numbers.Add(json.RootElement.GetProperty("name").GetString()!, json.RootElement.GetProperty("number").GetDouble());
        }
        return numbers;
    }

    /// <summary>What the program prints; or, where it does not come to its end, the reason.</summary>
    private static (bool IsDone, string Text) Run(string interpreter, string program, TimeSpan limit)
    {
        var start = new ProcessStartInfo(interpreter, ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // PyTorch's own count of threads does not reach the BLAS library that Debian links it to.
        foreach (var variable in ThreadCounts) start.Environment[variable] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            return (false, $"{interpreter}: {exception.Message}");
        }
        using (process)
        {
            // Both are read as they come: a full pipe would stop the process.
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                return (false, $"{interpreter} took longer than {limit.TotalSeconds} s.");
            }
            return process.ExitCode == 0 ? (true, output.Result) : (false, $"{interpreter}: {errors.Result.TrimEnd().Split('\n')[^1]}");
        }
    }
}
