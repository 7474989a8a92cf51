using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.HouseRules.Docs;

/// <summary>
/// The names a documentation block may use without declaring them. Nothing here ever runs: the blocks are only compiled, and a
/// block that declares one of the names itself hides it.
/// </summary>
internal static class DocNames
{
    public static string[] args => [];

    public static WebApplicationBuilder builder => null!;

    public static WebApplication app => null!;

    public static IServiceCollection services => null!;

    public static HttpContext context => null!;

    public static SessionManager manager => null!;

    public static Session session => null!;

    public static SessionKey key => default;

    public static SessionId id => default;

    public static CancellationToken cancellationToken => default;
}
