using System.Globalization;
using System.Text.Json;
using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>Known answers in 60-digit arithmetic by direct summation (vectors.json); tolerance 1e-9 relative, 1e-6 absolute for a billion requests.</summary>
public sealed class VectorTests
{
    private static readonly JsonElement[] Vectors =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Statistics", "vectors.json"))).RootElement.GetProperty("vectors").EnumerateArray()];

    public static TheoryData<int, string> All => [.. Vectors.Select(vector => new TheoryDataRow<int, string>(vector.GetProperty("id").GetInt32(), Name(vector)))];

    [Fact]
    public void None_is_left_out() => Vectors.Length.ShouldBe(118);

    [Theory]
    [MemberData(nameof(All))]
    public void The_engine_gives_the_known_answer(int id, string name)
    {
        var vector = Vectors.Single(candidate => candidate.GetProperty("id").GetInt32() == id);
        var (input, expected) = (new VectorInput(vector.GetProperty("input")), vector.GetProperty("expected"));

        var answers = Answer(vector.GetProperty("kind").GetString()!, input);

        foreach (var part in expected.EnumerateObject())
        {
            answers.ShouldContainKey(part.Name, name);
            Compare(part.Value, answers[part.Name], input.IsHuge, $"{name}: {part.Name}");
        }
    }

    private static string Name(JsonElement vector) => $"{vector.GetProperty("kind").GetString()}: {vector.GetProperty("name").GetString()}";

    private static Dictionary<string, object?> Answer(string kind, VectorInput input) => kind switch
    {
        "kernel" => VectorAnswers.Kernel(input),
        "pair" => VectorAnswers.Pair(input),
        "dispersion" => VectorAnswers.Deflation(input),
        "history" => VectorAnswers.History(input),
        "absolute" => VectorAnswers.Trajectory([.. input.Rows("rows").Select(row => Boundary.Absolute(row[0], row[1], input.Number("limit")))], input),
        "relative" => VectorAnswers.Trajectory([.. input.Pairs("rows").Select(pair => Boundary.Relative(pair, input.Number("rho")))], input),
        "mean" => VectorAnswers.Trajectory([.. input.Means("rows").Select(pair => Boundary.Relative(pair, input.Number("rho")))], input),
        "gate" or "emergency" => VectorAnswers.Gate(input),
        "bound" => VectorAnswers.Bound(input),
        "planner" => VectorAnswers.Planner(input),
        "clock" => VectorAnswers.OfClock(input),
        "slow" => VectorAnswers.Slow(input),
        "calls" => VectorAnswers.Calls(input),
        "guard" => VectorAnswers.Guard(input),
        "hint" => VectorAnswers.Hint(input),
        _ => throw new NotSupportedException(kind),
    };

    private static void Compare(JsonElement expected, object? actual, bool isHuge, string what)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Array:
                var values = actual.ShouldBeOfType<double[]>(what);
                values.Length.ShouldBe(expected.GetArrayLength(), what);
                foreach (var (index, value) in expected.EnumerateArray().Index())
                {
                    Compare(value, values[index], isHuge, $"{what}[{index}]");
                }

                break;
            case JsonValueKind.Null:
                actual.ShouldBeNull(what);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                actual.ShouldBe(expected.GetBoolean(), what);
                break;
            case JsonValueKind.String when actual is string text:
                text.ShouldBe(expected.GetString(), what);
                break;
            default:
                var wanted = expected.ValueKind == JsonValueKind.Number ? expected.GetDouble() : double.Parse(expected.GetString()!, CultureInfo.InvariantCulture);
                var tolerance = isHuge ? 1e-6 : 1e-9 * Math.Max(1, Math.Abs(wanted));
                Convert.ToDouble(actual, CultureInfo.InvariantCulture).ShouldBe(wanted, tolerance, what);
                break;
        }
    }
}
