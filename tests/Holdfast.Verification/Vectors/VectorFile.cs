using System.Text.Json;

namespace Holdfast.Verification;

/// <summary>
/// <c>tests/vectors/operations.json</c>: what each operation does, as data, so that a store that applies in another language can be held
/// to it. <c>docs/operations.md</c> describes the fields.
/// </summary>
public static class VectorFile
{
    private static readonly JsonDocument Document = Read();

    /// <summary>Every vector, by its name.</summary>
    internal static IReadOnlyDictionary<string, OperationVector> Vectors { get; } =
        Document.RootElement.GetProperty("vectors").EnumerateArray().Select(OperationVector.Parse).ToDictionary(vector => vector.Name, StringComparer.Ordinal);

    internal static IReadOnlyList<OperationEncoding> OperationEncodings { get; } =
        [.. Document.RootElement.GetProperty("operation_encodings").EnumerateArray().Select(OperationEncoding.Parse)];

    internal static IReadOnlyList<ImageEncoding> ImageEncodings { get; } =
        [.. Document.RootElement.GetProperty("image_encodings").EnumerateArray().Select(ImageEncoding.Parse)];

    /// <summary>The names of all vectors, as theory rows.</summary>
    public static TheoryData<string> Names => [.. Vectors.Keys];

    private static JsonDocument Read()
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream("operations.json")!;
        return JsonDocument.Parse(stream);
    }
}
