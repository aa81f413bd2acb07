using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Words;

/// <summary>Every enumeration of the core has its words, and is made of the numbers that they are kept by.</summary>
public sealed class EnumNamesTests
{
    public static TheoryData<Type> All => [.. typeof(EnumNames).Assembly.GetTypes().Where(type => type.IsEnum && !type.IsNested)];

    [Theory]
    [MemberData(nameof(All))]
    public void Words_are_names_and_come_back(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);

        Enum.GetUnderlyingType(type).ShouldBe(typeof(int));
        typeof(EnumNamesTests).GetMethod(nameof(ComesBack), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, []);
    }

    [Fact]
    public void A_number_without_a_name_is_said_as_it_is_and_a_word_that_is_none_is_nothing()
    {
        EnumNames.Of((Verdict)77).ShouldBe("77");
        EnumNames.Read<Verdict>("Pass").ShouldBeNull();
        EnumNames.Choices<Verdict>().ShouldBe("pass, fail or inconclusive");
    }

    private static void ComesBack<T>()
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            var name = value.ToString();
            EnumNames.Of(value).ShouldBe(char.ToLowerInvariant(name[0]) + name[1..]);
            EnumNames.Read<T>(EnumNames.Of(value)).ShouldBe(value);
        }
    }
}
