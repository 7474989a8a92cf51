namespace Holdfast.Cli.Tests.Metrics;

internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>What tells this sample from the others of its family.</summary>
    public string Identity => LabelsBut("");

    public string LabelsBut(string left) =>
        Name + string.Join(';', Labels.Where(label => label.Key != left).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
}
