using System.Text;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Reporting;

/// <summary>An area's results: printed as they come in, and written to <c>bench/results</c> at the end.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();
    private readonly List<Goal> _goals = [];
    private readonly string _area;

    public Report(string area)
    {
        _area = area;
        Line($"# {area}");
        Line();
        foreach (var line in Machine.Describe())
        {
            Line(line);
        }
    }

    public void Section(string title, params IEnumerable<string> paragraphs)
    {
        Line();
        Line($"## {title}");
        foreach (var paragraph in paragraphs)
        {
            Line();
            Line(paragraph);
        }
    }

    public void Table(Results results)
    {
        Line();
        foreach (var line in ContestTable.Lines(results))
        {
            Line(line);
        }
    }

    public void Lines(params IEnumerable<string> lines)
    {
        Line();
        foreach (var line in lines)
        {
            Line(line);
        }
    }

    public void Add(Goal goal) => _goals.Add(goal);

    public void Write()
    {
        Section("Goals");
        Line();
        Line("| # | Goal | Measured | Floor | Aim | | |");
        Line("|---|---|---|---|---|---|---|");
        foreach (var goal in _goals.OrderBy(static goal => goal.Number))
        {
            Line(goal.ToRow());
        }

        Line();
        Line($"{_goals.Count} measured: {_goals.Count(static goal => goal.MeetsAim)} meet their aim, "
            + $"{_goals.Count(static goal => goal is { MeetsFloor: true, MeetsAim: false })} their floor only, "
            + $"{_goals.Count(static goal => !goal.MeetsFloor)} miss it.");
        var folder = Path.Combine(RepositoryRoot.Path, "bench", "results");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, _area + ".md"), _text.ToString());
    }

    private void Line(string line = "")
    {
        Console.WriteLine(line);
        _text.Append(line).Append('\n');
    }
}
