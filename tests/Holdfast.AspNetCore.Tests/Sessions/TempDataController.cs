using Microsoft.AspNetCore.Mvc;

namespace Holdfast.AspNetCore.Tests.Sessions;

/// <summary>Puts a note into TempData and takes it out.</summary>
[Route("note")]
public sealed class TempDataController : Controller
{
    /// <summary>A redirect: TempData is saved after the result, before a byte is written.</summary>
    [HttpPost("redirect")]
    public IActionResult PutAndRedirect()
    {
        TempData["note"] = "saved";
        return Redirect("/note");
    }

    /// <summary>A result that writes: TempData is saved in the callback that runs while the answer begins.</summary>
    [HttpPost("content")]
    public IActionResult PutAndWrite()
    {
        TempData["note"] = "saved";
        return Content(new string('x', 10_000));
    }

    [HttpGet("")]
    public IActionResult Take() => Content(TempData["note"] as string ?? "none");

    [HttpGet("nothing")]
    public IActionResult Nothing() => Content("nothing");
}
