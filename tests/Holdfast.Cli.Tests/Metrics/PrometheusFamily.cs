using System.Globalization;

namespace Holdfast.Cli.Tests.Metrics;

internal sealed class PrometheusFamily(string name, string type)
{
    private readonly List<PrometheusSample> _samples = [];

    public string Name => name;

    public string Type => type;

    public IReadOnlyList<PrometheusSample> Samples => _samples;

    public void Add(PrometheusSample sample) => _samples.Add(sample);

    /// <summary>The sum over all samples with these labels, whatever others they have.</summary>
    public double Total(string suffix = "", params (string Name, string Value)[] labels) =>
        _samples.Where(sample => sample.Name == name + suffix && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Sum(sample => sample.Value);

    public void Check()
    {
        Assert.NotEmpty(_samples);
        Assert.Equal(_samples.Count, _samples.Select(sample => sample.Identity).Distinct(StringComparer.Ordinal).Count());
        if (type != "histogram")
        {
            Assert.All(_samples, sample => Assert.Equal(name, sample.Name));
            Assert.True(type != "counter" || name.EndsWith("_total", StringComparison.Ordinal), $"The counter {name} is not called a total.");
            return;
        }

        Assert.All(_samples, sample => Assert.True(sample.Name[name.Length..] is "_bucket" or "_sum" or "_count", sample.Name));
        foreach (var series in _samples.GroupBy(sample => sample.LabelsBut("le")[sample.Name.Length..], StringComparer.Ordinal))
        {
            CheckHistogram(series.ToList());
        }
    }

    private void CheckHistogram(List<PrometheusSample> series)
    {
        var buckets = series.Where(sample => sample.Name == name + "_bucket").ToList();
        var ends = buckets.Select(bucket => bucket.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(bucket.Labels["le"], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(ends.Order(), ends);
        Assert.Equal(double.PositiveInfinity, ends[^1]);
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Equal(buckets[^1].Value, Assert.Single(series, sample => sample.Name == name + "_count").Value);
        Assert.Single(series, sample => sample.Name == name + "_sum");
    }
}
