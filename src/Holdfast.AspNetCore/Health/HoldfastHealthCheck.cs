using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Holdfast.AspNetCore.Health;

/// <summary>Whether sessions can be served: the totals agree, the queue of ends is short, and a session can be written, read and ended.</summary>
internal sealed class HoldfastHealthCheck(SessionManager manager, SessionProbe probe, HoldfastHealthOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var fault = await probe.RunAsync(cancellationToken).ConfigureAwait(false);
        if (await manager.GetStatisticsAsync(cancellationToken).ConfigureAwait(false) is not { } totals)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, fault ?? "The session store cannot be reached.");
        }

        var discrepancy = totals.Active - totals.ActiveActual;
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["reported"] = totals.Active,
            ["actual"] = totals.ActiveActual,
            ["discrepancy"] = discrepancy,
            ["created"] = totals.Created,
            ["ended"] = totals.EndedTotal,
            ["pendingEnds"] = totals.PendingEnds,
            ["failedEnds"] = totals.FailedEnds,
            ["deadLetters"] = totals.DeadLetters,
            ["asOf"] = totals.AsOf,
        };
        if (fault is not null)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, fault, data: data);
        }

        if (discrepancy != 0)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus, $"{totals.Active} sessions are counted as active and {totals.ActiveActual} are there.", data: data);
        }

        return totals.PendingEnds > options.MaxPendingEnds
            ? HealthCheckResult.Degraded(
                $"{totals.PendingEnds} ended sessions wait for their end handlers, more than {options.MaxPendingEnds} ({nameof(options.MaxPendingEnds)}).", data: data)
            : HealthCheckResult.Healthy("Sessions are written, read and ended as they should.", data);
    }
}
