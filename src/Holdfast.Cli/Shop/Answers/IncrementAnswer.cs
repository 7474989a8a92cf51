namespace Holdfast.Cli.Shop.Answers;

internal sealed record IncrementAnswer(long Value);
