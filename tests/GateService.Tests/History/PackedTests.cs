using GateService.History;

namespace GateService.Tests.History;

/// <summary>What is compressed comes back byte for byte, however well it compresses, and what was not compressed, or not all of it, is no record.</summary>
public sealed class PackedTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public void What_was_closed_opens_as_it_was(int length)
    {
        var (alike, mixed) = (new byte[length], new byte[length]);
        new Random(length).NextBytes(mixed);

        Packed.Open(Packed.Close(alike)).ShouldBe(alike);
        Packed.Open(Packed.Close(mixed)).ShouldBe(mixed);
    }

    [Fact]
    public void What_was_never_closed_or_lost_its_end_is_refused()
    {
        var mixed = new byte[10_000];
        new Random(1).NextBytes(mixed);
        var closed = Packed.Close(mixed);

        Should.Throw<InvalidDataException>(() => Packed.Open(mixed));
        Should.Throw<InvalidDataException>(() => Packed.Open(closed.AsSpan(0, closed.Length / 2)));
        Should.Throw<InvalidDataException>(() => Packed.Open([]));
    }

    [Fact]
    public void Written_bytes_stand_behind_each_other_whatever_room_there_was_first()
    {
        using var bytes = new PooledBytes(1);
        for (var i = 0; i < 1_000; i++)
        {
            "gate"u8.CopyTo(bytes.GetSpan(4));
            bytes.Advance(4);
        }

        bytes.Written.Length.ShouldBe(4_000);
        bytes.Written.Count("gate"u8).ShouldBe(1_000);
    }
}
