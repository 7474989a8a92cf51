using Holdfast.AspNetCore.Cookies;
using Microsoft.Extensions.Primitives;

namespace Holdfast.AspNetCore.Tests.Cookies;

/// <summary>Which cookie counts, byte for byte.</summary>
[Trait("Requirement", "S15")]
[Trait("Invariant", "4")]
public sealed class CookieReaderTests
{
    private const string Name = "__Host-session";
    private static readonly string Good = SessionId.Issue(SessionKey.Issue()).Reveal();
    private static readonly string Evil = SessionId.Issue(SessionKey.Issue()).Reveal();

    [Theory]
    [InlineData("{name}={good}")]
    [InlineData("a=1; {name}={good}; b=2")]
    [InlineData("a=1;{name}={good};b=2")]
    [InlineData("; ;=;{name}={good};;")]
    [InlineData("a; {name}={good}")]
    [InlineData("x{name}={evil}; {name}={good}; {name}x={evil}")]
    [InlineData("session={evil}; {name}={good}")]
    public void Read_OneCookieOfTheName_IsItsId(string header)
    {
        Assert.Equal(CookieVerdict.Valid, Read(header, out var id, out var lookAlikes));
        Assert.Equal(Good, id.Reveal());
        Assert.Equal(0, lookAlikes);
    }

    [Theory]
    [InlineData("__hOsT-session={evil}; {name}={good}", 1)]
    [InlineData("{name}={good}; __HOST-SESSION={evil}", 1)]
    [InlineData("{name} ={evil}; {name}={good}; \t{name}={evil}", 2)]
    public void Read_LookAlikes_AreIgnoredAndCounted(string header, int expected)
    {
        Assert.Equal(CookieVerdict.Valid, Read(header, out var id, out var lookAlikes));
        Assert.Equal(Good, id.Reveal());
        Assert.Equal(expected, lookAlikes);
    }

    [Theory]
    [InlineData("{name}={good}; {name}={evil}")]
    [InlineData("{name}={good}; {name}={good}")]
    [InlineData("{name}=; {name}={good}")]
    [InlineData("{name}={good}; a=1; {name}={evil}; {name}={good}")]
    public void Read_SeveralOfTheName_IsNoSession(string header)
    {
        Assert.Equal(CookieVerdict.Ambiguous, Read(header, out var id, out _));
        Assert.True(id.IsDefault);
    }

    [Fact]
    public void Read_OneInEachOfTwoHeaderLines_IsNoSession() =>
        Assert.Equal(
            CookieVerdict.Ambiguous, CookieReader.Read(new StringValues([$"{Name}={Good}", $"{Name}={Evil}"]), Name, out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a=1")]
    [InlineData("session={good}")]
    [InlineData("{name}")]
    [InlineData("={name}")]
    public void Read_NoneOfTheName_IsAbsent(string header) => Assert.Equal(CookieVerdict.Absent, Read(header, out _, out _));

    [Theory]
    [InlineData("{name}=")]
    [InlineData("{name}=\"{good}\"")]
    [InlineData("{name}={good} ")]
    [InlineData("{name}= {good}")]
    [InlineData("{name}={good}x")]
    [InlineData("{name}=%40cart.{good}")]
    [InlineData("{name}=={good}")]
    [InlineData("{name}={good}.{good}")]
    public void Read_AValueThatIsNoId_IsMalformed(string header) => Assert.Equal(CookieVerdict.Malformed, Read(header, out _, out _));

    [Fact]
    public void Read_NoHeader_IsAbsent() => Assert.Equal(CookieVerdict.Absent, CookieReader.Read(StringValues.Empty, Name, out _, out _));

    private static CookieVerdict Read(string header, out SessionId id, out int lookAlikes) =>
        CookieReader.Read(
            header.Replace("{name}", Name, StringComparison.Ordinal).Replace("{good}", Good, StringComparison.Ordinal).Replace("{evil}", Evil, StringComparison.Ordinal),
            Name,
            out id,
            out lookAlikes);
}
