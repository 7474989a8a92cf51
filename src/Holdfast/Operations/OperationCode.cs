namespace Holdfast.Operations;

/// <summary>The operations, as encoded. Numbers are for ever: journals and golden vectors hold them.</summary>
internal enum OperationCode : byte
{
    Set = 1,
    SetIfAbsent = 2,
    Remove = 3,
    Clear = 4,
    Increment = 5,
    Append = 6,
    SetAuthenticated = 7,
    SetSubject = 8,
    AddTag = 9,
    RemoveTag = 10,
    IfKeyVersion = 11,
    RecordAccess = 12,
    Regenerate = 13,
}
