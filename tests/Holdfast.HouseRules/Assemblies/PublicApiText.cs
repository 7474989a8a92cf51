using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Holdfast.HouseRules.Assemblies;

/// <summary>An assembly's public surface as text: one line per type and member, sorted, with nullability and <c>init</c>.</summary>
internal static class PublicApiText
{
    private static readonly SymbolDisplayFormat MemberFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat TypeFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: MemberFormat.GenericsOptions,
        miscellaneousOptions: MemberFormat.MiscellaneousOptions);

    // Attributes that change what a caller may write.
    private static readonly string[] ShownAttributes =
        ["ObsoleteAttribute", "ExperimentalAttribute", "RequiresUnreferencedCodeAttribute", "RequiresDynamicCodeAttribute", "FlagsAttribute"];

    public static string Of(IAssemblySymbol assembly)
    {
        var text = new StringBuilder();
        foreach (var type in BuiltAssemblies.Types(assembly).Where(BuiltAssemblies.IsVisible).OrderBy(TypeName, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(Header(type)).Append('\n');
            if (type.TypeKind != TypeKind.Delegate)
            {
                foreach (var line in type.GetMembers().Where(IsShown).Select(Line).Order(StringComparer.Ordinal))
                {
                    text.Append("    ").Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Header(INamedTypeSymbol type)
    {
        var bases = (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: not SpecialType.System_Object } parent } ? [parent] : Array.Empty<INamedTypeSymbol>())
            .Concat(type.Interfaces.Where(BuiltAssemblies.IsVisible))
            .Select(item => item.ToDisplayString(MemberFormat));
        var after = type.TypeKind switch
        {
            TypeKind.Enum => $" : {type.EnumUnderlyingType}",
            TypeKind.Delegate => $" -> {type.DelegateInvokeMethod!.ToDisplayString(MemberFormat)}",
            _ when bases.Any() => " : " + string.Join(", ", bases),
            _ => "",
        };
        return $"{Attributes(type)}{Access(type)} {Modifiers(type)}{TypeName(type)}{after}";
    }

    private static string Modifiers(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => "enum ",
        { TypeKind: TypeKind.Interface } => "interface ",
        { TypeKind: TypeKind.Delegate } => "delegate ",
        { TypeKind: TypeKind.Struct } => $"{(type.IsReadOnly ? "readonly " : "")}{(type.IsRefLikeType ? "ref " : "")}{(type.IsRecord ? "record " : "")}struct ",
        { IsStatic: true } => "static class ",
        _ => $"{(type.IsAbstract ? "abstract " : "")}{(type.IsSealed ? "sealed " : "")}{(type.IsRecord ? "record " : "class ")}",
    };

    private static bool IsShown(ISymbol member) =>
        BuiltAssemblies.IsVisible(member) && !member.IsImplicitlyDeclared && !BuiltAssemblies.IsGenerated(member)
        && member is not INamedTypeSymbol
        && member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove }
        && !(member.ContainingType.TypeKind == TypeKind.Enum && member is IMethodSymbol);

    private static string Line(ISymbol member)
    {
        var required = member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } ? "required " : "";
        // A field of an enum is its name and value; the type and the modifiers are the enum's own.
        return member is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } value
            ? $"{Attributes(value)}{value.Name} = {value.ConstantValue}"
            : Attributes(member) + required + member.ToDisplayString(MemberFormat);
    }

    private static string Attributes(ISymbol symbol) =>
        string.Concat(
            from attribute in symbol.GetAttributes()
            let name = attribute.AttributeClass?.Name ?? ""
            where ShownAttributes.Contains(name, StringComparer.Ordinal)
            // What an obsolete member says is part of the contract; the reasons of the others may be reworded freely.
            let text = name == "ObsoleteAttribute" ? string.Join(", ", attribute.ConstructorArguments.Select(argument => argument.ToCSharpString())) : ""
            select $"[{name[..^"Attribute".Length]}{(text.Length > 0 ? $"({text})" : "")}] ");

    private static string Access(INamedTypeSymbol type) => type.DeclaredAccessibility == Accessibility.Public ? "public" : "protected";

    private static string TypeName(INamedTypeSymbol type) => type.ToDisplayString(TypeFormat);
}
