namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>No member of MathNet's vectors and matrices is forgotten: it has a row, or an error that teaches, or no derivative by nature.</summary>
public sealed class DenseMemberTests
{
    public static TheoryData<string> Refused => [.. DenseMembers.Refused.Keys];

    [Fact]
    public void Every_member_has_its_place()
    {
        var inRows = DenseRows.All.Values.SelectMany(r => DenseMembers.In(r.Function)).ToHashSet();
        var forgotten = from member in DenseMembers.All
                        where !inRows.Contains(member.Key)
                        let name = member.Method.Name
                        where !DenseMembers.OfFactorizations.Contains(name) && !DenseMembers.WithoutDerivative.Contains(name) && !DenseMembers.Refused.ContainsKey(name)
                        select member.Key;
        var names = string.Join('\n', forgotten.Distinct());
        Assert.True(names.Length == 0, names);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_member_that_is_not_followed_says_what_to_write(string name)
    {
        var (example, remedy) = DenseMembers.Refused[name];
        var refused = Assert.ThrowsAny<AutogradException>(() => Autograd.Gradient(example));
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }
}
