using System.Diagnostics.Metrics;
using Holdfast.Cli.Metrics;

namespace Holdfast.Cli.Tests.Metrics;

[Trait("Feature", "120")]
public sealed class MetricTextTests : IDisposable
{
    private readonly Meter _meter = new("Holdfast.Cli.Tests");

    [Theory]
    [InlineData("a.b", "s", nameof(MetricKind.Histogram), "a_b_seconds")]
    [InlineData("a.duration", "ms", nameof(MetricKind.Histogram), "a_duration_milliseconds")]
    [InlineData("a.size", "By", nameof(MetricKind.Gauge), "a_size_bytes")]
    [InlineData("a.seconds", "s", nameof(MetricKind.Gauge), "a_seconds")]
    [InlineData("a.b", "{session}", nameof(MetricKind.Counter), "a_b_total")]
    [InlineData("a.total", null, nameof(MetricKind.Counter), "a_total")]
    [InlineData("a.b", "s", nameof(MetricKind.Counter), "a_b_seconds_total")]
    [InlineData("a.use", "1", nameof(MetricKind.Gauge), "a_use_ratio")]
    [InlineData("a.use", "1", nameof(MetricKind.Counter), "a_use_total")]
    [InlineData("9a..b--c", "", nameof(MetricKind.Gauge), "_9a_b_c")]
    [InlineData("täst", "km/h", nameof(MetricKind.Gauge), "t_st_km_h")]
    public void Name_OfAnInstrument_FollowsPrometheusRules(string name, string? unit, string kind, string expected) =>
        Assert.Equal(expected, MetricNames.Of(name, unit, Enum.Parse<MetricKind>(kind)));

    [Fact]
    public void Text_OfACounter_HasHelpTypeAndOneLinePerSetOfLabels()
    {
        var family = new MetricFamily(_meter.CreateCounter<long>("a.b", "{thing}", "Things.\nMany \\ of them."));
        family.Record(2, [new("z.z", "q\"uo\\te\n"), new("a", true)], 0);
        family.Record(3, [new("a", true), new("z.z", "q\"uo\\te\n")], 0);
        family.Record(1.5, [], 0);
        family.Record(1, [new("nothing", null), new("number", 7)], 0);

        Assert.Equal(
            """
            # HELP a_b_total Things.\nMany \\ of them.
            # TYPE a_b_total counter
            a_b_total 1.5
            a_b_total{a="true",z_z="q\"uo\\te\n"} 5
            a_b_total{nothing="",number="7"} 1

            """,
            MetricText.Write([family], 0));
    }

    [Fact]
    public void Text_OfAHistogram_HasRisingBucketsThatIncludeTheirEnd()
    {
        var family = new MetricFamily(_meter.CreateHistogram(
            "h", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.5, 2] }));
        foreach (var value in (double[])[0, 0.5, 0.75, 2, 2.25])
        {
            family.Record(value, [new("k", "v")], 0);
        }

        Assert.Equal(
            """
            # TYPE h_seconds histogram
            h_seconds_bucket{k="v",le="1e-05"} 1
            h_seconds_bucket{k="v",le="0.5"} 2
            h_seconds_bucket{k="v",le="2"} 4
            h_seconds_bucket{k="v",le="+Inf"} 5
            h_seconds_sum{k="v"} 5.5
            h_seconds_count{k="v"} 5

            """,
            MetricText.Write([family], 0));
    }

    [Fact]
    public void Text_OfAGauge_HasTheLastValueWhateverItIs()
    {
        var family = new MetricFamily(_meter.CreateGauge<double>("g"));
        foreach (var (label, value) in new[] { ("a", double.NaN), ("b", double.PositiveInfinity), ("c", double.NegativeInfinity), ("d", -1e300), ("d", -2.5) })
        {
            family.Record(value, [new("l", label)], 0);
        }

        Assert.Equal(
            "# TYPE g gauge\ng{l=\"a\"} NaN\ng{l=\"b\"} +Inf\ng{l=\"c\"} -Inf\ng{l=\"d\"} -2.5\n", MetricText.Write([family], 0));
    }

    [Fact]
    public void Text_OfAnUpDownCounter_HasTheSum()
    {
        var family = new MetricFamily(_meter.CreateUpDownCounter<int>("u"));
        family.Record(3, [], 0);
        family.Record(-1, [], 0);
        Assert.Equal("# TYPE u gauge\nu 2\n", MetricText.Write([family], 0));
    }

    [Fact]
    public void Text_OfAnObservableInstrument_LeavesOutWhatItNoLongerReports()
    {
        var family = new MetricFamily(_meter.CreateObservableGauge("o", () => 0));
        family.Record(1, [new("l", "old")], 1);
        family.Record(2, [new("l", "new")], 2);

        Assert.Equal("# TYPE o gauge\no{l=\"new\"} 2\n", MetricText.Write([family], 2));
        Assert.Empty(MetricText.Write([family], 3));
    }

    [Fact]
    public void Text_OfTwoFamiliesWithOneName_HasOneOfThem()
    {
        MetricFamily[] families = [new(_meter.CreateCounter<int>("twice")), new(_meter.CreateCounter<int>("twice.total")), new(_meter.CreateCounter<int>("another"))];
        foreach (var family in families)
        {
            family.Record(1, [], 0);
        }

        Assert.Equal("another_total twice_total", string.Join(' ', PrometheusText.Parse(MetricText.Write(families, 0)).Keys));
    }

    [Fact]
    [Trait("Invariant", "10")]
    public void Family_WithMoreSeriesThanItHolds_CountsTheRestTogether()
    {
        var family = new MetricFamily(_meter.CreateCounter<int>("many"));
        for (var i = 0; i < MetricFamily.MaxSeries + 50; i++)
        {
            family.Record(1, [new("i", i)], 0);
            family.Record(1, [new("i", i)], 0);
        }

        var samples = PrometheusText.Parse(MetricText.Write([family], 0))["many_total"].Samples;

        Assert.Equal(MetricFamily.MaxSeries + 1, samples.Count);
        Assert.Equal(100, Assert.Single(samples, sample => sample.Labels.ContainsKey("overflow")).Value);
        Assert.Equal(2 * (MetricFamily.MaxSeries + 50), samples.Sum(sample => sample.Value));
    }

    [Theory]
    [InlineData("a 1")]
    [InlineData("# TYPE a counter\na 1\n")]
    [InlineData("# TYPE a gauge\na 1\na 2\n")]
    [InlineData("# TYPE a gauge\na{l=\"x\",l=\"y\"} 1\n")]
    [InlineData("# TYPE a gauge\na{l=\"x\",} 1\n")]
    [InlineData("# TYPE a gauge\na{l=x} 1\n")]
    [InlineData("# TYPE a gauge\na{l=\"\\x\"} 1\n")]
    [InlineData("# TYPE a gauge\na{} 1\n")]
    [InlineData("# TYPE a gauge\na one\n")]
    [InlineData("# TYPE a gauge\nb 1\n")]
    [InlineData("# TYPE a gauge\n\na 1\n")]
    [InlineData("# TYPE a.b gauge\na.b 1\n")]
    [InlineData("# HELP b x\n# TYPE a gauge\na 1\n")]
    [InlineData("# TYPE a gauge\na 1\n# TYPE a gauge\na{l=\"\"} 1\n")]
    [InlineData("# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n")]
    [InlineData("# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n")]
    [InlineData("# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n")]
    [InlineData("# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n")]
    public void Parser_OfTheseTests_RefusesWhatTheFormatForbids(string text) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => PrometheusText.Parse(text));

    public void Dispose() => _meter.Dispose();
}
