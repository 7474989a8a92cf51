using Holdfast.HouseRules.Assemblies;
using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;

namespace Holdfast.HouseRules;

/// <summary>A class is sealed, static, or the abstract base of a class that exists.</summary>
public sealed class SealedTypesTests
{
    [Fact]
    public void Classes_BelowSrc_AreSealedStaticOrAbstractBases()
    {
        var classes = BuiltAssemblies.All.SelectMany(BuiltAssemblies.Types).Where(type => type.TypeKind == TypeKind.Class).ToList();
        var bases = classes.Select(type => type.BaseType?.OriginalDefinition).ToHashSet(SymbolEqualityComparer.Default);

        Violations.MustBeNone(
            from type in classes
            where !type.IsSealed && !type.IsStatic && !(type.IsAbstract && bases.Contains(type.OriginalDefinition))
            select $"{type} ({(type.IsAbstract ? "abstract, and nothing derives from it" : "open")})",
            "Classes that are neither sealed, static nor the abstract base of another class:");
    }
}
