using System.Reflection;
using GateService.Http;
using GateService.Starting;
using GateService.Tests.Hosting;
using GateService.Tests.Notifications;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Starting;

/// <summary>Every duration and number among the settings has a floor and a ceiling, and what lies beyond is a sentence at start, not an exception when it is used.</summary>
public sealed class SettingRangeTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    public static TheoryData<string> Durations => [.. Keys(typeof(TimeSpan))];

    public static TheoryData<string> Numbers => [.. Keys(typeof(int), typeof(long), typeof(int?), typeof(double))];

    [Theory]
    [MemberData(nameof(Durations))]
    public async Task A_duration_without_end_stops_the_start(string key) => (await RefusedAsync((key, "10675199.02:48:05"))).ShouldContain(fault => fault.StartsWith(key, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Durations))]
    public async Task A_duration_below_nothing_stops_the_start(string key) => (await RefusedAsync((key, "-00:00:01"))).ShouldContain(fault => fault.StartsWith(key, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_below_nothing_stops_the_start(string key) => (await RefusedAsync((key, "-1"))).ShouldContain(fault => fault.StartsWith(key, StringComparison.Ordinal));

    [Fact]
    public void All_settings_were_looked_at() => (Durations.Count, Numbers.Count).ShouldBe((18, 19));

    [Fact]
    public async Task With_every_duration_as_long_as_it_may_be_the_gate_judges_keeps_and_tells()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var receiver = await ReceiverDouble.StartAsync();
        var told = new TaskCompletionSource();
        receiver.Answer = (http, _) =>
        {
            told.TrySetResult();
            return http.Response.WriteAsync("ok");
        };
        await using var gate = await GateHost.StartAsync(
            nerdGraph,
            ("Notifications:Channels:0:Name", "ops"), ("Notifications:Channels:0:Kind", "Webhook"), ("Notifications:Channels:0:Url", receiver.Url.ToString()), ("Notifications:Channels:0:Secret", "x"),
            ("Notifications:Channels:0:Events:0", "Decided"), ("Gate:Deadline", "00:02:00"), ("NewRelic:TotalTimeout", "1.00:00:00"), ("NewRelic:AttemptTimeout", "23:59:59"), ("NewRelic:RetryDelay", "1.00:00:00"),
            ("NewRelic:BreakDuration", "1.00:00:00"), ("Policies:ReloadInterval", "1.00:00:00"), ("History:Patience", "1.00:00:00"), ("History:KeepFor", "3650.00:00:00"), ("History:TidyInterval", "30.00:00:00"), ("History:KeepRowsFor", "30.00:00:00"), ("History:ClosedAfter", "1.00:00:00"),
            ("Notifications:AttemptTimeout", "1.00:00:00"), ("Notifications:FirstDelay", "1.00:00:00"), ("Notifications:LongestDelay", "1.00:00:00"), ("Notifications:GiveUpAfter", "365.00:00:00"),
            ("Notifications:PollInterval", "1.00:00:00"), ("Auth:SessionLifetime", "365.00:00:00"), ("Auth:TokensReloadInterval", "1.00:00:00"));

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Warnings().ShouldBeEmpty();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = GateHost.Token, ["to"] = "/" });
        using var signedIn = await gate.Client.PostAsync("/sign-in", form, TestContext.Current.CancellationToken);
        signedIn.StatusCode.ShouldBe(System.Net.HttpStatusCode.SeeOther);
    }

    /// <summary>What a start made listens to the whole process (to the meters of every gate in it), and would do so for ever.</summary>
    [Fact]
    public async Task A_start_that_was_refused_leaves_nothing_behind()
    {
        var (refused, started) = (new Tally(), new Tally());

        await Should.ThrowAsync<Exception>(() => GateHost.StartAsync(Nowhere, builder => builder.Services.AddSingleton<IValidateOptions<GateOptions>>(_ => new Looking(refused)), ("Gate:Deadline", "-00:00:01")));
        await using var gate = await GateHost.StartAsync(Nowhere, builder => builder.Services.AddSingleton<IValidateOptions<GateOptions>>(_ => new Looking(started)));

        (refused.Made, refused.Left).ShouldBe((1, 0));
        started.Left.ShouldBe(1);
    }

    private static async Task<IReadOnlyList<string>> RefusedAsync(params (string, string?)[] settings) =>
        [.. Faults(await Should.ThrowAsync<Exception>(() => GateHost.StartAsync(Nowhere, _ => { }, settings)))];

    private static IEnumerable<string> Faults(Exception e) => e is AggregateException many ? many.InnerExceptions.SelectMany(Faults) : e.ShouldBeOfType<OptionsValidationException>().Failures;

    private static IEnumerable<string> Keys(params Type[] types) =>
        from section in KnownSettings.Sections
        from property in section.Value.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite && types.Contains(property.PropertyType)
        select $"{section.Key}:{property.Name}";

    private sealed class Tally
    {
        public int Made { get; set; }

        public int Left { get; set; }
    }

    private sealed class Looking : IValidateOptions<GateOptions>, IDisposable
    {
        private readonly Tally _tally;

        public Looking(Tally tally)
        {
            _tally = tally;
            (tally.Made, tally.Left) = (tally.Made + 1, tally.Left + 1);
        }

        public ValidateOptionsResult Validate(string? name, GateOptions options) => ValidateOptionsResult.Success;

        public void Dispose() => _tally.Left--;
    }
}
