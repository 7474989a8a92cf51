using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Breaks nothing: what fails on the others must pass on it.</summary>
internal sealed class SoundStore(IHoldfastStore inner) : DelegatingStore(inner);
