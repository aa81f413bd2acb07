using System.Text.Json;
using System.Text.Json.Serialization;
using GateService.Core.Evidence;

namespace GateService.History;

/// <summary>
/// Buckets as columns: an evaluation holds thousands of them, and their names would be most of it. Moments are the first and the steps to each next.
/// </summary>
internal sealed class BucketsConverter : JsonConverter<IReadOnlyList<Bucket>>
{
    /// <summary>From here on a double is written with an exponent.</summary>
    private const double LargestWhole = 1e15;

    private static readonly (string Name, Func<Bucket, double?> Of)[] Columns =
    [
        ("exposure", bucket => bucket.Exposure), ("bad", bucket => bucket.Bad), ("mean", bucket => bucket.Mean), ("standardDeviation", bucket => bucket.StandardDeviation),
        ("badAgainstStable", bucket => bucket.BadAgainstStable), ("allBad", bucket => bucket.AllBad), ("badOverFloor", bucket => bucket.BadOverFloor), ("badOverLimit", bucket => bucket.BadOverLimit), ("denied", bucket => bucket.Denied),
    ];

    public override IReadOnlyList<Bucket> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var table = JsonElement.ParseValue(ref reader);
        if (table.GetProperty("count").GetInt32() is var count && count == 0)
        {
            return [];
        }

        var begin = table.GetProperty("begin").GetDateTimeOffset();
        var steps = table.GetProperty("step") is { ValueKind: JsonValueKind.Array } each ? each.Deserialize<long[]>()! : [.. Enumerable.Repeat(table.GetProperty("step").GetInt64(), count - 1)];
        var columns = Columns.Select(column => table.TryGetProperty(column.Name, out var values) ? values.Deserialize<double?[]>(options)! : new double?[count]).ToArray();
        var buckets = new Bucket[count];
        for (var i = 0; i < count; i++)
        {
            buckets[i] = new Bucket(begin, columns[0][i]!.Value, columns[1][i], columns[2][i], columns[3][i], columns[4][i], columns[5][i], columns[6][i], columns[7][i], columns[8][i]);
            begin = i < count - 1 ? begin.AddTicks(steps[i]) : begin;
        }

        return buckets;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Bucket> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", value.Count);
        if (value.Count > 0)
        {
            // Nine columns of thousands: the list is looked through once.
            var buckets = value as Bucket[] ?? [.. value];
            writer.WriteString("begin", buckets[0].Begin);
            WriteSteps(writer, buckets);
            foreach (var (name, of) in Columns)
            {
                WriteColumn(writer, name, of, buckets, options);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter writer, Bucket[] buckets)
    {
        var step = buckets.Length > 1 ? StepAt(1) : 0;
        for (var i = 2; i < buckets.Length; i++)
        {
            if (StepAt(i) != step)
            {
                writer.WritePropertyName("step");
                JsonSerializer.Serialize(writer, Enumerable.Range(1, buckets.Length - 1).Select(StepAt));
                return;
            }
        }

        writer.WriteNumber("step", step);

        long StepAt(int i) => (buckets[i].Begin - buckets[i - 1].Begin).Ticks;
    }

    /// <summary>A column in which nothing is known is left out.</summary>
    private static void WriteColumn(Utf8JsonWriter writer, string name, Func<Bucket, double?> of, Bucket[] buckets, JsonSerializerOptions options)
    {
        var (first, count) = (0, buckets.Length);
        while (first < count && of(buckets[first]) is null)
        {
            first++;
        }

        if (first == count)
        {
            return;
        }

        writer.WriteStartArray(name);
        for (var i = 0; i < count; i++)
        {
            if (of(buckets[i]) is not { } number)
            {
                writer.WriteNullValue();
            }
            else if (Math.Abs(number) < LargestWhole && (long)number is var whole && whole == number && !double.IsNegative(number))
            {
                // Most are counts: the same digits, found in a fraction of the time.
                writer.WriteNumberValue(whole);
            }
            else if (double.IsFinite(number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                JsonSerializer.Serialize(writer, number, options);
            }
        }

        writer.WriteEndArray();
    }
}
