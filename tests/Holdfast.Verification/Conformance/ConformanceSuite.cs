using System.Reflection;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>The suite as a list: to find stores that are not bound to it, and to run it without a test framework.</summary>
public static class ConformanceSuite
{
    /// <summary>The parts: generic classes that take a harness.</summary>
    public static IReadOnlyList<Type> Parts { get; } =
        [.. typeof(ConformanceSuite).Assembly.GetTypes()
            .Where(type => type.IsGenericTypeDefinition && !type.IsAbstract && IsPart(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Names each pair of a store of one assembly and a part of the suite that no class of the tests binds together.</summary>
    /// <param name="stores">Has the classes that implement the store contract.</param>
    /// <param name="tests">Has the test classes.</param>
    public static IReadOnlyList<string> FindUnbound(Assembly stores, Assembly tests)
    {
        var bound = tests.GetTypes()
            .Where(type => type is { IsAbstract: false, IsVisible: true })
            .SelectMany(Bases)
            .Where(type => type.IsConstructedGenericType && Parts.Contains(type.GetGenericTypeDefinition()))
            .Select(type => (Store: StoreOf(type.GetGenericArguments()[0]), Part: type.GetGenericTypeDefinition()))
            .ToHashSet();
        return
        [
            .. from store in stores.GetTypes()
               where store is { IsClass: true, IsAbstract: false } && store.IsAssignableTo(typeof(IHoldfastStore))
               from part in Parts
               where !bound.Contains((store, part))
               select $"{store.Name}: {part.Name}",
        ];
    }

    /// <summary>All cases of all parts on one harness.</summary>
    internal static IEnumerable<ConformanceCase> CasesOn<THarness>()
        where THarness : StoreHarness, new() =>
        from open in Parts
        let part = open.MakeGenericType(typeof(THarness))
        from method in part.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        where method.GetCustomAttribute<FactAttribute>() is not null
        from arguments in ConformanceCase.ArgumentsOf(method)
        select new ConformanceCase(part, method, arguments);

    private static bool IsPart(Type type) =>
        type.BaseType is { IsGenericType: true } @base && @base.GetGenericTypeDefinition() == typeof(StoreConformance<>);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var next = type.BaseType; next is not null; next = next.BaseType) yield return next;
    }

    private static Type StoreOf(Type harness) => ((StoreHarness)Activator.CreateInstance(harness)!).StoreType;
}
