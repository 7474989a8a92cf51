using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>Each rule of <see cref="SessionModel"/>, one call after the other.</summary>
[Trait("Fault", "K3")]
public sealed class SessionModelTests
{
    private static readonly ModelOutcome Superseded = ModelOutcome.Ended(SessionModel.SecretSuperseded);

    private SessionModel _model = new();
    private ModelState _state = new();

    [Fact]
    public void AbsentSession_EveryCallButCreate_IsNotFound()
    {
        foreach (var operation in AllButCreate()) MustAnswer(operation, ModelOutcome.NotFound);
        Do(ModelOperation.Create(ModelData.Of([new("a", 1)])), ModelOutcome.Ok(1, data: ModelData.Of([new("a", 1)])));
        MustAnswer(ModelOperation.Create(), ModelOutcome.AlreadyExists);
    }

    [Fact]
    public void ChangeSet_OfAnySize_RaisesTheVersionByOneOrNotAtAll()
    {
        Live();
        Do(ModelOperation.Apply(ModelChange.Set("a", "x"), ModelChange.Increment("n", 5), ModelChange.Increment("n", -2)), ModelOutcome.Ok(2, 3, ModelData.Of([new("a", "x"), new("n", 3)])));
        Do(ModelOperation.Increment("n", 0), ModelOutcome.Ok(2, 3));
        Do(ModelOperation.Remove("absent"), ModelOutcome.Ok(2));
        Do(ModelOperation.Apply(), ModelOutcome.Ok(2));
        Do(ModelOperation.Touch(), ModelOutcome.Ok(2));
        Do(ModelOperation.Set("a", "x"), ModelOutcome.Ok(3));
        Do(ModelOperation.Apply(ModelChange.Other("access")), ModelOutcome.Ok(4));
        Do(ModelOperation.Remove("a"), ModelOutcome.Ok(5, data: ModelData.Of([new("n", 3)])));
        Do(ModelOperation.Increment("absent", 0), ModelOutcome.Ok(6, 0));
        Do(ModelOperation.Clear(), ModelOutcome.Ok(7, data: ModelData.Empty));
        Do(ModelOperation.Clear(), ModelOutcome.Ok(8));
        Do(ModelOperation.Read(), ModelOutcome.Ok(8, data: ModelData.Empty));
    }

    [Fact]
    public void ChangeSet_UnderOtherRules_CountsOtherThings()
    {
        _model = new SessionModel(new ModelRules { EqualSetIsChange = false, ZeroIncrementIsChange = true, EmptyClearIsChange = false, FirstVersion = 5 });
        Do(ModelOperation.Create(), ModelOutcome.Ok(5));
        Do(ModelOperation.Set("a", 1), ModelOutcome.Ok(6));
        Do(ModelOperation.Set("a", 1), ModelOutcome.Ok(6));
        Do(ModelOperation.Increment("a", 0), ModelOutcome.Ok(7, 1));
        Do(ModelOperation.Clear(), ModelOutcome.Ok(8));
        Do(ModelOperation.Clear(), ModelOutcome.Ok(8));
    }

    [Fact]
    public void Increment_OfATextOrBeyondTheRange_RefusesTheWholeSet()
    {
        Live();
        Do(ModelOperation.Apply(ModelChange.Set("t", "x"), ModelChange.Set("max", long.MaxValue), ModelChange.Set("min", long.MinValue)), ModelOutcome.Ok(2));
        var before = _state;
        Do(ModelOperation.Apply(ModelChange.Set("a", 1), ModelChange.Increment("t")), ModelOutcome.Invalid);
        Do(ModelOperation.Increment("max"), ModelOutcome.Invalid);
        Do(ModelOperation.Increment("min", -1), ModelOutcome.Invalid);
        Assert.Equal(before, _state);
        Do(ModelOperation.Increment("max", -1), ModelOutcome.Ok(3, long.MaxValue - 1));
    }

    [Fact]
    public void UpdateIf_AnotherVersion_IsAConflict()
    {
        Live();
        Do(ModelOperation.UpdateIf(1, ModelChange.Set("a", 1)), ModelOutcome.Ok(2));
        Do(ModelOperation.UpdateIf(1, ModelChange.Set("a", 2)), ModelOutcome.Conflict);
        Do(ModelOperation.UpdateIf(3, ModelChange.Set("a", 2)), ModelOutcome.Conflict);
        Do(ModelOperation.Read(), ModelOutcome.Ok(2, data: ModelData.Of([new("a", 1)])));
    }

