namespace Holdfast.Cli.Shop.Answers;

internal sealed record PreferenceAnswer(bool Success, long Version);
