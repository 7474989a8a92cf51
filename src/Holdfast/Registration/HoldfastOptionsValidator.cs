using Holdfast.Model;
using Microsoft.Extensions.Options;

namespace Holdfast;

/// <summary>Checks all options at once, so that a broken configuration is mended in one go; each error names setting, value and legal range.</summary>
internal sealed class HoldfastOptionsValidator : IValidateOptions<HoldfastOptions>
{
    public ValidateOptionsResult Validate(string? name, HoldfastOptions options)
    {
        var errors = new List<string>();
        var idle = options.EffectiveIdleTimeout;
        Timeout(errors, nameof(options.IdleTimeout), idle);
        Timeout(errors, nameof(options.AbsoluteTimeout), options.AbsoluteTimeout);
        if (idle > options.AbsoluteTimeout)
        {
            errors.Add($"IdleTimeout is {idle} and AbsoluteTimeout {options.AbsoluteTimeout}: the idle timeout must not be longer than the absolute one.");
        }

        Range(errors, nameof(options.SweepInterval), options.SweepInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(errors, nameof(options.EndedRetention), options.EndedRetention, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        Range(errors, nameof(options.MaxUpdateAttempts), options.MaxUpdateAttempts, 1, 10_000);

        var limits = options.Limits;
        Range(errors, "Limits.MaxKeyBytes", limits.MaxKeyBytes, 1, 1024);
        Range(errors, "Limits.MaxValueBytes", limits.MaxValueBytes, 1, 16 * 1024 * 1024);
        Range(errors, "Limits.MaxKeys", limits.MaxKeys, 1, 65_000);
        Range(errors, "Limits.MaxSessionBytes", limits.MaxSessionBytes, 1024, 64 * 1024 * 1024);
        Range(errors, "Limits.MaxTags", limits.MaxTags, 0, 200);
        Range(errors, "Limits.MaxOperations", limits.MaxOperations, 1, 10_000);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Timeout(List<string> errors, string setting, TimeSpan value)
    {
        if (!Timeouts.IsLegal(value))
        {
            errors.Add($"{setting} is {value}; it is whole milliseconds from {Timeouts.Shortest} to {Timeouts.Longest}.");
        }
    }

    private static void Range<T>(List<string> errors, string setting, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            errors.Add($"{setting} is {value}; it is from {min} to {max}.");
        }
    }
}
