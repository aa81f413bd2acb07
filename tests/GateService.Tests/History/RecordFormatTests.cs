using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GateService.Core;
using GateService.Core.Policies;
using GateService.History;
using GateService.History.Vocabulary;
using GateService.Tests.Hosting;

namespace GateService.Tests.History;

/// <summary>Nothing of a record is dropped in silence: not by a new field, not by a new kind.</summary>
public sealed class RecordFormatTests
{
    public static TheoryData<Type> KeptTypes => [.. Reachable(typeof(DecisionRecord)), .. Reachable(typeof(KeptDecision)).Except(Reachable(typeof(DecisionRecord)))];

    [Theory]
    [MemberData(nameof(KeptTypes))]
    public void Every_field_of_every_type_of_a_record_is_kept(Type type)
    {
        var info = RecordJson.Stored.GetTypeInfo(type);
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            // A value of its own converter: Records_come_back_as_they_were holds those to their content.
            return;
        }

        var kept = info.Properties.Where(property => property.Get is not null).Select(property => ((MemberInfo)property.AttributeProvider!).Name).ToHashSet();
        var missing = Fields(type).Select(Name).Where(field => !kept.Contains(field)).ToList();

        missing.ShouldBeEmpty($"{type.Name} loses what it knows: make it a settable property, or give RecordJson a converter");
    }

    [Theory]
    [MemberData(nameof(KeptTypes))]
    public void Every_field_and_every_value_of_a_type_of_the_core_has_a_word_of_its_own_in_records(Type type)
    {
        var enums = Fields(type).SelectMany(field => Parts(field.FieldType).Append(field.FieldType)).Where(part => part.IsEnum && IsOfCore(part)).Distinct();
        var values = enums.SelectMany(part => part.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(value => (Member: (MemberInfo)value, Word: RecordWords.Of(value)));
        var info = RecordJson.Stored.GetTypeInfo(type);
        var properties = info.Kind == JsonTypeInfoKind.Object
            ? info.Properties.Select(property => (MemberInfo)property.AttributeProvider!).Where(member => IsOfCore(member.DeclaringType!)).Select(member => (Member: member, Word: RecordWords.Of(member)))
            : [];

        var wordless = values.Concat(properties).Where(known => known.Word is null).Select(known => $"{known.Member.DeclaringType!.Name}.{known.Member.Name}").ToList();

        wordless.ShouldBeEmpty("say in History/Vocabulary what it is called in records, once and for all");
        properties.GroupBy(known => known.Word).ShouldAllBe(word => word.Count() == 1);
        // What has a converter of its own comes back by the field that holds it.
        (info.Kind == JsonTypeInfoKind.None || type.IsAbstract || !IsOfCore(type) || type.BaseType is not { IsAbstract: true } parent || !IsOfCore(parent) || RecordWords.KindOf(type) is not null).ShouldBeTrue($"{type.Name} has no word to come back by");
    }

    /// <summary>The sample was written once and is never written again: a word that changes loses what the sample holds under it.</summary>
    [Fact]
    public void A_record_of_format_3_with_everything_in_it_is_read_and_written_as_it_was_first_written()
    {
        var (body, policy) = (Fixture("format-3-record.json"), Fixture("format-3-policy.json"));

        var record = RecordFormat.Read(new KeptBody(Packed.Close(body), new KeptPolicy("", Packed.Close(policy))));

        var again = RecordFormat.Write(record);
        Lost(Json(body), Json(Packed.Open(again.Body)), "record").ShouldBeEmpty();
        Lost(Json(policy), Json(Packed.Open(again.Policy!.Body)), "policy").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(KeptTypes))]
    public void Every_kind_of_an_abstract_type_has_a_name_to_come_back_by(Type type)
    {
        if (!type.IsAbstract)
        {
            return;
        }

        var named = RecordJson.Stored.GetTypeInfo(type).PolymorphismOptions!.DerivedTypes;

        named.Select(kind => kind.DerivedType).ShouldBe(type.Assembly.GetTypes().Where(kind => !kind.IsAbstract && kind.IsAssignableTo(type)), ignoreOrder: true);
        named.Select(kind => kind.TypeDiscriminator).ShouldBeUnique();
    }

    [Fact]
    public void A_record_of_a_later_version_is_refused_and_not_misread()
    {
        var record = Records.Filled() with { Format = DecisionRecord.CurrentFormat + 1 };

        Should.Throw<InvalidDataException>(() => RecordFormat.Read(RecordFormat.Write(record))).Message.ShouldContain("format 4");
    }

    [Fact]
    public void Garbage_is_no_record() => Should.Throw<InvalidDataException>(() => RecordFormat.Read(new KeptBody([1, 2, 3], null)));

    [Fact]
    public void Records_come_back_as_they_were()
    {
        var record = Records.Filled();

        var back = RecordFormat.Read(RecordFormat.Write(record));

        SameAs.Difference(record, back).ShouldBeNull();
    }

    [Fact]
    public void What_a_plan_takes_from_its_policy_is_kept_with_the_policy_and_comes_back()
    {
        var filled = Records.Filled();
        var (policy, plan) = (filled.Evaluation.Policy!, filled.Evaluation.Plan!);
        var record = filled with
        {
            Evaluation = filled.Evaluation with { Plan = plan with { Objectives = [.. policy.Objectives.Skip(1)], Telemetry = policy.Telemetry, Attribution = policy.Attribution } },
        };

        var kept = RecordFormat.Write(record);

        SameAs.Difference(record, RecordFormat.Read(kept)).ShouldBeNull();
        Packed.Open(kept.Body).Length.ShouldBeLessThan(Packed.Open(RecordFormat.Write(filled).Body).Length);
        Should.Throw<InvalidDataException>(() => RecordFormat.Read(kept with { Policy = null })).Message.ShouldContain("policy");
    }

    [Fact]
    public void Decisions_of_one_policy_share_one_document_of_it_and_another_policy_has_another()
    {
        var (policy, again) = (Records.FilledPolicy, Records.FilledPolicy);
        var other = policy with { Name = "another" };

        KeptPolicy.Of(policy with { }).Hash.ShouldBe(KeptPolicy.Of(policy).Hash);
        KeptPolicy.Of(other).Hash.ShouldNotBe(KeptPolicy.Of(policy).Hash);
        KeptPolicy.Of(again).Hash.ShouldNotBe(KeptPolicy.Of(policy).Hash);
    }

    /// <summary>Where the second does not say what the first says; it may say more.</summary>
    private static IEnumerable<string> Lost(JsonElement first, JsonElement second, string path) => (first.ValueKind, second.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => first.EnumerateObject().SelectMany(property =>
            second.TryGetProperty(property.Name, out var value) ? Lost(property.Value, value, $"{path}.{property.Name}") : [$"{path}.{property.Name}"]),
        (JsonValueKind.Array, JsonValueKind.Array) when first.GetArrayLength() == second.GetArrayLength() =>
            first.EnumerateArray().Zip(second.EnumerateArray()).SelectMany((pair, index) => Lost(pair.First, pair.Second, $"{path}[{index}]")),
        _ => first.GetRawText() == second.GetRawText() ? [] : [path],
    };

    private static JsonElement Json(byte[] json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static byte[] Fixture(string name) => File.ReadAllBytes(Repository.PathOf("tests", "GateService.Tests", "History", "Fixtures", name));

    /// <summary>Fields that hold state, inherited ones too; what a measurement leaves out is none, because in a gate nothing is.</summary>
    internal static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                         .Where(field => field.FieldType != typeof(Mechanisms)))
            {
                yield return field;
            }
        }
    }

    private static string Name(FieldInfo field) => field.GetCustomAttribute<CompilerGeneratedAttribute>() is not null && field.Name.StartsWith('<')
        ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)]
        : field.Name;

    /// <summary>Every type of ours that a value of this one may hold.</summary>
    private static HashSet<Type> Reachable(Type root)
    {
        var (found, queue) = (new HashSet<Type>(), new Queue<Type>([root]));
        while (queue.TryDequeue(out var type))
        {
            foreach (var inner in Parts(type))
            {
                queue.Enqueue(inner);
            }

            if (!IsOurs(type) || type.IsEnum || !found.Add(type))
            {
                continue;
            }

            foreach (var next in Fields(type).Select(field => field.FieldType).Concat(type.IsAbstract ? type.Assembly.GetTypes().Where(kind => kind != type && kind.IsAssignableTo(type)) : []))
            {
                queue.Enqueue(next);
            }
        }

        return found;
    }

    private static IEnumerable<Type> Parts(Type type) => type.IsArray ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : [];

    private static bool IsOfCore(Type type) => type.Assembly == typeof(GateEvaluator).Assembly;

    private static bool IsOurs(Type type) => type.Assembly == typeof(GateEvaluator).Assembly || type.Assembly == typeof(GateServiceApp).Assembly;
}
