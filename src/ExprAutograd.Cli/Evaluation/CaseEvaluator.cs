using System.Linq.Expressions;
using System.Text.Json;
using ExprAutograd.Cli.Reading;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>Evaluates the cases of an eval file, one answer per point; a bad case or point yields an error and disturbs no other.</summary>
internal static class CaseEvaluator
{
    /// <summary>The answers, in the order of cases and points.</summary>
    public static IEnumerable<PointAnswer> Evaluate(IReadOnlyList<EvalCase> cases, CancellationToken cancellation)
    {
        var readings = new Queue<FunctionReading>(FunctionReader.Read([.. cases.Where(c => c.Error is null).Select(c => c.Source)]));
        foreach (var @case in cases)
        {
            var reading = @case.Error is { } error ? new FunctionReading(null, error) : readings.Dequeue();
            foreach (var answer in Evaluate(@case, reading, cancellation)) yield return answer;
        }
    }

    private static IEnumerable<PointAnswer> Evaluate(EvalCase @case, FunctionReading reading, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        FunctionDerivatives? derivatives = null;
        var error = reading.Error;
        try
        {
            if (error is null) derivatives = new FunctionDerivatives(reading.Function!, @case.Wants ?? DefaultWants(@case, reading.Function!), @case.WithRespectTo, @case.Mode, @case.Cotangent);
        }
        catch (Exception e)
        {
            error = Text.Cause(e);
        }
        if (derivatives is null)
        {
            for (var k = 0; k < Math.Max(1, @case.Points.Count); k++) yield return new PointAnswer(@case.Id, k, null, error);
            yield break;
        }
        for (var k = 0; k < @case.Points.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return At(@case, k, derivatives);
        }
    }

    /// <summary>The value, and the derivative that the result's shape admits.</summary>
    private static Wants DefaultWants(EvalCase @case, LambdaExpression function) =>
        Wants.Value | (@case.Cotangent is not null || TypeName.IsScalar(function.ReturnType) ? Wants.Gradient : Wants.Jacobian);

    private static PointAnswer At(EvalCase @case, int k, FunctionDerivatives derivatives)
    {
        try
        {
            var point = @case.Points[k];
            if (point.ValueKind != JsonValueKind.Array) throw new InputException("A point is a list with one entry per argument, such as [1.5, [2, 3]].");
            var arguments = ArgumentReader.ReadAll(derivatives.Function, [.. point.EnumerateArray().Select(ArgumentValue.FromJson)]);
            return new PointAnswer(@case.Id, k, derivatives.At(arguments), null);
        }
        catch (Exception e)
        {
            return new PointAnswer(@case.Id, k, null, Text.Cause(e));
        }
    }
}

/// <summary>The result at one point of a case, or why there is none. <paramref name="Id"/> is JSON.</summary>
internal sealed record PointAnswer(string Id, int Point, PointResult? Result, string? Error);