    [Fact]
    public void Clear_AChangeSetWithAnOlderBase_IsFencedOff()
    {
        Live();
        Do(ModelOperation.Set("a", 1) with { Base = 1 }, ModelOutcome.Ok(2));
        Do(ModelOperation.Clear() with { Base = 1 }, ModelOutcome.Ok(3));
        Do(ModelOperation.Set("a", 1) with { Base = 2 }, ModelOutcome.Conflict);
        Do(ModelOperation.Set("a", 1), ModelOutcome.Ok(4));
        Do(ModelOperation.Set("a", 2) with { Base = 3 }, ModelOutcome.Ok(5));
    }

    [Fact]
    public void End_EveryLaterCall_IsEndedWithItsReason()
    {
        Live();
        Do(ModelOperation.End("revoked"), ModelOutcome.Ok());
        foreach (var operation in AllButCreate()) MustAnswer(operation, ModelOutcome.Ended("revoked"));
        MustAnswer(ModelOperation.Create(), ModelOutcome.AlreadyExists, ModelOutcome.Ended("revoked"));
        MustAnswer(ModelOperation.Open(ModelOperation.WrongSecret), ModelOutcome.NotFound);
        Assert.Equal(ModelPhase.Ended, _state.Phase);
    }

    [Fact]
    public void End_UnderRulesThatForget_MayBeNotFoundToo()
    {
        _model = new SessionModel(new ModelRules { EndedMayBeForgotten = true });
        Live();
        Do(ModelOperation.End(), ModelOutcome.Ok());
        MustAnswer(ModelOperation.Read(), ModelOutcome.Ended("logged_out"), ModelOutcome.NotFound);
    }

    [Fact]
    public void Expire_WithoutAClock_EndsTheSession()
    {
        Live();
        Do(ModelOperation.Expire(), ModelOutcome.Ended("idle_timeout"));
        Do(ModelOperation.Touch(), ModelOutcome.Ended("idle_timeout"));
    }

    [Fact]
    public void Regenerate_WithoutGrace_KillsTheOldSecretAtOnce()
    {
        Live();
        Do(ModelOperation.Open(1), ModelOutcome.Ok(1));
        Do(ModelOperation.Regenerate() with { Secret = 1 }, ModelOutcome.Ok(2));
        MustAnswer(ModelOperation.Open(1), Superseded, ModelOutcome.NotFound);
        MustAnswer(ModelOperation.Set("a", 1) with { Secret = 1, Base = 1 }, Superseded);
        MustAnswer(ModelOperation.Regenerate() with { Secret = 1 }, Superseded);
        MustAnswer(ModelOperation.Open(ModelOperation.WrongSecret), ModelOutcome.NotFound);
        Do(ModelOperation.Open(2), ModelOutcome.Ok(2));
        Do(ModelOperation.Set("a", 1), ModelOutcome.Ok(3));
        Do(ModelOperation.Set("a", 2) with { Secret = 2 }, ModelOutcome.Ok(4));
    }

    [Fact]
    public void Regenerate_WithGrace_LetsTheOldSecretReadAndFinishWhatItBegan()
    {
        Live();
        Do(ModelOperation.Regenerate(grace: true), ModelOutcome.Ok(2));
        Do(ModelOperation.Open(1), ModelOutcome.Ok(2));
        Do(ModelOperation.Set("a", 1) with { Secret = 1, Base = 1 }, ModelOutcome.Ok(3));
        MustAnswer(ModelOperation.Set("a", 2) with { Secret = 1, Base = 2 }, Superseded);
        MustAnswer(ModelOperation.Set("a", 2) with { Secret = 1 }, Superseded);
        MustAnswer(ModelOperation.Touch() with { Secret = 1 }, ModelOutcome.Ok(3), Superseded);
        Do(ModelOperation.EndGrace(), ModelOutcome.Ok());
        MustAnswer(ModelOperation.Open(1), Superseded, ModelOutcome.NotFound);
        Do(ModelOperation.Open(2), ModelOutcome.Ok(3));
    }

