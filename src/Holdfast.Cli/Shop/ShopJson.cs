using System.Text.Json.Serialization;
using Holdfast.Cli.Shop.Answers;
using Holdfast.Cli.Shop.Requests;

namespace Holdfast.Cli.Shop;

/// <summary>The shop's JSON: camelCase, exact. A member given twice makes a body malformed, because readers differ on which one counts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(PreferenceRequest))]
[JsonSerializable(typeof(IncrementRequest))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(PreferenceAnswer))]
[JsonSerializable(typeof(IncrementAnswer))]
[JsonSerializable(typeof(StatisticsAnswer))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class ShopJson : JsonSerializerContext;
