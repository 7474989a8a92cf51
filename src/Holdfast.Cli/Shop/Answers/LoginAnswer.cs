namespace Holdfast.Cli.Shop.Answers;

internal sealed record LoginAnswer(bool Success, string SessionKey, string Message);
