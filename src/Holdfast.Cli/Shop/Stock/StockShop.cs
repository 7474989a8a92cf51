using System.Text;
using Holdfast.Cli.Shop.Answers;
using Holdfast.Cli.Shop.Requests;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Cli.Shop.Stock;

/// <summary>
/// The shop's requests on the framework's own session, written as its users write them: read, change, and the session saves the whole of it
/// when the request ends. So overlapping requests lose writes, which is what there is to see.
/// </summary>
internal static class StockShop
{
    public static async Task LoginAsync(HttpContext context)
    {
        if (await JsonBody.ReadAsync(context, ShopJson.Default.LoginRequest) is not { } login)
        {
            return;
        }

        if (!login.IsComplete)
        {
            LoginRefusal.Incomplete(context);
            return;
        }

        await context.Session.LoadAsync(context.RequestAborted);
        var entries = new StockEntries(context.Session);
        entries.SignIn(login.Username!, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        entries.RaiseVersion();
        Json.Write(
            context.Response, new LoginAnswer(true, context.Session.Id, $"Welcome, {login.Username}."), ShopJson.Default.LoginAnswer);
    }

    public static async Task ReadAsync(HttpContext context)
    {
        if (await LoadAsync(context) is not { } entries)
        {
            return;
        }

        var accesses = entries.CountAccess();
        var answer = new SessionAnswer(
            context.Session.Id, entries.User, entries.LoginTime, accesses, entries.RaiseVersion(), entries.Metadata());
        Json.Write(context.Response, answer, ShopJson.Default.SessionAnswer);
    }

    public static async Task SavePreferenceAsync(HttpContext context)
    {
        if (await LoadAsync(context) is not { } entries
            || await JsonBody.ReadAsync(context, ShopJson.Default.PreferenceRequest) is not { } preference)
        {
            return;
        }

        if (preference is not { Key: { } key, Value: { } value })
        {
            PreferenceRefusal.Incomplete(context);
            return;
        }

        if (!Admits(context, key, value))
        {
            return;
        }

        entries.SetText(key, value);
        entries.CountAccess();
        Json.Write(context.Response, new PreferenceAnswer(true, entries.RaiseVersion()), ShopJson.Default.PreferenceAnswer);
    }

    public static async Task IncrementAsync(HttpContext context)
    {
        if (await LoadAsync(context) is not { } entries
            || SimulatedWork.Read(context) is not { } work
            || await JsonBody.ReadOptionalAsync(context, ShopJson.Default.IncrementRequest, IncrementRequest.Default) is not { } click
            || !Admits(context, click.Counter, string.Empty))
        {
            return;
        }

        if (entries.HoldsText(click.Counter))
        {
            Problem.Write(
                context, StatusCodes.Status409Conflict, ErrorCodes.WrongType, $"'{click.Counter}' holds a text: only a counter can be incremented.");
            return;
        }

        var value = entries.Counter(click.Counter);
        await SimulatedWork.DoAsync(context, work);
        var sum = (Int128)value + click.Step;
        if (sum < long.MinValue || sum > long.MaxValue)
        {
            Problem.Write(
                context, StatusCodes.Status409Conflict, ErrorCodes.Overflow, $"Incrementing '{click.Counter}' would leave the range of a signed 64-bit number.");
            return;
        }

        entries.SetCounter(click.Counter, (long)sum);
        entries.CountAccess();
        entries.RaiseVersion();
        Json.Write(context.Response, new IncrementAnswer((long)sum), ShopJson.Default.IncrementAnswer);
    }

    public static async Task LogoutAsync(HttpContext context)
    {
        if (await LoadAsync(context) is null)
        {
            return;
        }

        context.Session.Clear();
        context.Response.Cookies.Delete(StockSession.CookieName);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.CacheControl = "no-store";
    }

    private static async Task<StockEntries?> LoadAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        var entries = new StockEntries(context.Session);
        if (entries.User is not null)
        {
            return entries;
        }

        Refusals.NoSession(context);
        return null;
    }

    // The stock session has limits of its own kind; the contract's are the same for both.
    private static bool Admits(HttpContext context, string key, string value)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<HoldfastOptions>>().Value.Limits;
        var keyBytes = Encoding.UTF8.GetByteCount(key);
        if (keyBytes < 1 || keyBytes > limits.MaxKeyBytes)
        {
            Problem.Write(
                context, StatusCodes.Status400BadRequest, ErrorCodes.InvalidDataKey, $"A data key has 1 to {limits.MaxKeyBytes} bytes of UTF-8, not {keyBytes}.");
            return false;
        }

        if (Encoding.UTF8.GetByteCount(value) <= limits.MaxValueBytes)
        {
            return true;
        }

        Problem.Write(
            context, StatusCodes.Status400BadRequest, ErrorCodes.ValueTooLarge, $"The value for '{key}' has more than {limits.MaxValueBytes} bytes.");
        return false;
    }
}
