namespace Holdfast;

/// <summary>The limit that refused an operation.</summary>
/// <param name="Name">The setting's name, for example <c>MaxValueBytes</c>.</param>
/// <param name="Maximum">The limit in force.</param>
/// <param name="Actual">What was asked for, in the same unit.</param>
public readonly record struct SessionLimit(string Name, long Maximum, long Actual);
