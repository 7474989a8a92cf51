namespace Holdfast.Tests;

/// <summary>An id that was given out, with the name the model has for its secret: the version whose change set issued it.</summary>
/// <param name="Id">What a client holds.</param>
/// <param name="Version">The model's name for its secret.</param>
/// <param name="Incarnation">Which life of the session it belongs to.</param>
internal sealed record KnownSecret(SessionId Id, long Version, long Incarnation);
