namespace Holdfast.Tests;

/// <summary>The operations of the reference model.</summary>
internal enum ReferenceOperationKind
{
    Set,
    SetIfAbsent,
    Remove,
    Clear,
    Increment,
    Append,
    SetAuthenticated,
    SetSubject,
    AddTag,
    RemoveTag,
    IfKeyVersion,
    RecordAccess,
}
