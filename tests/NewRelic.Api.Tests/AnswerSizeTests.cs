using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace NewRelic.Api.Tests;

/// <summary>How long one answer may be, and how much of all answers is in memory at once.</summary>
public sealed class AnswerSizeTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_longest_answer_allowed_is_read_and_one_byte_more_is_not(bool saysItsLength)
    {
        var handler = new ScriptedHandler(Answer(Mebibyte, saysItsLength), Answer(Mebibyte + 1, saysItsLength));
        var client = Given.Client(handler, options => options.MaxAnswerBytes = Mebibyte);

        var fits = await client.QueryAsync(Given.Queries("count"));
        var tooLong = await client.QueryAsync(Given.Queries("count"));

        fits.GetRequired("count").Rows[0].Number("count").ShouldBe(5);
        var error = tooLong["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error;
        (error.Kind, tooLong.Posts).ShouldBe((NerdGraphErrorKind.TooLong, 1), "asking again brings it again");
        error.Message.ShouldBe("it has more than 1048576 bytes (NewRelic:MaxAnswerBytes); a wider bucket in the policy asks for less");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(300_000)]
    public async Task An_answer_of_any_length_is_read_whole(int padding)
    {
        foreach (var saysItsLength in new[] { true, false })
        {
            var batch = await Given.Client(new ScriptedHandler(Answer(padding + 120, saysItsLength))).QueryAsync(Given.Queries("count"));

            batch.GetRequired("count").Rows[0].Number("count").ShouldBe(5);
        }
    }

    [Fact]
    public async Task Beyond_what_may_be_in_flight_one_answer_more_is_read_and_the_others_wait_until_there_is_room()
    {
        var (answers, held) = (Enumerable.Range(0, 4).Select(_ => new SlowBody()).ToList(), 0);
        var handler = new ScriptedHandler([.. answers.Select(Slow)]);
        var client = Given.Client(handler, options => (options.MaxAnswerBytes, options.MaxAnswerBytesInFlight) = (Mebibyte, Mebibyte));

        var asking = answers.Select(_ => client.QueryAsync(Given.Queries("count"), batch => ++held)).ToList();
        answers[0].IsRead.ShouldBeTrue();
        answers[1].IsRead.ShouldBeTrue("one more");
        answers[2].IsRead.ShouldBeFalse();
        answers[3].IsRead.ShouldBeFalse();
        answers[1].Finish();
        await asking[1];
        await answers[2].Begun.WaitAsync(TimeSpan.FromSeconds(30));
        answers[3].IsRead.ShouldBeFalse();

        answers.ForEach(answer => answer.Finish());
        await Task.WhenAll(asking);
        held.ShouldBe(4);
    }

    [Fact]
    public async Task An_answer_counts_until_it_is_read_into_something_smaller()
    {
        var (second, third) = (new SlowBody(), new SlowBody());
        var client = Given.Client(new ScriptedHandler(Answer(Mebibyte), Slow(second), Slow(third)), options => (options.MaxAnswerBytes, options.MaxAnswerBytesInFlight) = (Mebibyte, Mebibyte));
        List<Task<NrqlBatch>> others = [];

        var waits = await client.QueryAsync(Given.Queries("count"), batch =>
        {
            others = [client.QueryAsync(Given.Queries("count")), client.QueryAsync(Given.Queries("count"))];
            return (Second: second.IsRead, Third: third.IsRead);
        });

        waits.ShouldBe((true, false));
        second.Finish();
        third.Finish();
        (await Task.WhenAll(others)).ShouldAllBe(batch => batch["count"] is NrqlOutcome.Answered);
    }

    [Fact]
    public async Task Who_waits_for_room_longer_than_there_is_time_is_told_why()
    {
        var time = new FakeTimeProvider();
        var client = Given.Client(new ScriptedHandler(Slow(new SlowBody()), Slow(new SlowBody()), Answer(1000)), options => (options.MaxAnswerBytes, options.MaxAnswerBytesInFlight) = (Mebibyte, Mebibyte), time);
        _ = client.QueryAsync(Given.Queries("count"), budget: TimeSpan.FromSeconds(7));
        _ = client.QueryAsync(Given.Queries("count"), budget: TimeSpan.FromSeconds(7));

        var batch = await time.While(client.QueryAsync(Given.Queries("count"), budget: TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(3));

        var error = batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error;
        (error.Kind, batch.Posts).ShouldBe((NerdGraphErrorKind.NoRoom, 1));
        error.Message.ShouldContain("NewRelic:MaxAnswerBytesInFlight");
    }

    [Fact]
    public async Task Answers_that_all_grow_at_once_never_wait_for_each_other_for_ever()
    {
        var client = Given.Client(new ScriptedHandler(Answer(Mebibyte, saysItsLength: false)), options => (options.MaxAnswerBytes, options.MaxAnswerBytesInFlight) = (Mebibyte, Mebibyte));

        var batches = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => Task.Run(() => client.QueryAsync(Given.Queries("count")))));

        batches.ShouldAllBe(batch => batch["count"] is NrqlOutcome.Answered);
    }

    [Fact]
    public async Task Room_is_given_back_whatever_becomes_of_an_answer()
    {
        var handler = new ScriptedHandler(
            Answer(Mebibyte + 1, saysItsLength: false), Text(new string('x', 600_000)), Text(new string(' ', 600_000), HttpStatusCode.BadGateway), (_, _) => Task.FromResult(Response(new BrokenBody())), Answer(Mebibyte, saysItsLength: false), Slow(new SlowBody()), Slow(new SlowBody()));
        var time = new FakeTimeProvider();
        var client = Given.Client(handler, options => (options.MaxAnswerBytes, options.MaxAnswerBytesInFlight, options.Retries, options.BreakAfter) = (Mebibyte, Mebibyte, 0, 1000), time);
        for (var i = 0; i < 5; i++)
        {
            await client.QueryAsync(Given.Queries("count"));
        }

        // Two that are given up in the middle of their answers.
        var given = Task.WhenAll(client.QueryAsync(Given.Queries("count")), client.QueryAsync(Given.Queries("count")));
        await time.While(given, TimeSpan.FromSeconds(10));
        var (first, second, third) = (new SlowBody(), new SlowBody(), new SlowBody());
        var fresh = new[] { first, second, third };
        handler.Next(fresh.Select(Slow));
        var asking = fresh.Select(_ => client.QueryAsync(Given.Queries("count"))).ToList();

        (first.IsRead, second.IsRead, third.IsRead).ShouldBe((true, true, false), "as in the beginning");
        fresh.ToList().ForEach(answer => answer.Finish());
        (await Task.WhenAll(asking)).ShouldAllBe(batch => batch["count"] is NrqlOutcome.Answered);
    }

    /// <summary>A NerdGraph answer of exactly so many bytes.</summary>
    private static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Answer(int bytes, bool saysItsLength = true) => (request, _) =>
        Task.FromResult(Response(saysItsLength ? new ByteArrayContent(Body(request, bytes)) : new StreamContent(new Unsized(Body(request, bytes)))));

    private static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Text(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        (_, _) => Task.FromResult(Response(new StreamContent(new Unsized(Encoding.UTF8.GetBytes(text))), status));

    private static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Slow(SlowBody body) => (request, _) =>
    {
        body.Bytes = Body(request, Mebibyte);
        return Task.FromResult(Response(body));
    };

    private static byte[] Body(JsonElement request, int bytes)
    {
        var alias = ScriptedHandler.Aliases(request).Single();
        var (head, tail) = ($"{{\"data\":{{\"actor\":{{\"account\":{{\"{alias}\":{{\"results\":[{{\"count\":5,\"facet\":\"", "\"}]}}}}}");
        return Encoding.UTF8.GetBytes(head + new string('x', Math.Max(0, bytes - head.Length - tail.Length)) + tail);
    }

    private static HttpResponseMessage Response(HttpContent content, HttpStatusCode status = HttpStatusCode.OK)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(status) { Content = content };
    }

    /// <summary>A body that says how long it is, and comes when it is told to.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public byte[] Bytes { get; set; } = [];

        public Task Begun => _begun.Task;

        public bool IsRead => _begun.Task.IsCompleted;

        public void Finish() => _finish.TrySetResult();

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Unsized(Bytes) { Before = WaitAsync });

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = Bytes.Length;
            return true;
        }

        private Task WaitAsync(CancellationToken ct)
        {
            _begun.TrySetResult();
            return _finish.Task.WaitAsync(ct);
        }
    }

    private sealed class BrokenBody : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Unsized(new byte[200_000]) { Before = _ => throw new IOException("connection reset") });

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A stream that does not say how long it is.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Before(cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
