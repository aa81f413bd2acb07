using System.Text.Json;
using System.Text.Json.Serialization;
using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.History;

/// <summary>A bucket that is nothing but numbers as an array of them, as evidence holds thousands.</summary>
internal sealed class NumbersConverter<T>(Func<T, double[]> numbers, Func<double[], T> build) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        build(JsonSerializer.Deserialize<double[]>(ref reader, options)!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, numbers(value), options);
}

/// <summary>The buckets of attribution.</summary>
internal static class NumbersConverters
{
    public static JsonConverter Errors { get; } = new NumbersConverter<ErrorCount>(count => [count.Errors, count.Failures], numbers => new(numbers[0], numbers[1]));

    public static JsonConverter Calls { get; } = new NumbersConverter<CallBucket>(
        bucket => [bucket.Calls, .. Of(bucket.Duration), .. Of(bucket.Failed)], numbers => new(numbers[0], At(numbers, 1), At(numbers, 4)));

    public static JsonConverter Times { get; } = new NumbersConverter<RequestTimes>(
        times => [times.Traced, .. Of(times.Duration), .. Of(times.External), .. Of(times.Database), .. Of(times.ExternalCalls), .. Of(times.DatabaseCalls)],
        numbers => new(At(numbers, 1), At(numbers, 4), At(numbers, 7), At(numbers, 10), At(numbers, 13), numbers[0]));

    private static double[] Of(SampleMean mean) => [mean.Size, mean.Mean, mean.Deviation];

    private static SampleMean At(double[] numbers, int index) => new(numbers[index], numbers[index + 1], numbers[index + 2]);
}
