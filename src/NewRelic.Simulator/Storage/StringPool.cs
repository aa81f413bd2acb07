using System.Runtime.InteropServices;

namespace NewRelic.Simulator.Storage;

/// <summary>
/// Every distinct text once, by a dense number: a predicate on a text attribute is then decided once per text, not per event. Most texts are ids that only one request has:
/// their characters stand one behind the other in large blocks, and a <see cref="string"/> is made only of what a query reads. One writer, any number of readers.
/// </summary>
internal sealed class StringPool
{
    private const int LargestBlock = 1 << 19;

    private Entry[] _entries = new Entry[64];
    private string?[] _read = new string?[64];
    private int[] _slots = NoSlots(128);
    private char[] _block = [];
    private int _used;
    private int _count;

    /// <summary>What a column of distributions points at.</summary>
    public DistributionPool Distributions { get; } = new();

    public int Count => Volatile.Read(ref _count);

    public string this[int id]
    {
        get
        {
            var read = Volatile.Read(ref _read);
            return id < read.Length ? read[id] ??= Characters(id).ToString() : Characters(id).ToString();
        }
    }

    public ReadOnlySpan<char> Characters(int id)
    {
        var entry = Volatile.Read(ref _entries)[id];
        return entry.Block.AsSpan(entry.Start, entry.Length);
    }

    /// <summary>Called by the one writer only.</summary>
    public int Intern(string text)
    {
        if (_count == _entries.Length)
        {
            Grow();
        }

        var hash = text.GetHashCode();
        var slot = hash & (_slots.Length - 1);
        for (; _slots[slot] >= 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var id = _slots[slot];
            if (_entries[id].Hash == hash && Characters(id).SequenceEqual(text))
            {
                return id;
            }
        }

        _slots[slot] = _count;
        return Add(text, hash);
    }

    private int Add(string text, int hash)
    {
        if (_used + text.Length > _block.Length)
        {
            _block = GC.AllocateUninitializedArray<char>(Math.Max(Math.Clamp(_block.Length * 2, 1 << 10, LargestBlock), text.Length));
            _used = 0;
        }

        text.CopyTo(_block.AsSpan(_used));
        _entries[_count] = new Entry(_block, _used, text.Length, hash);
        _used += text.Length;
        Volatile.Write(ref _count, _count + 1);
        return _count - 1;
    }

    /// <summary>Readers hold what they have: old arrays stay right for all that was in them.</summary>
    private void Grow()
    {
        var (entries, read, slots) = (new Entry[_count * 2], new string?[_count * 2], NoSlots(_count * 4));
        _entries.CopyTo(entries, 0);
        _read.CopyTo(read, 0);
        for (var id = 0; id < _count; id++)
        {
            var slot = entries[id].Hash & (slots.Length - 1);
            while (slots[slot] >= 0)
            {
                slot = (slot + 1) & (slots.Length - 1);
            }

            slots[slot] = id;
        }

        Volatile.Write(ref _entries, entries);
        Volatile.Write(ref _read, read);
        _slots = slots;
    }

    private static int[] NoSlots(int length)
    {
        var slots = GC.AllocateUninitializedArray<int>(length);
        slots.AsSpan().Fill(-1);
        return slots;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(char[] Block, int Start, int Length, int Hash);
}
