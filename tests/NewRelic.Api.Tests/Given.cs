using Microsoft.Extensions.Time.Testing;
using NewRelic.Api.Client;

namespace NewRelic.Api.Tests;

/// <summary>Clients over a script, with a clock that moves only when told.</summary>
internal static class Given
{
    public const string Key = "NRAK-SECRET0123456789";

    public static NerdGraphOptions Options(Action<NerdGraphOptions>? change = null)
    {
        var options = new NerdGraphOptions { AccountId = 1, ApiKey = Key, Endpoint = "https://nerdgraph.test/graphql", RetryDelay = TimeSpan.FromMilliseconds(1) };
        change?.Invoke(options);
        return options;
    }

    public static NerdGraphClient Client(HttpMessageHandler handler, Action<NerdGraphOptions>? change = null, TimeProvider? time = null) =>
        new(() => new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, Options(change), time);

    public static NrqlQuery[] Queries(params string[] names) => [.. names.Select(name => new NrqlQuery(name, Nrql.Create($"SELECT count(*) FROM Transaction WHERE appName = {name}")))];

    /// <summary>Lets virtual time pass until the task is done.</summary>
    public static async Task<T> While<T>(this FakeTimeProvider time, Task<T> task, TimeSpan most)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < most && !task.IsCompleted; passed += step)
        {
            time.Advance(step);
            await Task.WhenAny(task, Task.Delay(2));
        }

        task.IsCompleted.ShouldBeTrue($"it did not end within {most} of virtual time");
        return await task;
    }
}
