namespace Holdfast.Verification;

/// <summary>
/// The sequential specification of one session, written from the design alone: absent, live with a version, a map and a secret, or ended
/// with a reason.
/// </summary>
/// <remarks>
/// <para>Refusals come first and leave the state as it was, in this order.</para>
/// <list type="number">
/// <item><b>Absent</b>: everything but Create and GetOrCreate is NotFound.</item>
/// <item><b>Another incarnation</b> than the caller holds: Ended (for any reason) or NotFound, for the record of the old one may be gone.</item>
/// <item><b>A secret never issued</b>: NotFound, whether the session lives or not.</item>
/// <item><b>Ended</b>: everything but a Create of a name is Ended with the reason of the end, for ever. No resurrection.</item>
/// <item><b>A superseded secret</b>, outside of its grace: Ended (secret_superseded); for Open and Touch NotFound will do as well. Within its grace it
/// may read, and apply change sets whose base is from before the new secret; any other change set is Ended too, while Touch and End may go either way.</item>
/// <item><b>A condition</b>: IfVersion other than the present version or of another incarnation, or a base older than the last Clear: Conflict, the
/// whole set.</item>
/// <item><b>A rule</b>: Increment of a text, or beyond 64 bits: Invalid, the whole set.</item>
/// <item><b>A second Regenerate</b> by a secret that has only its grace left: Conflict, the whole set.</item>
/// </list>
/// <para>Otherwise:</para>
/// <list type="bullet">
/// <item><b>Create</b> on an absent key, or on a name that has ended: live, <see cref="ModelRules.FirstVersion"/>, and that version is the name of its
/// secret. On a live one AlreadyExists; on an ended issued key AlreadyExists or Ended. <b>GetOrCreate</b> answers a live one as it is.</item>
/// <item><b>Read, Open, Touch</b>: Ok with version and data; no new version. Open and Touch are uses: they move the idle deadline,
/// except an Open by a secret in its grace.</item>
/// <item><b>A change set</b>: all its changes in order, one new version (+1) for all of them together, or none when nothing changed
/// (<see cref="ModelRules"/> says what counts). Its value is that of its last increment. A Regenerate in it makes the new version the
/// name of the secret; the previous secret is dead at once, or usable through its grace. It is a use if one of its changes is.</item>
/// <item><b>End</b>: Ok, and the session is ended.</item>
/// <item><b>AdvanceClock</b>: the clock goes on; a session whose deadline is reached (now ≥ deadline) is ended with idle_timeout or
/// absolute_timeout, whichever came first, absolute when both did. In a history of several sessions this call stands in each one's part.</item>
/// <item><b>Expire</b>: with timeouts in the rules a look that changes nothing, since the clock decides; without them the moment at which time
/// is up. Ended with the reason either way if the session is over then, else Ok.</item>
/// </list>
/// <para>Whether a call refused with Conflict, and GetOrCreate of a live session, are uses is left open: both are allowed.</para>
/// </remarks>
public sealed class SessionModel(ModelRules? rules = null) : SequentialModel<ModelState, ModelOperation, ModelOutcome>
{
    /// <summary>The reason given to holders of a secret that was replaced.</summary>
    public const string SecretSuperseded = "secret_superseded";

    private readonly ModelRules _rules = rules ?? new ModelRules();

    /// <inheritdoc/>
    public override ModelState Initial { get; } = new();

