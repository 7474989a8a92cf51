using System.Reflection;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>The suite is tested itself: each store that breaks one promise fails the case that guards it.</summary>
public sealed class ConformanceBiteTests
{
    public static TheoryData<string, string> Guards => new()
    {
        { nameof(BrokenWrites.WritesWholeSessions), "Apply_ManyWritersOfOwnKeys_KeepEveryKey" },
        { nameof(BrokenWrites.ForgetsAnAcknowledgedChange), "Apply_ManyIncrements_EachGetsANumberOfItsOwn" },
        { nameof(BrokenWrites.AppliesOneByOne), "Apply_RefusedByItsLastOperation_AppliesNoneOfItAndIsNoUse" },
        { nameof(BrokenWrites.TakesGreaterVersionsForEqual), "Apply_ExpectedVersionNotCurrent_ConflictsWithTheCurrentStateAndChangesNothing" },
        { nameof(BrokenWrites.HasNoFence), "Apply_BaseOlderThanAClear_ConflictsWhole" },
        { nameof(BrokenWrites.IgnoresGenerations), "Regenerate_WithoutGrace_RefusesScopesOfTheOldSecret" },
        { nameof(BrokenWrites.IgnoresIncarnations), "Holder_OfAnEarlierLife_IsToldHowThatOneEndedAndTouchesTheNewOneNot" },
        { nameof(BrokenWrites.CountsPassiveChangesAsUse), "Apply_Passive_IsNoUseAndChangesAllTheSame" },
        { nameof(BrokenWrites.ReadsCommandsLate), "Apply_BufferReusedAfterwards_KeepsWhatItWas" },
        { nameof(BrokenReads.AnswersStaleState), "Load_AfterEveryAcknowledgedChange_SeesIt" },
        { nameof(BrokenReads.AnswersNotModifiedAlways), "Load_KnownVersionNotCurrent_AnswersTheImage" },
        { nameof(BrokenReads.UsesByInspection), "Load_AsInspection_IsNoUse" },
        { nameof(BrokenReads.ForgetsUses), "Load_AsUseByKey_MovesTheIdleDeadline" },
        { nameof(BrokenReads.TellsStrangersOfEnds), "Load_WrongSecretOfAnEndedSession_IsNotFound" },
        { nameof(BrokenReads.ChecksNoSecret), "Load_WrongSecret_IsNotFoundAndNoUse" },
        { nameof(BrokenReads.LetsTheOldSecretTouch), "Touch_SupersededSecret_IsRefusedAndMovesNothing" },
        { nameof(BrokenReads.RaisesVersionsByTouch), "Touch_ALiveSession_ExtendsItToTheFullIdleTimeoutAndRaisesNoVersion" },
        { nameof(BrokenReads.ReusesImages), "Load_WhileTheSessionChanges_KeepsAnImageThatWasHandedOutAsItWas" },
        { nameof(BrokenEnds.CreatesInTwoSteps), "Create_ManyAtOnceOfOneName_ExactlyOneWins" },
        { nameof(BrokenEnds.CreatesByChanging), "Apply_KeyNeverIssued_IsNotFoundAndCreatesNothing" },
        { nameof(BrokenEnds.RevivesByWriting), "End_ThenEverythingLate_IsRefusedAndRevivesNothing" },
        { nameof(BrokenEnds.EndsTwice), "End_ManyAtOnce_ExactlyOneSucceedsAndCountsMoveOnce" },
        { nameof(BrokenEnds.EndsWhatIsNot), "End_KeyNeverIssued_IsNotFound" },
        { nameof(BrokenEnds.KeepsDataOfEndedSessions), "End_ALiveSession_LeavesARecordWithoutData" },
        { nameof(BrokenEnds.ForgetsEnds), "Record_WithinItsRetention_AnswersEndedWhateverIsSwept" },
        { nameof(BrokenEnds.ExpiresOneTickLate), "Call_AroundTheDeadline_FindsTheSessionAliveUntilItAndEndedFromItOn" },
        { nameof(BrokenEnds.ExpiresOneTickEarly), "Call_AroundTheDeadline_FindsTheSessionAliveUntilItAndEndedFromItOn" },
        { nameof(BrokenEnds.RevokesLater), "Revoke_ASubject_EndsItsSessionsAndNobodyElses" },
        { nameof(BrokenEnds.ForgetsWhenItRevoked), "Create_AuthenticatedBeforeTheRevocation_IsRefusedAndLeavesNothing" },
        { nameof(BrokenEnds.ExceptsNobody), "Revoke_Except_KeepsThatOneWithoutANewVersion" },
        { nameof(BrokenTotals.CountsExpiredAsActive), "Statistics_AfterEachKindOfEnd_AddUpByReason" },
        { nameof(BrokenTotals.CountsInASecondStep), "Statistics_SampledUnderLoad_AgreeInEverySample" },
        { nameof(BrokenTotals.RepeatsASession), "Query_Paged_SeesEverySessionOnce" },
        { nameof(BrokenTotals.SkipsASession), "Query_Paged_SeesEverySessionOnce" },
        { nameof(BrokenTotals.EndsByListing), "Query_AroundTheDeadline_ListsUntilItAndSkipsFromItOnAndEndsNothing" },
        { nameof(BrokenTotals.SweepsEverything), "Sweep_FewDueOfMany_HandlesThoseAlone" },
        { nameof(BrokenTotals.SweepsNothing), "Sweep_WithinASecondOfTheDeadline_EndsTheSession" },
        { nameof(BrokenTotals.IgnoresCancellation), "EveryCall_CancelledBefore_ThrowsAndLeavesNoTrace" },
        { nameof(BrokenTotals.MistakesItsAbsenceForTheSessions), "EveryCall_AfterDisposal_IsUnavailableAndNeverNotFound" },
    };

    private static IEnumerable<Type> BrokenStores =>
        ((Type[])[typeof(BrokenWrites), typeof(BrokenReads), typeof(BrokenEnds), typeof(BrokenTotals)]).SelectMany(group => group.GetNestedTypes());

    [Theory]
    [MemberData(nameof(Guards))]
    [Trait("Feature", "104")]
    public async Task Suite_OnABrokenStore_FailsTheCaseThatGuardsThePromise(string broken, string guard)
    {
        var store = BrokenStores.Single(type => type.Name == broken);
        var cases = CasesOn(store).Where(test => test.Name.Contains($".{guard}(", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cases);

        var failures = new List<Exception>();
        foreach (var test in cases)
            if (await test.RunAsync() is { } failure) failures.Add(failure);

        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.IsAssignableFrom<Xunit.Sdk.IAssertionException>(failure));
    }

    [Fact]
    [Trait("Feature", "104")]
    public void BrokenStores_All_HaveAGuard() =>
        Assert.Equal(BrokenStores.Select(type => type.Name).Order(), Guards.Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    [Trait("Feature", "104")]
    public async Task Suite_OnASoundStoreRunTheSameWay_FailsNoGuard()
    {
        var guards = Guards.Select(row => row.Data.Item2).ToHashSet();

        foreach (var test in ConformanceSuite.CasesOn<BrokenHarness<SoundStore>>().Where(test => guards.Any(guard => test.Name.Contains($".{guard}(", StringComparison.Ordinal))))
            Assert.Null(await test.RunAsync());
    }

    private static IEnumerable<ConformanceCase> CasesOn(Type store) =>
        (IEnumerable<ConformanceCase>)typeof(ConformanceSuite)
            .GetMethod(nameof(ConformanceSuite.CasesOn), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(typeof(BrokenHarness<>).MakeGenericType(store))
            .Invoke(null, null)!;
}
