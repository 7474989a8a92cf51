namespace Holdfast.Expiry;

/// <summary>Where a wheel's nodes keep their links: the wheel itself owns no memory per node.</summary>
internal interface IWheelNodes
{
    ref WheelLinks Links(int node);
}
