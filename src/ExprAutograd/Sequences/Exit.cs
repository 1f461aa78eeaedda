using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>The way out of the loops that push one sequence, for whoever has seen enough of it.</summary>
internal sealed class Exit
{
    private LabelTarget? target;

    public LabelTarget Target => target ??= Expression.Label("end");

    /// <summary>A jump past the sequence's last item.</summary>
    public Expression Leave() => Expression.Goto(Target);

    /// <summary>Ends the sequence here, where no loop's own label does.</summary>
    public void PlaceIn(Scope scope)
    {
        if (target is not null) scope.Add(Expression.Label(target));
    }
}