    [Fact]
    [Trait("Fault", "K5")]
    public void Regenerate_BySecretsInTheirGrace_LosesAgainstTheFirst()
    {
        Live();
        Do(ModelOperation.Regenerate(grace: true) with { Secret = 1, Base = 1 }, ModelOutcome.Ok(2));
        MustAnswer(ModelOperation.Regenerate(grace: true) with { Secret = 1, Base = 1 }, ModelOutcome.Conflict);
        MustAnswer(ModelOperation.Touch() with { Secret = 0 }, Superseded, ModelOutcome.NotFound);
    }

    [Fact]
    public void Apply_WithoutUserData_IsNoUse()
    {
        Timed();
        At(9.0);
        Do(ModelOperation.Apply(ModelChange.Other("tag"), ModelChange.Regenerate(grace: true)), ModelOutcome.Ok(2));
        Do(ModelOperation.Open(1), ModelOutcome.Ok(2));
        At(10.0);
        MustAnswer(ModelOperation.Read(), ModelOutcome.Ended("idle_timeout"));
    }

    [Fact]
    public void Apply_SetSubject_BeginsBothDeadlinesAnew()
    {
        Timed();
        At(9.0);
        Do(ModelOperation.Apply(ModelChange.SetSubject()), ModelOutcome.Ok(2));
        Assert.Equal((TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(39)), (_state.IdleDeadline, _state.AbsoluteDeadline));
    }

    [Fact]
    public void UpdateIf_OfAnEarlierIncarnation_Conflicts()
    {
        _model = new SessionModel(new ModelRules { IsNamed = true });
        Do(ModelOperation.Create() with { Incarnation = 7 }, ModelOutcome.Ok(1));
        MustAnswer(ModelOperation.UpdateIf(1, ModelChange.Set("a", 1)) with { IfIncarnation = 6 }, ModelOutcome.Conflict);
        Do(ModelOperation.UpdateIf(1, ModelChange.Set("a", 1)) with { IfIncarnation = 7 }, ModelOutcome.Ok(2));
        MustAnswer(ModelOperation.GetOrCreate() with { Incarnation = 6 }, ModelOutcome.AlreadyExists);
    }

    [Fact]
    public void Create_OfANameThatEnded_MakesANewIncarnation()
    {
        _model = new SessionModel(new ModelRules { IsNamed = true });
        Do(ModelOperation.Create() with { Incarnation = 7 }, ModelOutcome.Ok(1));
        Do(ModelOperation.Set("a", 1) with { Incarnation = 7 }, ModelOutcome.Ok(2));
        Do(ModelOperation.End(), ModelOutcome.Ok());
        Do(ModelOperation.GetOrCreate() with { Incarnation = 8 }, ModelOutcome.Ok(1, data: ModelData.Empty));
        MustAnswer(ModelOperation.Set("a", 2) with { Incarnation = 7 }, ModelOutcome.Ended("logged_out"), ModelOutcome.NotFound);
        Do(ModelOperation.Set("a", 2) with { Incarnation = 8 }, ModelOutcome.Ok(2));
        Do(ModelOperation.GetOrCreate(), ModelOutcome.Ok(2, data: ModelData.Of([new("a", 2)])));
    }

    [Theory]
    [Trait("Fault", "T6")]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void AdvanceClock_AroundTheIdleDeadline_EndsAtItAndNotBefore(int ticks, bool lives)
    {
        Timed();
        At(9.0);
        Do(ModelOperation.Touch(), ModelOutcome.Ok(1));
        Do(ModelOperation.AdvanceClock(TimeSpan.FromSeconds(19) + TimeSpan.FromTicks(ticks)), ModelOutcome.Ok());
        MustAnswer(ModelOperation.Touch(), lives ? ModelOutcome.Ok(1) : ModelOutcome.Ended("idle_timeout"));
        MustAnswer(ModelOperation.Expire(), lives ? ModelOutcome.Ok(1) : ModelOutcome.Ended("idle_timeout"));
    }

    [Fact]
    public void AdvanceClock_UsesAndInspections_OnlyUsesKeepTheSessionAlive()
    {
        Timed();
        At(9.0);
        Do(ModelOperation.Read(), ModelOutcome.Ok(1));
        At(10.0);
        MustAnswer(ModelOperation.Read(), ModelOutcome.Ended("idle_timeout"));
        At(1.0);
        MustAnswer(ModelOperation.Read(), ModelOutcome.Ended("idle_timeout"));
    }

    [Fact]
    [Trait("Fault", "T1")]
    public void AdvanceClock_Back_ChangesNothing()
    {
        Timed();
        At(9.0);
        var before = _state;
        At(1.0);
        Assert.Equal(before, _state);
    }

