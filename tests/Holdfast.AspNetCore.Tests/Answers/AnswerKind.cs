namespace Holdfast.AspNetCore.Tests.Answers;

/// <summary>The ways in which an application answers.</summary>
public enum AnswerKind
{
    Json,
    Text,
    Empty,
    Redirect,
    File,
    BodyWriter,
    UnflushedWriter,
    Streamed,
    EarlyFlush,
    ServerSentEvents,
    Completed,
}
