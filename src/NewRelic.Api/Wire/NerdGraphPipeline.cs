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

    /// <summary>A limit of the rate is not over in the blink that a hiccup takes: the first wait is so many times <see cref="NerdGraphOptions.RetryDelay"/> where New Relic does not say how long.</summary>
    private const int LimitedTimes = 8;

    private static RetryStrategyOptions<Attempt> Retry(NerdGraphOptions options, TimeProvider time) => new()
    {
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        MaxDelay = TimeSpan.FromSeconds(2),
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Result is { } attempt && attempt.Transient.Any() && Longest(attempt, args.AttemptNumber, options) < Remaining(args.Context, time)),
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } attempt ? Wait(attempt, args.AttemptNumber, options) : null),
    };

    private static CircuitBreakerStrategyOptions<Attempt> Breaker(NerdGraphOptions options) => new()
    {
        FailureRatio = 0.8,
        MinimumThroughput = Math.Max(2, options.BreakAfter),
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = options.BreakDuration,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { IsBroken: true }),
    };

    /// <summary>What New Relic says, or what a limit of the rate asks for, spread over its second half so that all who were refused together do not come back together; null: as after any hiccup.</summary>
    private static TimeSpan? Wait(Attempt attempt, int before, NerdGraphOptions options) => RetryAfter(attempt)
        ?? (IsLimited(attempt) ? Longest(attempt, before, options) * (0.5 + (Random.Shared.NextDouble() / 2)) : null);

    /// <summary>The most that is waited.</summary>
    private static TimeSpan Longest(Attempt attempt, int before, NerdGraphOptions options) => RetryAfter(attempt)
        ?? (IsLimited(attempt) ? LimitedTimes * Math.Pow(2, before) * options.RetryDelay : options.RetryDelay);

    /// <summary>A moment that is over by now says nothing.</summary>
    private static TimeSpan? RetryAfter(Attempt attempt) => attempt.Transient.Max(error => error.RetryAfter) is { Ticks: > 0 } after ? after : null;

    private static bool IsLimited(Attempt attempt) => attempt.Transient.Any(error => error.Kind == NerdGraphErrorKind.RateLimited);

    private static TimeSpan Remaining(ResilienceContext context, TimeProvider time) =>
        context.Properties.GetValue(Deadline, DateTimeOffset.MaxValue) - time.GetUtcNow();
}
