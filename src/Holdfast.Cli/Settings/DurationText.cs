using System.Globalization;

namespace Holdfast.Cli.Settings;

/// <summary>Durations as people write them: digits and one of ms, s, m, h, d; at most 365 days.</summary>
internal static class DurationText
{
    public const string Rule = "digits followed by ms, s, m, h or d, at most 365d";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Reads a duration; when it is none, says which rule the text breaks.</summary>
    public static bool TryParse(string text, out TimeSpan duration, out string? problem)
    {
        duration = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        var unit = text.AsSpan(digits);
        problem = text switch
        {
            "" => "is empty",
            ['-', ..] => "is negative",
            _ when digits == 0 => "does not begin with digits",
            _ => null,
        };
        if (problem is not null)
        {
            return false;
        }

        var ticksPerUnit = unit switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (ticksPerUnit == 0)
        {
            problem = unit.IsEmpty ? "has no unit" : $"has the unknown unit '{unit}'";
            return false;
        }

        // Compared before it is multiplied, so that nothing overflows.
        if (!long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > Longest.Ticks / ticksPerUnit)
        {
            problem = "is more than 365 days";
            return false;
        }

        duration = TimeSpan.FromTicks(number * ticksPerUnit);
        return true;
    }
}
