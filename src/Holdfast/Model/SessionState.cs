namespace Holdfast;

/// <summary>A session is active from its creation until its end commits; there is no way back.</summary>
public enum SessionState
{
    /// <summary>Alive.</summary>
    Active = 0,

    /// <summary>Ended for good; the reason is kept with it.</summary>
    Ended = 1,
}
