using Microsoft.AspNetCore.Mvc;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>A controller of polls, one action of which is not.</summary>
[ApiController]
[Route("activity")]
[Session(SessionAccess.Passive)]
public sealed class ActivityController : ControllerBase
{
    [HttpGet("poll")]
    public IActionResult Poll() => Ok("poll");

    [HttpGet("active")]
    [Session(SessionAccess.Active)]
    public IActionResult Active() => Ok("active");
}
