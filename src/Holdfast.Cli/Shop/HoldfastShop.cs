using System.Globalization;
using Holdfast.Cli.Shop.Answers;
using Holdfast.Cli.Shop.Requests;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Shop;

/// <summary>The shop's requests on a Holdfast session. Each reads, decides, records operations and commits them; no request waits for another.</summary>
internal static class HoldfastShop
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

        var scope = context.GetHoldfast();
        var signedIn = await scope.SignInAsync(login.Username!, login.Username, cancellationToken: context.RequestAborted);
        if (!signedIn.IsOk)
        {
            Refusals.Write(context, signedIn.Status, signedIn.EndReason, signedIn.Error, LoginRefusal.Mark);
            return;
        }

        Json.Write(context.Response, new LoginAnswer(true, scope.Key.ToString(null, CultureInfo.InvariantCulture), $"Welcome, {login.Username}."), ShopJson.Default.LoginAnswer);
    }

    public static async Task ReadAsync(HttpContext context)
    {
        if (await LoadAsync(context) is not { } scope
            || await CommitAsync(context, scope.RecordAccess()) is not { } session)
        {
            return;
        }

        var answer = new SessionAnswer(
            session.Key.ToString(null, CultureInfo.InvariantCulture), session.DisplayName, session.AuthenticatedAt, session.AccessCount, session.Version, Metadata(session.Data));
        Json.Write(context.Response, answer, ShopJson.Default.SessionAnswer);
    }

    public static async Task SavePreferenceAsync(HttpContext context)
    {
        if (await LoadAsync(context) is not { } scope
            || await JsonBody.ReadAsync(context, ShopJson.Default.PreferenceRequest) is not { } preference)
        {
            return;
        }

        if (preference is not { Key: { } key, Value: { } value })
        {
            PreferenceRefusal.Incomplete(context);
        }
        else if (await CommitAsync(context, scope.Change(changes => changes.Set(key, value))) is { } session)
        {
            Json.Write(context.Response, new PreferenceAnswer(true, session.Version), ShopJson.Default.PreferenceAnswer);
        }
    }

    public static async Task IncrementAsync(HttpContext context)
    {
        if (await LoadAsync(context) is not { } scope
            || SimulatedWork.Read(context) is not { } work
            || await JsonBody.ReadOptionalAsync(context, ShopJson.Default.IncrementRequest, IncrementRequest.Default) is not { } click)
        {
            return;
        }

        await SimulatedWork.DoAsync(context, work);
        if (await CommitAsync(context, scope.Change(changes => changes.Increment(click.Counter, click.Step))) is { } session)
        {
            Json.Write(context.Response, new IncrementAnswer(session.Data.GetInt64(click.Counter)!.Value), ShopJson.Default.IncrementAnswer);
        }
    }

    public static async Task LogoutAsync(HttpContext context)
    {
        var ended = await context.GetHoldfast().EndAsync(EndReason.LoggedOut, context.RequestAborted);
        if (ended.IsOk)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.CacheControl = "no-store";
        }
        else
        {
            Refusals.Write(context, ended.Status, ended.EndReason, ended.Error);
        }
    }

    /// <summary>The request's scope with its live session; null after the request was answered that there is none.</summary>
    private static async ValueTask<SessionScope?> LoadAsync(HttpContext context)
    {
        var scope = context.GetHoldfast();
        var loaded = await scope.LoadAsync(context.RequestAborted);
        if (loaded.IsOk)
        {
            return scope;
        }

        Refusals.Write(context, loaded.Status, loaded.EndReason, loaded.Error);
        return null;
    }

    /// <summary>The session with what was recorded; null after the request was answered why it was refused.</summary>
    private static async ValueTask<Session?> CommitAsync(HttpContext context, SessionScope scope)
    {
        var committed = await scope.CommitAsync(context.RequestAborted);
        if (committed.IsOk)
        {
            return committed.Session;
        }

        Refusals.Write(context, committed.Status, committed.EndReason, committed.Error);
        return null;
    }

    private static Dictionary<string, object> Metadata(SessionData data)
    {
        var metadata = new Dictionary<string, object>(data.Count, StringComparer.Ordinal);
        foreach (var (key, value) in data)
        {
            if (value.Kind == SessionValueKind.Text)
            {
                metadata.Add(key, value.AsString()!);
            }
            else if (value.Kind == SessionValueKind.Number)
            {
                metadata.Add(key, value.AsInt64()!.Value);
            }
        }

        return metadata;
    }
}
