namespace ExprAutograd.Benchmarks.AdBench.Gmm;

/// <summary>A Gaussian mixture of k components in d dimensions, and n points.</summary>
/// <param name="Alphas">The components' log weights, unnormalised: k.</param>
/// <param name="Means">k rows of d.</param>
/// <param name="Factors">k rows of d log-diagonals and the d(d-1)/2 strictly lower entries, column after column, of a root Q of the inverse covariance Q'Q.</param>
/// <param name="Points">n rows of d.</param>
/// <param name="Gamma">The Wishart prior's inverse scale.</param>
/// <param name="M">The Wishart prior's excess degrees of freedom.</param>
internal sealed record GmmInstance(double[] Alphas, double[] Means, double[] Factors, double[] Points, double Gamma, int M)
{
    /// <summary>d.</summary>
    public int Dimension => Means.Length / Alphas.Length;

    /// <exception cref="InvalidDataException">The file is none of a mixture.</exception>
    public static GmmInstance Read(string path)
    {
        var file = new NumberFile(path);
        var (d, k, n) = (file.Integer(), file.Integer(), file.Integer());
        return new GmmInstance(file.Numbers(k), file.Numbers(k * d), file.Numbers(k * d * (d + 1) / 2), file.Numbers(n * d), file.Number(), file.Integer());
    }
}
