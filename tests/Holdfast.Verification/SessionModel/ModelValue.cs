using System.Globalization;

namespace Holdfast.Verification;

/// <summary>A value in the model's session: a text, a counter, or the absence of both.</summary>
public readonly record struct ModelValue
{
    private ModelValue(string? text, long? number)
    {
        Text = text;
        Number = number;
    }

    /// <summary>No value under this key.</summary>
    public static ModelValue Absent => default;

    /// <summary>The text, or null.</summary>
    public string? Text { get; }

    /// <summary>The counter, or null.</summary>
    public long? Number { get; }

    /// <summary>A text.</summary>
    public static implicit operator ModelValue(string text) => new(text, null);

    /// <summary>A counter.</summary>
    public static implicit operator ModelValue(long number) => new(null, number);

    /// <inheritdoc/>
    public override string ToString() => Text is not null ? $"'{Text}'" : Number?.ToString(CultureInfo.InvariantCulture) ?? "absent";
}
