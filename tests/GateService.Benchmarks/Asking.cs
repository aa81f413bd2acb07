using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace GateService.Benchmarks;

/// <summary>Sends made bodies, as fast as they are answered or at a pace, and counts what comes back; cheap, for it shares the machine with what it measures.</summary>
/// <param name="http">To whom.</param>
/// <param name="path">Where.</param>
/// <param name="bodies">In turn.</param>
/// <param name="token">Bearer token; null without.</param>
internal sealed class Asking(HttpClient http, string path, IReadOnlyList<byte[]> bodies, string? token = null)
{
    private int _next;

    /// <summary>Answers that said something else than was expected: the first of each.</summary>
    public ConcurrentDictionary<string, int> Odd { get; } = new();

    /// <summary>What a right answer holds; null: any answer with 200 is right.</summary>
    public byte[]? Expected { get; init; }

    /// <summary>So many questions, so many at a time.</summary>
    public async Task<(int Count, TimeSpan Took)> CountAsync(int questions, int atOnce)
    {
        var (watch, left) = (Stopwatch.StartNew(), questions);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await AskAsync();
            }
        }));
        return (questions, watch.Elapsed);
    }

    /// <summary>As many as are answered in that time, so many at a time.</summary>
    public async Task<(int Count, TimeSpan Took)> ForAsync(TimeSpan time, int atOnce)
    {
        var (watch, count) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (watch.Elapsed < time)
            {
                await AskAsync();
                Interlocked.Increment(ref count);
            }
        }));
        return (count, watch.Elapsed);
    }

    /// <summary>So many a second whether or not the last is answered, and how long each took from the moment it was due.</summary>
    public async Task<List<double>> PacedAsync(int perSecond, TimeSpan time)
    {
        var (watch, asked) = (Stopwatch.StartNew(), new List<Task<double>>());
        for (var i = 0; i < perSecond * time.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            if (due - watch.Elapsed is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            asked.Add(OneAsync());
        }

        return [.. await Task.WhenAll(asked)];

        async Task<double> OneAsync()
        {
            var started = Stopwatch.GetTimestamp();
            await AskAsync();
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    private async Task AskAsync()
    {
        var body = bodies[(int)((uint)Interlocked.Increment(ref _next) % bodies.Count)];
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (Expected is null && response.IsSuccessStatusCode)
        {
            await response.Content.CopyToAsync(Stream.Null);
            return;
        }

        var answer = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode || answer.AsSpan().IndexOf(Expected) < 0)
        {
            var said = System.Text.Encoding.UTF8.GetString(answer);
            Odd.AddOrUpdate($"{(int)response.StatusCode} {said[..Math.Min(160, said.Length)]}", 1, (_, count) => count + 1);
        }
    }
}