    [Fact]
    public void AdvanceClock_HoweverOftenUsed_EndsAtTheAbsoluteDeadline()
    {
        Timed();
        for (var second = 5; second < 30; second += 5)
        {
            At(second);
            Do(ModelOperation.Touch(), ModelOutcome.Ok(1));
        }

        // A touch merges by maximum but never beyond the absolute deadline.
        Assert.Equal(TimeSpan.FromSeconds(30), _state.IdleDeadline);
        At(30.0);
        MustAnswer(ModelOperation.Open(1), ModelOutcome.Ended("absolute_timeout"));
    }

    [Fact]
    public void AdvanceClock_BeyondTheGrace_EndsItForTheOldSecret()
    {
        Timed();
        Do(ModelOperation.Regenerate(grace: true), ModelOutcome.Ok(2));
        Do(ModelOperation.AdvanceClock(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1)), ModelOutcome.Ok());
        Do(ModelOperation.Open(1), ModelOutcome.Ok(2));
        At(2.0);
        MustAnswer(ModelOperation.Open(1), Superseded, ModelOutcome.NotFound);
    }

    [Fact]
    public void Matches_WhatWasNotObserved_IsNotCompared()
    {
        var allowed = ModelOutcome.Ok(3, 5, ModelData.Of([new("a", 1)]));
        Assert.True(allowed.Matches(ModelOutcome.Ok()));
        Assert.True(allowed.Matches(ModelOutcome.Ok(3)));
        Assert.False(allowed.Matches(ModelOutcome.Ok(4)));
        Assert.False(allowed.Matches(ModelOutcome.Ok(3, 6)));
        Assert.False(allowed.Matches(ModelOutcome.Ok(3, data: ModelData.Empty)));
        Assert.False(allowed.Matches(ModelOutcome.Conflict));
        Assert.False(ModelOutcome.Ended("a").Matches(ModelOutcome.Ended("b")));
        Assert.True(ModelOutcome.Ended().Matches(ModelOutcome.Ended("b")));
    }

    [Fact]
    public void Data_ByContent_IsEqualWhateverItsHistory()
    {
        var one = ModelData.Empty.With("a", 1).With("b", "x").With("c", 2).With("c", ModelValue.Absent);
        var other = ModelData.Of([new("b", "x"), new("a", 1)]);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.With("a", "1"));
        Assert.NotEqual(one, other.With("a", 2));
        Assert.Equal("{a: 1, b: 'x'}", one.ToString());
    }

    private static IEnumerable<ModelOperation> AllButCreate() =>
    [
        ModelOperation.Read(), ModelOperation.Open(1), ModelOperation.Touch(), ModelOperation.End(), ModelOperation.Expire(), ModelOperation.Set("a", 1),
        ModelOperation.Increment("a"), ModelOperation.Remove("a"), ModelOperation.Clear(), ModelOperation.Regenerate(), ModelOperation.UpdateIf(1, ModelChange.Set("a", 1)),
    ];

    private void Live() => Do(ModelOperation.Create(), ModelOutcome.Ok(1, data: ModelData.Empty));

    private void Timed()
    {
        _model = new SessionModel(new ModelRules { IdleTimeout = TimeSpan.FromSeconds(10), AbsoluteTimeout = TimeSpan.FromSeconds(30), Grace = TimeSpan.FromSeconds(2) });
        Live();
    }

    private void At(double seconds) => Do(ModelOperation.AdvanceClock(TimeSpan.FromSeconds(seconds)), ModelOutcome.Ok());

    /// <summary>The model allows exactly these outcomes here, each leaving a state that answers the same to a read.</summary>
    private void MustAnswer(ModelOperation operation, params ModelOutcome[] expected)
    {
        var allowed = _model.StepsFrom(_state, operation).Select(step => step.Outcome).ToList();
        Assert.All(allowed, outcome => Assert.Contains(expected, one => outcome.Matches(one)));
        Assert.All(expected, outcome => Assert.Contains(allowed, one => one.Matches(outcome)));
    }

    /// <summary>Does the operation, whose outcome must be this one, and goes on from there.</summary>
    private void Do(ModelOperation operation, ModelOutcome expected)
    {
        MustAnswer(operation, expected);
        _state = Assert.Single(_model.StepsFrom(_state, operation).Select(step => step.Next).Distinct());
    }
}
