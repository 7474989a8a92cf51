namespace Holdfast;

/// <summary>What kind of value a data key holds.</summary>
public enum SessionValueKind
{
    /// <summary>No value.</summary>
    None = 0,

    /// <summary>Bytes whose meaning only the application knows.</summary>
    Bytes = 1,

    /// <summary>Text, held as UTF-8.</summary>
    Text = 2,

    /// <summary>A signed 64-bit number, the only kind that can be incremented.</summary>
    Number = 3,

    /// <summary>A list of bytes, texts and numbers, made by appending.</summary>
    List = 4,

    /// <summary>One object as JSON in UTF-8.</summary>
    Json = 5,
}
