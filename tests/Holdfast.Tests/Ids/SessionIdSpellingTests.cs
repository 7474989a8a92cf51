namespace Holdfast.Tests;

/// <summary>An id has one spelling: every other text is no id, whichever of its characters differs.</summary>
[Trait("Invariant", "4")]
[Trait("Requirement", "S5")]
public sealed class SessionIdSpellingTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public void TryParse_EveryLastCharacter_IsTakenOnlyInItsCanonicalForm()
    {
        var text = SessionId.Issue(SessionKey.Issue()).Reveal();
        var dot = text.IndexOf('.', StringComparison.Ordinal);

        // 32 bytes leave two unused bits in the last character, 16 bytes four.
        Assert.Equal(16, Alphabet.Count(last => SessionId.TryParse($"{text[..^1]}{last}", out _)));
        Assert.Equal(4, Alphabet.Count(last => SessionId.TryParse($"{text[..(dot - 1)]}{last}{text[dot..]}", out _)));
    }

    [Fact]
    public void TryParse_WhatRevealWrote_IsTheSameId()
    {
        for (var n = 0; n < 1000; n++)
        {
            var id = SessionId.Issue(n % 2 == 0 ? SessionKey.Issue() : SessionKey.FromName($"name-{n}"));

            Assert.True(SessionId.TryParse(id.Reveal(), out var parsed));
            Assert.Equal(id, parsed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("@.{0}")]
    [InlineData("@a b.{0}")]
    [InlineData("AAAA.{0}")]
    [InlineData("@name.{0}=")]
    [InlineData("@name.{0} ")]
    public void TryParse_OfSomethingElse_IsFalseAndLeavesNoId(string form)
    {
        var secret = SessionId.Issue(SessionKey.Issue()).Reveal()[23..];

        Assert.False(SessionId.TryParse(form.Replace("{0}", secret, StringComparison.Ordinal), out var id));
        Assert.True(id.IsDefault);
        Assert.Equal(default, id);
    }
}