    /// <inheritdoc/>
    public override IEnumerable<Transition<ModelState, ModelOutcome>> StepsFrom(ModelState state, ModelOperation operation)
    {
        var refusals = Refusals(state, operation);
        if (refusals.Count > 0) return refusals.Select(refusal => new Transition<ModelState, ModelOutcome>(refusal, state));
        return operation.Kind switch
        {
            ModelOperationKind.Create => [Create(state, operation)],
            ModelOperationKind.GetOrCreate => state.Phase == ModelPhase.Live ? Get(state, operation) : [Create(state, operation)],
            ModelOperationKind.Read => [Seen(state)],
            ModelOperationKind.Open => [Seen(IsByGrace(state, operation) ? state : Use(state))],
            ModelOperationKind.Touch => OrRefusedInGrace(state, operation, Seen(Use(state))),
            ModelOperationKind.Apply => Apply(state, operation),
            ModelOperationKind.End => OrRefusedInGrace(state, operation, new(ModelOutcome.Ok(), state.End(operation.Reason!))),
            ModelOperationKind.Expire => [_rules.HasTimeouts ? Seen(state) : new(ModelOutcome.Ended(ModelClock.IdleTimeout), state.End(ModelClock.IdleTimeout))],
            ModelOperationKind.AdvanceClock => [new(ModelOutcome.Ok(), _rules.HasTime ? ModelClock.MoveTo(state, operation.Instant) : state)],
            ModelOperationKind.EndGrace => [new(ModelOutcome.Ok(), state with { GraceSecret = null, GraceEnds = null })],
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, null),
        };
    }

    /// <inheritdoc/>
    public override bool Matches(ModelOutcome allowed, ModelOutcome observed) => allowed.Matches(observed);

    /// <inheritdoc/>
    public override bool IsPure(ModelOperation operation, ModelOutcome observed) => operation.Kind switch
    {
        ModelOperationKind.Read => true,
        // Without a timeout it is this call that ends the session.
        ModelOperationKind.Expire => _rules.HasTimeouts,
        // A conflict may have been a use, which only time makes visible.
        _ => observed.Status != ModelStatus.Ok && !(observed.Status == ModelStatus.Conflict && _rules.HasTime),
    };

    private static Transition<ModelState, ModelOutcome> Seen(ModelState state) => new(ModelOutcome.Ok(state.Version, data: state.Data), state);

    // Whoever knows which incarnation it got cannot have got another one.
    private Transition<ModelState, ModelOutcome>[] Get(ModelState state, ModelOperation operation) =>
        operation.Incarnation is { } got && state.Incarnation is { } present && got != present
            ? [new(ModelOutcome.AlreadyExists, state)]
            : [Seen(state), Seen(Use(state))];

    private Transition<ModelState, ModelOutcome> Create(ModelState state, ModelOperation operation)
    {
        var fresh = new ModelState
        {
            Phase = ModelPhase.Live,
            Version = _rules.FirstVersion,
            Secret = _rules.FirstVersion,
            Data = operation.Data,
            Incarnation = operation.Incarnation,
            Now = state.Now,
            AbsoluteDeadline = state.Now + _rules.AbsoluteTimeout,
        };
        return Seen(Use(fresh));
    }

    private Transition<ModelState, ModelOutcome>[] Apply(ModelState state, ModelOperation operation)
    {
        if ((operation.IfVersion is { } demanded && demanded != state.Version)
            || (operation.IfIncarnation is { } life && state.Incarnation is { } present && life != present)
            || operation.Base < state.Fence)
            return [new(ModelOutcome.Conflict, state), new(ModelOutcome.Conflict, Use(state))];
        if (ModelChanges.Apply(_rules, state, operation.Changes) is not { } applied) return [new(ModelOutcome.Invalid, state)];
        if (applied.State.Secret != state.Secret && IsByGrace(state, operation)) return [new(ModelOutcome.Conflict, state)];
        var isUse = operation.Changes.Any(change => change.IsUse);
        return [new(ModelOutcome.Ok(applied.State.Version, applied.Value, applied.State.Data), isUse ? Use(applied.State) : applied.State)];
    }

    private IReadOnlyList<ModelOutcome> Refusals(ModelState state, ModelOperation operation)
    {
        if (operation.Kind is ModelOperationKind.AdvanceClock or ModelOperationKind.EndGrace) return [];
        if (operation.Kind is ModelOperationKind.Create or ModelOperationKind.GetOrCreate) return RefusalsOfCreate(state, operation.Kind);
        if (state.Phase == ModelPhase.Absent) return [ModelOutcome.NotFound];
        if (operation.Incarnation is { } held && state.Incarnation is { } present && held != present) return [ModelOutcome.Ended(), ModelOutcome.NotFound];
        if (operation.Secret == ModelOperation.WrongSecret) return [ModelOutcome.NotFound];

        var superseded = operation.Secret is { } secret && secret != state.Secret && !(secret == state.GraceSecret && MayUseGrace(state, operation));
        var refusals = new List<ModelOutcome>();
        if (state.Phase == ModelPhase.Ended) refusals.Add(ModelOutcome.Ended(state.Reason));
        if (superseded) refusals.Add(ModelOutcome.Ended(SecretSuperseded));
        if ((superseded && operation.Kind is ModelOperationKind.Open or ModelOperationKind.Touch) || (state.Phase == ModelPhase.Ended && _rules.EndedMayBeForgotten)) refusals.Add(ModelOutcome.NotFound);
        return refusals;
    }

    private IReadOnlyList<ModelOutcome> RefusalsOfCreate(ModelState state, ModelOperationKind kind) => state.Phase switch
    {
        ModelPhase.Live when kind == ModelOperationKind.Create => [ModelOutcome.AlreadyExists],
        ModelPhase.Ended when !_rules.IsNamed => [ModelOutcome.AlreadyExists, ModelOutcome.Ended(state.Reason)],
        _ => [],
    };

    private static bool MayUseGrace(ModelState state, ModelOperation operation) => operation.Kind != ModelOperationKind.Apply || operation.Base < state.Secret;

    private static Transition<ModelState, ModelOutcome>[] OrRefusedInGrace(ModelState state, ModelOperation operation, Transition<ModelState, ModelOutcome> done) =>
        IsByGrace(state, operation) ? [done, new(ModelOutcome.Ended(SecretSuperseded), state)] : [done];

    private static bool IsByGrace(ModelState state, ModelOperation operation) => operation.Secret is { } secret && secret == state.GraceSecret;

    private ModelState Use(ModelState state) => _rules.IdleTimeout is { } idle ? ModelClock.Use(state, idle) : state;
}
