using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>A store that the suite does not run on is a store that nobody has tested.</summary>
public sealed class ConformanceCoverageTests
{
    [Fact]
    [Trait("Feature", "104")]
    public void Stores_OfTheCore_AreBoundToEveryPartOfTheSuite()
    {
        var unbound = ConformanceSuite.FindUnbound(typeof(IHoldfastStore).Assembly, typeof(ConformanceCoverageTests).Assembly);

        Assert.True(unbound.Count == 0, $"Bind these in a test class: {string.Join(", ", unbound)}");
    }

    [Fact]
    [Trait("Feature", "104")]
    public void FindUnbound_AStoreWithoutTestClasses_NamesItWithEveryPart()
    {
        // The broken stores of this assembly are stores too, and rightly bound to nothing.
        var unbound = ConformanceSuite.FindUnbound(typeof(ConformanceCoverageTests).Assembly, typeof(ConformanceCoverageTests).Assembly);

        Assert.NotEmpty(ConformanceSuite.Parts);
        Assert.All(ConformanceSuite.Parts, part => Assert.Contains($"{nameof(SoundStore)}: {part.Name}", unbound));
    }
}
