using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace NewRelic.Api.Wire;

/// <summary>
/// Retry, circuit breaker and concurrency limit around the parsed answer: New Relic's errors arrive inside HTTP 200, where a handler
/// on <see cref="HttpClient"/> cannot see them.
/// </summary>
internal static class NerdGraphPipeline
{
    /// <summary>When the batch must be over; retries that could not end before it are not begun.</summary>
    public static readonly ResiliencePropertyKey<DateTimeOffset> Deadline = new("deadline");

    public static ResiliencePipeline<Attempt> Build(NerdGraphOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(Retry(options, time));
        }

        return builder.AddCircuitBreaker(Breaker(options)).AddConcurrencyLimiter(options.Concurrency, options.Queue).Build();
    }

    private static RetryStrategyOptions<Attempt> Retry(NerdGraphOptions options, TimeProvider time) => new()
    {
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        MaxDelay = TimeSpan.FromSeconds(2),
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Result is { } attempt && attempt.Transient.Any() && Wait(attempt, options) < Remaining(args.Context, time)),
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.Transient.Max(error => error.RetryAfter)),
    };

    private static CircuitBreakerStrategyOptions<Attempt> Breaker(NerdGraphOptions options) => new()
    {
        FailureRatio = 0.8,
        MinimumThroughput = Math.Max(2, options.BreakAfter),
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = options.BreakDuration,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { IsBroken: true }),
    };

    private static TimeSpan Wait(Attempt attempt, NerdGraphOptions options) => attempt.Transient.Max(error => error.RetryAfter) ?? options.RetryDelay;

    private static TimeSpan Remaining(ResilienceContext context, TimeProvider time) =>
        context.Properties.GetValue(Deadline, DateTimeOffset.MaxValue) - time.GetUtcNow();
}
