namespace Holdfast.Cli.Tests.Settings;

/// <summary>Configuration files for one test, in a directory of their own.</summary>
internal sealed class ConfigurationFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("holdfast-cli-");
    private int _written;

    public string Write(string content)
    {
        var path = Path.Combine(_directory.FullName, $"{++_written}.json");
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
