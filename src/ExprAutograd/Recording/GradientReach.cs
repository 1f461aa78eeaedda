namespace ExprAutograd.Recording;

/// <summary>Which nodes a gradient flows to from the roots: by way of operations that were recorded for one.</summary>
internal static class GradientReach
{
    public static bool[] Of(IReadOnlyList<Node> nodes, Node[] roots, Func<Node, int> placeOf)
    {
        var reached = new bool[nodes.Count];
        foreach (var root in roots) reached[placeOf(root)] = root.RequiresGradient;
        for (var place = nodes.Count - 1; place >= 0; place--)
        {
            if (!reached[place]) continue;
            for (var k = 0; k < nodes[place].InputCount; k++)
                if (nodes[place].Input(k).RequiresGradient && placeOf(nodes[place].Input(k)) is >= 0 and var input) reached[input] = true;
        }
        return reached;
    }
}
