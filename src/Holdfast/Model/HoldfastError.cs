namespace Holdfast;

/// <summary>Says to a program (<paramref name="Code"/>) and to a person (<paramref name="Message"/>) why something was refused.</summary>
/// <param name="Code">Stable, lower case with underscores; listed in <see cref="ErrorCodes"/>.</param>
/// <param name="Message">Names the value, the rule and the way out. Holds no secret and no value of a session's data.</param>
public sealed record HoldfastError(string Code, string Message)
{
    /// <summary><c>code: message</c>.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
