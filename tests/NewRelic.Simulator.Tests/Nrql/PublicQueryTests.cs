using System.Runtime.CompilerServices;
using CsCheck;
using NewRelic.Simulator.Nrql;

namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Queries as they are written in public: understood all but a few, and no mutation of them breaks the engine.</summary>
public sealed class PublicQueryTests
{
    private static readonly string[] Lines = [.. File.ReadLines(Path.Combine(Path.GetDirectoryName(Here())!, "public-queries.nrql")).Where(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal))];
    private static readonly Shop Shared = Filled();

    public static TheoryData<string> Understood => [.. Lines.Where(line => line[0] != '!')];

    public static TheoryData<string> Refused => [.. Lines.Where(line => line[0] == '!').Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())];

    [Theory]
    [MemberData(nameof(Understood))]
    public void A_public_query_is_understood(string nrql) => Shared.Ask(nrql).Metadata.Begin.ShouldBeLessThan(Shared.Ask(nrql).Metadata.End);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_New_Relic_refuses_is_refused(string nrql) => Shared.Refusal(nrql).ShouldNotBeEmpty();

    [Fact]
    public void Any_mutation_of_a_public_query_is_answered_or_refused() => Mutations().Sample(nrql =>
    {
        try
        {
            Shared.Ask(nrql);
        }
        catch (NrqlException refused)
        {
            refused.Message.ShouldNotBeEmpty();
        }
    }, iter: 2000);

    /// <summary>Words of a query dropped, doubled, swapped, or taken from another.</summary>
    private static Gen<string> Mutations() => Gen.Select(Gen.Int[0, Lines.Length - 1], Gen.Int[0, Lines.Length - 1], Gen.Select(Gen.Int[0, 4], Gen.Int[0, 60], Gen.Int[0, 60]).Array[1, 4]).Select((one, other, changes) =>
    {
        var words = Split(Lines[one]);
        foreach (var (kind, at, from) in changes)
        {
            var (place, donor) = (at % words.Count, Split(Lines[other]));
            switch (kind)
            {
                case 0 when words.Count > 1:
                    words.RemoveAt(place);
                    break;
                case 1:
                    words.Insert(place, words[from % words.Count]);
                    break;
                case 2:
                    words[place] = donor[from % donor.Count];
                    break;
                case 3:
                    words.Insert(place, donor[from % donor.Count]);
                    break;
                default:
                    (words[place], words[from % words.Count]) = (words[from % words.Count], words[place]);
                    break;
            }
        }

        return string.Join(' ', words);
    });

    private static List<string> Split(string nrql) => [.. System.Text.RegularExpressions.Regex.Matches(nrql, @"'(?:[^'\\]|\\.)*'|[\w.%:]+|[^\s\w]").Select(match => match.Value)];

    /// <summary>Something for every query to work on: events of every type asked, with numbers, texts, booleans and nothing where a name is taken.</summary>
    private static Shop Filled()
    {
        var shop = new Shop();
        var names = Lines.SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"\b[a-zA-Z_][\w.]*\b").Select(match => match.Value)).Distinct().Order(StringComparer.Ordinal).ToList();
        var types = Lines.SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"(?i)from\s+(\w+)").Select(match => match.Groups[1].Value)).Distinct().ToList();
        foreach (var (row, type) in types.SelectMany(type => Enumerable.Repeat(type, 5)).Index())
        {
            shop.Add(type, Shop.Now.AddSeconds(-row), [.. names.Index().Where(name => (name.Index + row) % 4 != 0).Select(name => (name.Item, ((name.Index + row) % 3) switch
            {
                0 => (object)(double)(row + name.Index),
                1 => $"text {row % 3}",
                _ => row % 2 == 0,
            }))]);
        }

        return shop;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
