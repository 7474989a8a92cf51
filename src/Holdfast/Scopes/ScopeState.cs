namespace Holdfast;

/// <summary>Where a scope stands with its session.</summary>
internal enum ScopeState
{
    /// <summary>Nothing was read or written; the store was not asked.</summary>
    Untouched,

    /// <summary>The store was asked and has not answered.</summary>
    Loading,

    WithSession,

    /// <summary>There is none, or it has ended, or this scope ended it: writing creates one.</summary>
    WithoutSession,

    /// <summary>The store cannot be reached: nothing is known, so nothing may be made up.</summary>
    Unavailable,
}
