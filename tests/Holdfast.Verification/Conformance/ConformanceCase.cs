using System.Collections;
using System.Reflection;

namespace Holdfast.Verification;

/// <summary>One case of the suite with its arguments, run without a test framework.</summary>
internal sealed class ConformanceCase(Type part, MethodInfo method, object?[] arguments)
{
    public string Name => $"{part.Name[..part.Name.IndexOf('`', StringComparison.Ordinal)]}.{method.Name}({string.Join(", ", arguments)})";

    /// <summary>Runs it on a fresh store; answers why it failed, or null.</summary>
    public async Task<Exception?> RunAsync()
    {
        var test = (IAsyncLifetime)Activator.CreateInstance(part)!;
        try
        {
            await test.InitializeAsync();
            await (Task)method.Invoke(test, arguments)!;
            return null;
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
        finally
        {
            await DisposeAsync(test);
        }
    }

    public static IEnumerable<object?[]> ArgumentsOf(MethodInfo method)
    {
        if (method.GetCustomAttribute<TheoryAttribute>() is null) return [[]];
        return
        [
            .. method.GetCustomAttributes<InlineDataAttribute>().Select(data => data.Data ?? [null]),
            .. method.GetCustomAttributes<MemberDataAttribute>().SelectMany(data => Rows(data.MemberType ?? method.DeclaringType!, data.MemberName)),
        ];
    }

    private static IEnumerable<object?[]> Rows(Type part, string member)
    {
        var rows = (IEnumerable)part.GetProperty(member, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!.GetValue(null)!;
        foreach (var row in rows) yield return ((ITheoryDataRow)row).GetData();
    }

    // A store that is broken on purpose may be broken here too; the case has its verdict already.
    private static async Task DisposeAsync(IAsyncLifetime test)
    {
        try
        {
            await test.DisposeAsync();
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
        }
    }
}
