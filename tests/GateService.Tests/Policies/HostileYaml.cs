namespace GateService.Tests.Policies;

/// <summary>Texts that ended the process, took seconds of it, or were read as something else than they say; and what is now said of each.</summary>
internal static class HostileYaml
{
    public static IReadOnlyDictionary<string, (string Text, int Line, string Said)> All { get; } = new Dictionary<string, (string, int, string)>
    {
        ["an alias to itself"] = ("a: &a [*a]", 1, "*a stands inside of what it names"),
        ["an alias to the map it stands in"] = ("kind: policy\na: &a {b: *a}", 2, "*a stands inside of what it names"),
        ["an alias to an ancestor"] = ("a: &a\n  b:\n    c: [x, *a]", 3, "*a stands inside of what it names"),
        ["an alias to nothing"] = ("kind: policy\na: *b", 2, "*b names nothing"),
        ["a merge key"] = ("b: &b {x: 1}\na:\n  <<: *b", 3, "merge keys (<<) are not taken"),
        ["a merge key to itself"] = ("a: &a\n  <<: *a", 2, "merge keys (<<) are not taken"),
        ["billion laughs"] = ("a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat("bcdefgh".Select((letter, i) => $"{letter}: &{letter} [{string.Join(", ", Enumerable.Repeat($"*{"abcdefg"[i]}", 10))}]\n")), 5, "more than 20000 values"),
        ["aliases that nest what nests"] = (string.Concat(Enumerable.Range(0, 40).Select(i => $"a{i}: &a{i} [{(i == 0 ? "x" : $"*a{i - 1}")}]\n")), 32, "nests more than 32 levels deep"),
        ["20,000 maps within each other"] = ("kind: policy\na: " + Repeat("{a: ", 20_000) + "1" + Repeat("}", 20_000), 2, "nests more than 32 levels deep"),
        ["100,000 brackets that nobody closes"] = (Repeat("[", 100_000), 1, "nests more than 32 levels deep"),
        ["20,000 lists without a bracket"] = ("a:\n  " + Repeat("- ", 20_000) + "x", 2, "nests more than 32 levels deep"),
        ["300 maps without a bracket"] = (string.Concat(Enumerable.Range(0, 300).Select(i => $"{new string(' ', i)}a:\n")), 33, "nests more than 32 levels deep"),
        ["5,000 levels"] = ("a: " + Repeat("{a: ", 5000) + "1" + Repeat("}", 5000), 1, "nests more than 32 levels deep"),
        ["a brace that nobody closes"] = ("kind: service\nname: {a\n", 2, "a [ or { that opens here is not closed"),
        ["a brace at the end"] = ("kind: service\nname: {", 2, "a [ or { that opens here is not closed"),
        ["a bracket that nobody closes"] = ("kind: service\nname: [a\nx: 1", 2, "a [ or { that opens here is not closed"),
        ["a quote that nobody closes"] = ("kind: service\nname: 'a", 2, "is no YAML"),
        ["a tab for an indent"] = ("kind: policy\n\tname: x", 2, "is no YAML: a tab indents this line"),
        ["a NUL, behind which nothing would be read"] = ("kind: policy\nname: x\0\nobjectives: 5", 2, "holds the character U+0000"),
        ["a byte order mark in the middle"] = ("kind: policy\n\uFEFFname: x", 2, "holds the character U+FEFF"),
        ["a control character"] = ("kind: policy\nname: \"a\u001bb\"", 2, "holds the character U+001B"),
        ["a value without end"] = ("kind: policy\nname: " + Repeat("x", 100_000), 2, "a value has 100000 characters: expected at most 4096"),
        ["a key without end"] = ("kind: policy\n" + Repeat("x", 500) + ": 1", 2, "a key has 500 characters: expected at most 255"),
        ["a key that is a list"] = ("? [a]\n: 1", 1, "a key must be a plain text"),
        ["20,000 keys"] = (string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: 1\n")), 1001, "a map has more than 1000 keys"),
        ["60,000 values"] = ("a: [" + Repeat("x, ", 60_000) + "x]", 1, "more than 20000 values"),
        ["a file without end"] = (Repeat("# nothing\n", 30_000), 1, "has 300000 characters: expected at most 262144"),
        ["a key twice"] = ("kind: policy\nname: a\nname: b", 3, "'name' stands twice in the same map"),
        ["two documents"] = ("kind: policy\n---\nkind: policy", 2, "holds a second YAML document"),
        ["nothing"] = ("", 1, "is empty: expected a map"),
        ["a comment alone"] = ("# later\n", 1, "is empty: expected a map"),
        ["a list"] = ("- kind: policy", 1, "is a list: expected a map"),
        ["a word"] = ("policy", 1, "is a single value: expected a map"),
    };

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
