using System.Buffers;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>
/// One answer, parsed where it lies: in a borrowed buffer, read no further than allowed and not before there is room for it. What refers to it is good until it is
/// disposed. In memory it takes some three times its bytes.
/// </summary>
internal sealed class Answer : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    /// <summary>What is shorter is no key of New Relic's, and may stand in any answer.</summary>
    private const int ShortestKey = 8;

    private readonly AnswerLease _lease;
    private readonly byte[] _next = new byte[1];
    private byte[] _buffer = [];
    private JsonDocument? _document;
    private int _room;
    private int _length;

    private Answer(AnswerLease lease) => _lease = lease;

    /// <summary>Undefined where there is nothing to read.</summary>
    public JsonElement Root => _document?.RootElement ?? default;

    /// <summary>Why there is nothing to read; null when there is.</summary>
    public NerdGraphError? Error { get; private set; }

    /// <param name="content">The body.</param>
    /// <param name="most">Bytes it may have.</param>
    /// <param name="key">What it must not say, whatever it repeats: answers are shown, logged and kept.</param>
    /// <param name="lease">Room for it.</param>
    /// <param name="attempt">The end of this attempt.</param>
    /// <param name="ct">The caller's own cancellation.</param>
    public static async Task<Answer> ReadAsync(HttpContent content, int most, string key, AnswerLease lease, CancellationToken attempt, CancellationToken ct)
    {
        var answer = new Answer(lease);
        try
        {
            answer.Error = await answer.FillAsync(content, most, attempt, ct).ConfigureAwait(false);
            answer.Blacken(key);
            answer.Error ??= answer.Parse(content.Headers.ContentType);
            return answer;
        }
        catch (OutOfMemoryException)
        {
            // One large array was not to be had; everything else goes on.
            answer.Dispose();
            return answer.Refused(NoRoom("there was no memory for this one"));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public static Answer Failed(AnswerLease lease, NerdGraphError error) => new(lease) { Error = error };

    /// <summary>The same answer, read for what is wrong with it.</summary>
    public Answer Refused(NerdGraphError error)
    {
        Error = error;
        return this;
    }

    public void Dispose()
    {
        _document?.Dispose();
        _document = null;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        _lease.Give(_room);
        _room = 0;
    }

    private async Task<NerdGraphError?> FillAsync(HttpContent content, int most, CancellationToken attempt, CancellationToken ct)
    {
        var known = content.Headers.ContentLength;
        if (known > most)
        {
            return TooLong(most);
        }

        using var stream = await content.ReadAsStreamAsync(attempt).ConfigureAwait(false);
        var room = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(known ?? FirstBytes, 1)), most);
        while (true)
        {
            if (!await TryGrowAsync(room, attempt, ct).ConfigureAwait(false))
            {
                return NoRoom("there was no room for this one in time");
            }

            _length += await stream.ReadAtLeastAsync(_buffer.AsMemory(_length, _room - _length), _room - _length, throwOnEndOfStream: false, attempt).ConfigureAwait(false);
            if (_length < _room || await stream.ReadAsync(_next, attempt).ConfigureAwait(false) == 0)
            {
                return null;
            }

            if (_room == most)
            {
                return TooLong(most);
            }

            room = Math.Min(_room * 2, most);
        }
    }

    /// <summary>Room is waited for within the attempt. The byte that showed there is more is the first of the new room.</summary>
    private async Task<bool> TryGrowAsync(int room, CancellationToken attempt, CancellationToken ct)
    {
        try
        {
            await _lease.TakeAsync(room - _room, attempt).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }

        var (smaller, larger) = (_buffer, ArrayPool<byte>.Shared.Rent(room));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        (_buffer, _room) = (larger, room);
        if (smaller.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(smaller);
            _buffer[_length++] = _next[0];
        }

        return true;
    }

    private void Blacken(string key)
    {
        if (key.Length < ShortestKey)
        {
            return;
        }

        var bytes = Encoding.ASCII.GetBytes(key);
        for (var rest = _buffer.AsSpan(0, _length); rest.IndexOf(bytes) is >= 0 and var at; rest = rest[(at + bytes.Length)..])
        {
            rest.Slice(at, bytes.Length).Fill((byte)'*');
        }
    }

    private NerdGraphError? Parse(MediaTypeHeaderValue? type)
    {
        if (_length == 0)
        {
            return GraphQlAnswer.Malformed("it is empty");
        }

        try
        {
            _document = JsonDocument.Parse(_buffer.AsMemory(0, _length));
            return Root.ValueKind != JsonValueKind.Object ? GraphQlAnswer.Malformed($"it is a JSON {Root.ValueKind}".ToLowerInvariant())
                : JsonTexts.AreUnicode(_buffer.AsSpan(0, _length)) ? null
                : GraphQlAnswer.Malformed("it holds a text that is no Unicode");
        }
        catch (JsonException)
        {
            return GraphQlAnswer.Malformed($"it is no JSON ({type?.MediaType ?? "no content type"}, {_length} bytes)");
        }
    }

    private static NerdGraphError NoRoom(string what) => new(NerdGraphErrorKind.NoRoom, $"so many long answers are being read that {what} (NewRelic:MaxAnswerBytesInFlight)");

    private static NerdGraphError TooLong(int most) =>
        new(NerdGraphErrorKind.TooLong, $"it has more than {most} bytes (NewRelic:MaxAnswerBytes); a wider bucket in the policy asks for less");
}
