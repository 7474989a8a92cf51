using System.Text.Json;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Puts the manager's answers into the words of the model.</summary>
internal static class HistoryWords
{
    public static ModelOutcome? Of(in ReadResult result) => Of(result.Status, result.Session, result.EndReason);

    public static ModelOutcome? Of(in ChangeResult result) => Of(result.Status, result.Session, result.EndReason);

    public static ModelOutcome? Of(in CreateResult result) => Of(result.Status, result.Session, null);

    public static ModelOutcome? Of(in RegenerateResult result) => Of(result.Status, result.Session, result.EndReason);

    public static ModelOutcome? Of(in EndResult result) =>
        result.Status == Status.Ok ? ModelOutcome.Ok() : Of(result.Status, result.Session, result.EndReason);

    public static string Text(EndReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    public static long Incarnation(Session session) => unchecked((long)session.Incarnation);

    public static ModelData Data(SessionData data) => ModelData.Of(data.Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Value))));

    /// <summary>Null when the answer says nothing of the session: it could not be reached.</summary>
    private static ModelOutcome? Of(Status status, Session? session, EndReason? reason) => status switch
    {
        Status.Ok => session is null ? ModelOutcome.Ok() : ModelOutcome.Ok(session.Version, data: Data(session.Data)),
        Status.AlreadyExists => ModelOutcome.AlreadyExists,
        Status.NotFound => ModelOutcome.NotFound,
        Status.Ended => ModelOutcome.Ended(reason is { } ended ? Text(ended) : SessionModel.SecretSuperseded),
        Status.Conflict => ModelOutcome.Conflict,
        Status.Invalid => ModelOutcome.Invalid,
        Status.Unavailable => null,
        _ => throw new InvalidOperationException($"{status} is no answer that these calls have."),
    };

    private static ModelValue Value(SessionValue value) =>
        value.AsInt64() is { } number ? number : value.AsString() ?? throw new InvalidOperationException($"The model knows no {value.Kind}.");
}
