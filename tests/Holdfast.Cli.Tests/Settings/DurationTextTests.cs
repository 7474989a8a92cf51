using Holdfast.Cli.Settings;

namespace Holdfast.Cli.Tests.Settings;

[Trait("Feature", "83")]
public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0ms", 0)]
    [InlineData("1ms", 1)]
    [InlineData("90s", 90_000)]
    [InlineData("5m", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("007s", 7_000)]
    [InlineData("365d", 31_536_000_000)]
    [InlineData("31536000000ms", 31_536_000_000)]
    public void TryParse_DigitsAndUnit_IsThatLong(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration, out var problem));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("-5s", "is negative")]
    [InlineData("s", "does not begin with digits")]
    [InlineData("+5s", "does not begin with digits")]
    [InlineData(" 5s", "does not begin with digits")]
    [InlineData("٣s", "does not begin with digits")]
    [InlineData("5", "has no unit")]
    [InlineData("5 s", "has the unknown unit ' s'")]
    [InlineData("5S", "has the unknown unit 'S'")]
    [InlineData("5y", "has the unknown unit 'y'")]
    [InlineData("5s5s", "has the unknown unit 's5s'")]
    [InlineData("1.5h", "has the unknown unit '.5h'")]
    [InlineData("366d", "is more than 365 days")]
    [InlineData("31536000001ms", "is more than 365 days")]
    [InlineData("9223372036854775807d", "is more than 365 days")]
    [InlineData("99999999999999999999999999d", "is more than 365 days")]
    public void TryParse_AnythingElse_SaysWhichRuleItBreaks(string text, string expected)
    {
        Assert.False(DurationText.TryParse(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }
}
