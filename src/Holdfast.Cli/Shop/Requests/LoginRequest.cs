namespace Holdfast.Cli.Shop.Requests;

internal sealed record LoginRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>The demo's whole check: something was typed in both fields.</summary>
    public bool IsComplete => !string.IsNullOrEmpty(Username) && !string.IsNullOrEmpty(Password);

    // A record would print its password.
    public override string ToString() => $"{nameof(LoginRequest)} of {Username}";
}
