using Holdfast.HouseRules.Assemblies;
using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>Users find public types in our namespaces, and registration methods where the framework keeps its own.</summary>
public sealed class PublicNamespacesTests
{
    private static readonly string[] Allowed =
        ["Holdfast", "Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http"];

    [Fact]
    public void PublicTypes_OfEveryAssembly_LiveInKnownNamespaces() =>
        Violations.MustBeNone(
            from assembly in BuiltAssemblies.All
            from type in BuiltAssemblies.Types(assembly)
            where BuiltAssemblies.IsVisible(type)
            let home = type.ContainingNamespace.ToDisplayString()
            where !Allowed.Contains(home, StringComparer.Ordinal) && !home.StartsWith("Holdfast.", StringComparison.Ordinal)
            select $"{type} in {assembly.Name}",
            $"Public types outside {string.Join(", ", Allowed)} and Holdfast.*:");
}
