using System.Globalization;
using System.Text.Json;
using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>A vector's input by the names of the theory; what it leaves out has the value the file's preface gives it.</summary>
internal sealed class VectorInput(JsonElement input)
{
    /// <summary>Rows of a billion requests have a tolerance of their own.</summary>
    public bool IsHuge => input.GetRawText().Contains("1000000000", StringComparison.Ordinal);

    public Scatter Scatter => new() { Phi = Number("phi", 1), Tau = Number("tau", 0.2), PriorWeight = Number("nu0", 10), Winsor = Number("cd", 20) };

    public Clock Clock => Clock.Of(TimeSpan.FromSeconds(Number("bucket", 60)));

    public double[] SlowImbalance => Optional("omega") is { } omega ? Numbers(omega) : [];

    public double Number(string name) => Number(input.GetProperty(name));

    public double Number(string name, double otherwise) => OptionalNumber(name) ?? otherwise;

    public double? OptionalNumber(string name) => Optional(name) is { } value ? Number(value) : null;

    public bool Flag(string name) => input.GetProperty(name).GetBoolean();

    public string Text(string name) => input.GetProperty(name).GetString()!;

    public bool Has(string name) => input.TryGetProperty(name, out _);

    public double[][] Rows(string name) => [.. input.GetProperty(name).EnumerateArray().Select(Numbers)];

    public double[] Row(string name) => Numbers(input.GetProperty(name));

    public CountPair[] Pairs(string name) => [.. Rows(name).Select(row => new CountPair(row[0], row[1], row[2], row[3]))];

    public MeanPair[] Means(string name) => [.. Rows(name).Select(row => new MeanPair(new SampleMean(row[0], row[1], row[2]), new SampleMean(row[3], row[4], row[5])))];

    public (double, double)[][] Pods(string name) =>
        [.. input.GetProperty(name).EnumerateArray().Select(pod => pod.EnumerateArray().Select(Numbers).Select(cell => (cell[0], cell[1])).ToArray())];

    public CallPair[] Calls(string name) => [.. Rows(name).Select(Call)];

    public static CallPair Call(double[] row) => new(
        new CallCount(row[0], row[1], double.IsNaN(row[2]) ? null : row[2]),
        new CallCount(row[3], row[4], double.IsNaN(row[5]) ? null : row[5]));

    private JsonElement? Optional(string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.Number => value.GetDouble(),
        _ => value.GetString() == "1-1e-9" ? 1 - 1e-9 : double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
    };
}
