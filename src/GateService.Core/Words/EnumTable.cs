namespace GateService.Core.Words;

/// <summary>
/// The words of one enumeration by their numbers. Not generic on purpose: a table of the values themselves is compiled anew for every enumeration when the process starts,
/// and there are dozens of them.
/// </summary>
internal sealed class EnumTable
{
    private readonly Dictionary<int, string> _words = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <param name="type">An enumeration of <see cref="int"/>.</param>
    public EnumTable(Type type)
    {
        var (names, numbers) = (Enum.GetNames(type), (int[])Enum.GetValuesAsUnderlyingType(type));
        for (var i = 0; i < names.Length; i++)
        {
            // Of two names for one number the first is its word, as Enum says it.
            if (_words.TryAdd(numbers[i], Word(Enum.GetName(type, numbers[i])!)))
            {
                _numbers.Add(_words[numbers[i]], numbers[i]);
            }
        }

        List<string> words = [.. numbers.Select(number => _words[number])];
        Choices = words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
    }

    public string Choices { get; }

    public static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public string? Of(int number) => _words.GetValueOrDefault(number);

    public int? Read(string word) => _numbers.TryGetValue(word, out var number) ? number : null;
}
