using System.Text;

namespace NewRelic.Api;

/// <summary>Names of columns, which all rows of an answer have in the same order.</summary>
internal sealed class RowShape(string[] names)
{
    private readonly byte[][] _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];

    public string[] Names => names;

    /// <summary>The name of a column as it lies in an answer.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => _utf8[column];

    /// <summary>The column; of two with one name the later; -1 where there is none.</summary>
    public int IndexOf(string name)
    {
        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
