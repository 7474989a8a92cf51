using Holdfast.Operations;

namespace Holdfast.Tests;

/// <summary>The short way of applying a change set against the general one. <c>HOLDFAST_MODEL_SEED=n</c> repeats one seed.</summary>
public sealed class SmallChangeTests
{
    private static readonly SessionLimits Limits = new()
    {
        MaxKeys = 6,
        MaxSessionBytes = 1_800,
        MaxTags = 3,
    };

    [Fact]
    [Trait("Feature", "10")]
    [Trait("Invariant", "1")]
    public void TryApply_RandomChangeSets_MakesTheBytesOfTheGeneralWay()
    {
        var seeds = Environment.GetEnvironmentVariable("HOLDFAST_MODEL_SEED") is { Length: > 0 } one
            ? [int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, 300);
        var (taken, left) = (0, 0);
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            var image = Begin(random);
            for (var step = 0; step < 60; step++)
            {
                var input = Input(image, Record(random), random);
                var (shortWay, generalWay) = (Outcome(image), Outcome(image));
                ChangeApplier.ApplyGenerally(input, ref generalWay);
                if (SmallChange.TryApply(input, ref shortWay))
                {
                    taken++;
                    Same(generalWay, shortWay, $"seed {seed} (HOLDFAST_MODEL_SEED={seed} repeats it), step {step}");
                }
                else
                {
                    left++;
                    Same(Outcome(image), shortWay, $"seed {seed}, step {step}: refused, but not untouched");
                }

                image = generalWay.Refusal == Refusal.None ? generalWay.Image : image;
            }
        }

        Assert.True(taken > 1_000 && left > 1_000, $"{taken} taken and {left} left say too little about either.");
    }

    [Fact]
    [Trait("Feature", "10")]
    public void TryApply_WhatMayBeRefused_IsLeftToTheGeneralWay()
    {
        var image = Apply(ImageFactory.Blank(SessionKey.Issue(), 1, "", 1000, 1000, 0, version: 0), changes => changes.Set("text", "a").Set("most", long.MaxValue));
        Action<ChangeSet>[] sets =
        [
            changes => changes.Increment("text"),
            changes => changes.Increment("most"),
            changes => changes.IfKeyVersion("text", 7),
            changes => changes.Set("text", new string('x', 1_800)),
            changes => Enumerable.Range(0, 6).ToList().ForEach(n => changes.Set($"k{n}", n)),
        ];
        foreach (var set in sets)
        {
            var changes = new ChangeSet(Limits);
            set(changes);
            var outcome = Outcome(image);
            Assert.False(SmallChange.TryApply(Input(image, changes, new Random(1)), ref outcome));
            Assert.Same(image.Bytes, outcome.Image.Bytes);
        }
    }

    private static SessionImage Begin(Random random)
    {
        var key = random.Next(3) == 0 ? SessionKey.FromName("cart-7") : SessionKey.Issue();
        var blank = ImageFactory.Blank(key, 5, random.Next(2) == 0 ? "" : "shop", 60_000, 3_600_000, 1_000_000, version: 0, random.Next(2) == 0);
        return Apply(blank, changes =>
        {
            if (random.Next(2) == 0) changes.SetSubject("ada", displayName: random.Next(2) == 0 ? "Ada L." : null);
            if (random.Next(2) == 0) changes.AddTag("blue");
            changes.Set("name", "visitor").Set("visits", 3);
        });
    }

    private static SessionImage Apply(SessionImage image, Action<ChangeSet> change)
    {
        var changes = new ChangeSet(Limits);
        change(changes);
        var outcome = Outcome(image);
        ChangeApplier.ApplyGenerally(Input(image, changes, new Random(1)), ref outcome);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Image;
    }

    private static ChangeSet Record(Random random)
    {
        string[] keys = ["name", "visits", "a", "k", "a-long-key-of-session", "é", "cart.lantern", new('w', 130)];
        var changes = new ChangeSet(Limits);
        for (var n = random.Next(0, 5); n >= 0; n--)
        {
            var key = keys[random.Next(keys.Length)];
            switch (random.Next(24))
            {
                case < 8: changes.Set(key, new string('v', random.Next(0, random.Next(2) == 0 ? 12 : 140))); break;
                case < 14: changes.Increment(key, random.Next(-2, 3)); break;
                case < 17: changes.Set(key, random.NextInt64(3)); break;
                case < 19: changes.SetIfAbsent(key, "x"); break;
                case < 21: changes.RecordAccess(); break;
                case 21 when random.Next(2) == 0: changes.SetSubject("ada", random.Next(2) == 0 ? DateTimeOffset.UnixEpoch : null, random.Next(2) == 0 ? "Ada" : null); break;
                case 21: changes.Remove(key); break;
                case 22: changes.Append(key, "item", 5); break;
                default: changes.Clear(); break;
            }
        }

        return changes;
    }

    private static ApplyInput Input(SessionImage image, ChangeSet changes, Random random) => new()
    {
        Image = image,
        Operations = changes.Writer.WrittenMemory.ToArray(),
        OperationCount = changes.Writer.Count,
        Now = 2_000_000,
        Base = random.Next(2) == 0 ? ApplyInput.NoBase : random.NextInt64(image.Version + 1),
        CountAccess = random.Next(3) > 0,
        Limits = Limits,
    };

    private static ApplyOutcome Outcome(SessionImage image) => new() { Image = image };

    private static void Same(in ApplyOutcome expected, in ApplyOutcome actual, string where)
    {
        Assert.True(
            (expected.Refusal, expected.Changed, expected.IsUse, expected.SubjectSet, expected.OverwroteUnseen)
            == (actual.Refusal, actual.Changed, actual.IsUse, actual.SubjectSet, actual.OverwroteUnseen)
            && expected.Image.Bytes.AsSpan().SequenceEqual(actual.Image.Bytes),
            $"{where}: {expected.Refusal} {expected.Changed} {expected.IsUse} {expected.OverwroteUnseen} {Convert.ToHexString(expected.Image.Bytes)}{Environment.NewLine}"
            + $"but {actual.Refusal} {actual.Changed} {actual.IsUse} {actual.OverwroteUnseen} {Convert.ToHexString(actual.Image.Bytes)}");
    }
}
