namespace Holdfast.Cli.Shop.Requests;

internal sealed record IncrementRequest
{
    public const string DefaultKey = "hits";

    public static readonly IncrementRequest Default = new();

    public string? Key { get; init; }

    public long? By { get; init; }

    public string Counter => Key ?? DefaultKey;

    public long Step => By ?? 1;
}
