using Holdfast.Cli.Settings;

namespace Holdfast.Cli.Tests.Settings;

[Trait("Feature", "132")]
public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", false, true)]
    [InlineData("http://127.0.0.1:0", false, true)]
    [InlineData("http://127.9.9.9:80", false, true)]
    [InlineData("http://localhost:5080", false, true)]
    [InlineData("HTTP://LOCALHOST:5080", false, true)]
    [InlineData("http://[::1]:5080", false, true)]
    [InlineData("https://127.0.0.1:5443", true, true)]
    [InlineData("http://0.0.0.0:5080", false, false)]
    [InlineData("http://[::]:5080", false, false)]
    [InlineData("http://*:5080", false, false)]
    [InlineData("http://+:5080", false, false)]
    [InlineData("http://10.0.0.1:5080", false, false)]
    [InlineData("http://localhost.example:5080", false, false)]
    [InlineData("https://0.0.0.0", true, false)]
    public void TryParse_AnAddress_KnowsWhoCanReachIt(string url, bool isHttps, bool isLoopback)
    {
        Assert.True(ListenAddress.TryParse(url, out var address, out _));
        Assert.Equal(new ListenAddress(url, isHttps, isLoopback), address);
        Assert.Equal(!isHttps && !isLoopback, address.IsExposedPlainHttp);
    }

    [Theory]
    [InlineData("127.0.0.1:5080", "no URL")]
    [InlineData("5080", "no URL")]
    [InlineData("http://", "no URL")]
    [InlineData("ftp://127.0.0.1:21", "neither http nor https")]
    [InlineData("http://127.0.0.1:5080/shop", "has a path")]
    [InlineData("http://127.0.0.1:65536", "between 0 and 65535")]
    [InlineData("http://localhost:0", "127.0.0.1:0")]
    [InlineData("http://unix:/run/holdfast.sock", "TCP ports")]
    public void TryParse_NoAddress_SaysWhatIsWrong(string url, string expected)
    {
        Assert.False(ListenAddress.TryParse(url, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains(url, problem, StringComparison.Ordinal);
    }
}
