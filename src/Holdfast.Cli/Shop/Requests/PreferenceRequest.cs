namespace Holdfast.Cli.Shop.Requests;

internal sealed record PreferenceRequest
{
    public string? Key { get; init; }

    public string? Value { get; init; }
}
