using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Creating;

/// <summary>Holdfast as an application uses it: a new session with a subject and a dictionary of data, made for each.</summary>
internal sealed class ManagerCreate(string name) : CreateContestant(name)
{
    private HoldfastGround _ground = new();

    public override void Prepare()
    {
        _ground.Manager.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _ground = new HoldfastGround();
    }

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        for (var i = 0; i < count; i++)
        {
            var created = _ground.Manager.CreateAsync(new NewSession
            {
                Subject = SubjectFor(thread, i),
                Data = new Dictionary<string, SessionValue>(Payload.Keys.Length, StringComparer.Ordinal)
                {
                    [Payload.Name] = Names[i & (Distinct - 1)],
                    [Payload.Theme] = Payload.ThemeText,
                    [Payload.Visits] = i,
                    [Payload.Cart] = Carts[i & (Distinct - 1)],
                    [Payload.Locale] = Payload.LocaleText,
                },
            }).Result;
            if (created is { IsOk: true, Id: not null })
            {
                done++;
            }
        }

        return done;
    }

    protected override long CountHeld() => _ground.CountLiving();
}
