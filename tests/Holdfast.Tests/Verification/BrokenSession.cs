using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>A store of the kind that loses writes: it loads the session, changes a copy and stores the copy, with a point at each step.</summary>
internal sealed class BrokenSession(BrokenSession.Defect defect)
{
    private Copy? _stored = new(1, ModelData.Empty);

    public enum Defect
    {
        /// <summary>Right: the copy is stored only over the version it was made of.</summary>
        None,

        /// <summary>The last one to store wins.</summary>
        StoresBlindly,

        /// <summary>A session that was removed meanwhile is put back.</summary>
        RestoresTheRemoved,

        /// <summary>Answers before it has stored.</summary>
        AnswersEarly,
    }

    public async Task<ModelOutcome> IncrementAsync(string key)
    {
        while (true)
        {
            var loaded = _stored;
            await Yield.Point("loaded");
            if (loaded is null) return ModelOutcome.Ended("logged_out");
            var value = (loaded.Data[key].Number ?? 0) + 1;
            var changed = new Copy(loaded.Version + 1, loaded.Data.With(key, value));
            if (defect == Defect.AnswersEarly) _ = StoreLaterAsync(changed);
            else if (!MayStore(loaded)) continue;
            else _stored = changed;
            return ModelOutcome.Ok(changed.Version, value);
        }
    }

    public async Task<ModelOutcome> EndAsync()
    {
        await Yield.Point("before the end");
        if (_stored is null) return ModelOutcome.Ended("logged_out");
        _stored = null;
        return ModelOutcome.Ok();
    }

    public async Task<ModelOutcome> ReadAsync()
    {
        await Yield.Point("before the read");
        return _stored is { } copy ? ModelOutcome.Ok(copy.Version, data: copy.Data) : ModelOutcome.Ended("logged_out");
    }

    private bool MayStore(Copy loaded) => defect switch
    {
        Defect.StoresBlindly => _stored is not null,
        Defect.RestoresTheRemoved => _stored is null || _stored == loaded,
        _ => _stored == loaded,
    };

    private async Task StoreLaterAsync(Copy changed)
    {
        await Yield.Point("answered");
        _stored = changed;
    }

    private sealed record Copy(long Version, ModelData Data);
}
