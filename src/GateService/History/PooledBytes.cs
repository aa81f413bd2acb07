using System.Buffers;

namespace GateService.History;

/// <summary>Bytes that are written and gone again: in borrowed room, because what a record takes for a moment is large enough for the heap that is only ever tidied with all others.</summary>
internal sealed class PooledBytes(int first) : IBufferWriter<byte>, IDisposable
{
    private byte[] _room = ArrayPool<byte>.Shared.Rent(first);
    private int _length;

    public ReadOnlySpan<byte> Written => _room.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _room.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _room.AsSpan(_length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_room);
        (_room, _length) = ([], 0);
    }

    private void Grow(int more)
    {
        if (_room.Length - _length >= Math.Max(more, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_room.Length * 2, _length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_room);
        _room = larger;
    }
}
