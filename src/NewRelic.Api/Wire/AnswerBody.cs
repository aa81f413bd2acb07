using System.Buffers;
using System.Numerics;

namespace NewRelic.Api.Wire;

/// <summary>The bytes of one answer in a borrowed buffer, read no further than allowed and not before there is room for them.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    private readonly AnswerLease _lease;
    private readonly byte[] _next = new byte[1];
    private byte[] _buffer = [];
    private int _room;
    private bool _counts;

    private AnswerBody(AnswerLease lease) => _lease = lease;

    public int Length { get; private set; }

    /// <summary>Why there is nothing to read; null when there is.</summary>
    public NerdGraphError? Error { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <param name="content">The body.</param>
    /// <param name="most">Bytes it may have.</param>
    /// <param name="lease">Room for it.</param>
    /// <param name="attempt">The end of this attempt.</param>
    /// <param name="ct">The caller's own cancellation.</param>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, int most, AnswerLease lease, CancellationToken attempt, CancellationToken ct)
    {
        var body = new AnswerBody(lease);
        try
        {
            body.Error = await body.FillAsync(content, most, attempt, ct).ConfigureAwait(false);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>What was made of it is kept: as many bytes stay taken.</summary>
    public void Count() => _counts = true;

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        _lease.Give(_room - (_counts ? Length : 0));
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
                return new NerdGraphError(NerdGraphErrorKind.NoRoom, "so many long answers are being read that there was no room for this one in time (NewRelic:MaxAnswerBytesInFlight)");
            }

            Length += await stream.ReadAtLeastAsync(_buffer.AsMemory(Length, _room - Length), _room - Length, throwOnEndOfStream: false, attempt).ConfigureAwait(false);
            if (Length < _room || await stream.ReadAsync(_next, attempt).ConfigureAwait(false) == 0)
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
        Bytes.CopyTo(larger);
        (_buffer, _room) = (larger, room);
        if (smaller.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(smaller);
            _buffer[Length++] = _next[0];
        }

        return true;
    }

    private static NerdGraphError TooLong(int most) =>
        new(NerdGraphErrorKind.TooLong, $"it has more than {most} bytes (NewRelic:MaxAnswerBytes); a wider bucket in the policy asks for less");
}
