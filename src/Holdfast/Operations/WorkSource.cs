namespace Holdfast.Operations;

/// <summary>Where a value lies while a change set is applied.</summary>
internal enum WorkSource : byte
{
    Image = 0,
    Operations,
    Integer,
    Scratch,
}
