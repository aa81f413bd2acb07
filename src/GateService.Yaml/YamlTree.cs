using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GateService.Yaml;

/// <summary>
/// Builds the tree of one file from the parser's events. Depth, size and aliases are looked at before each step down, so that neither the stack nor
/// the time depends on what somebody wrote: an alias shares the node it names, and counts as all of it.
/// </summary>
/// <param name="file">Name of the file, for its faults.</param>
/// <param name="lines">Lines of the file: what is missed behind the last one was to be closed before.</param>
/// <param name="parser">Of its text.</param>
internal sealed class YamlTree(string file, int lines, IParser parser)
{
    /// <summary>Most values of a file, aliases expanded: a few lines of aliases can otherwise stand for billions.</summary>
    private const int MostNodes = 20_000;

    private const int MostEntries = 1000;
    private const int LongestKey = 255;
    private const int LongestValue = 4096;

    private readonly Dictionary<string, Anchored?> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<Mark> _brackets = new();
    private int _nodes;
    private Mark _start = Mark.Empty;

    /// <summary>Why there is no tree.</summary>
    public PolicyFault? Fault { get; private set; }

    /// <summary>The file's one map, or null with <see cref="Fault"/>.</summary>
    public PolicyNode.Map? Read() => ReadAny("a map, such as kind: policy") is not { } root ? null
        : root as PolicyNode.Map ?? Refuse<PolicyNode.Map>(_start, $"is a {(root is PolicyNode.List ? "list" : "single value")}: expected a map, such as kind: policy");

    /// <summary>What the file holds, or null with <see cref="Fault"/>.</summary>
    /// <param name="expected">What is said where it holds nothing.</param>
    public PolicyNode? ReadAny(string expected)
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return Refuse<PolicyNode>(Mark.Empty, $"is empty: expected {expected}");
        }

        parser.Consume<DocumentStart>();
        _start = parser.Current!.Start;
        var root = Node(1);
        if (Fault is not null)
        {
            return null;
        }

        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            return Refuse<PolicyNode>(second.Start, "holds a second YAML document: expected one map a file");
        }

        return root?.Node;
    }

    /// <summary>What the parser could not go on from, where it stood.</summary>
    public PolicyFault Broken(Exception e)
    {
        var at = e is YamlException { Start.Line: > 0 } yaml ? yaml.Start : parser.Current?.Start ?? Mark.Empty;
        var open = _brackets.TryPeek(out var bracket) ? bracket : (Mark?)null;
        return open is { } unclosed && (e is InvalidOperationException || at.Line > lines)
            ? At(unclosed, "is no YAML: a [ or { that opens here is not closed")
            : At(at, $"is no YAML: {(e is YamlException ? e.Message : e.GetType().Name)}{(open is { } known ? $" (inside of the [ or {{ of line {Line(known)})" : "")}");
    }

    private Anchored? Node(int depth)
    {
        var current = Next();
        if (current is AnchorAlias alias)
        {
            return Alias(alias, depth);
        }

        if (current is not Scalar && depth > PolicyDepth.Most)
        {
            return Refuse<Anchored>(current.Start, $"nests more than {PolicyDepth.Most} levels deep");
        }

        var anchor = ((NodeEvent)current).Anchor;
        Anchor(anchor, null);
        var before = _nodes;
        if (!Count(1, current.Start))
        {
            return null;
        }

        var (node, height) = current switch
        {
            MappingStart map => Map(map, depth),
            SequenceStart list => List(list, depth),
            _ => (Leaf((Scalar)current), 0),
        };
        var read = node is null ? null : new Anchored(node, _nodes - before, height);
        Anchor(anchor, read);
        return read;
    }

    private Anchored? Alias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var named))
        {
            return Refuse<Anchored>(alias.Start, $"*{alias.Value} names nothing: no &{alias.Value} stands before it");
        }

        if (named is null)
        {
            return Refuse<Anchored>(alias.Start, $"*{alias.Value} stands inside of what it names, and would never end: write the value out");
        }

        if (depth + named.Height - 1 > PolicyDepth.Most)
        {
            return Refuse<Anchored>(alias.Start, $"*{alias.Value} nests more than {PolicyDepth.Most} levels deep");
        }

        return Count(named.Size, alias.Start) ? named : null;
    }

    private (PolicyNode? Node, int Height) Map(MappingStart start, int depth)
    {
        var entries = new List<KeyValuePair<string, PolicyNode>>();
        var (keys, height) = (new HashSet<string>(StringComparer.Ordinal), 0);
        while (!Ends<MappingEnd>(start.Style == MappingStyle.Flow))
        {
            if (Key(keys) is not { } key || Node(depth + 1) is not { } value)
            {
                return default;
            }

            entries.Add(new(key, value.Node));
            height = Math.Max(height, value.Height);
        }

        return (new PolicyNode.Map(entries, Position(start.Start)), height + 1);
    }

    private string? Key(HashSet<string> keys)
    {
        var next = Next();
        var (at, key) = (next.Start, (next as Scalar)?.Value);
        return key is null ? Refuse<string>(at, "a key must be a plain text")
            : key == "<<" ? Refuse<string>(at, "merge keys (<<) are not taken: write the keys out, or use extends or a layer's overrides")
            : key.Length > LongestKey ? Refuse<string>(at, $"a key has {key.Length} characters: expected at most {LongestKey}")
            : !keys.Add(key) ? Refuse<string>(at, $"'{key}' stands twice in the same map")
            : keys.Count > MostEntries ? Refuse<string>(at, $"a map has more than {MostEntries} keys")
            : key;
    }

    private (PolicyNode? Node, int Height) List(SequenceStart start, int depth)
    {
        var (items, height) = (new List<PolicyNode>(), 0);
        while (!Ends<SequenceEnd>(start.Style == SequenceStyle.Flow))
        {
            if (Node(depth + 1) is not { } item)
            {
                return default;
            }

            items.Add(item.Node);
            height = Math.Max(height, item.Height);
        }

        return (new PolicyNode.List(items, Position(start.Start)), height + 1);
    }

    private PolicyNode.Scalar? Leaf(Scalar scalar) => scalar.Value.Length > LongestValue
        ? Refuse<PolicyNode.Scalar>(scalar.Start, $"a value has {scalar.Value.Length} characters: expected at most {LongestValue}")
        : new PolicyNode.Scalar(scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : scalar.Value, Position(scalar.Start));

    private bool Count(int nodes, Mark at)
    {
        _nodes += nodes;
        return _nodes <= MostNodes || Refuse<object>(at, $"more than {MostNodes} values") is not null;
    }

    private void Anchor(AnchorName name, Anchored? node)
    {
        if (!name.IsEmpty)
        {
            _anchors[name.Value] = node;
        }
    }

    /// <summary>Takes the next event; the parser looks one ahead.</summary>
    private ParsingEvent Next()
    {
        var next = parser.Current!;
        if (next is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow })
        {
            _brackets.Push(next.Start);
        }

        parser.MoveNext();
        return next;
    }

    /// <summary>Takes the end of a map or list, where it comes next.</summary>
    private bool Ends<T>(bool isBracket)
        where T : ParsingEvent
    {
        if (parser.Current is not T)
        {
            return false;
        }

        if (isBracket)
        {
            _brackets.Pop();
        }

        parser.MoveNext();
        return true;
    }

    private T? Refuse<T>(Mark at, string why)
        where T : class
    {
        Fault ??= At(at, why);
        return null;
    }

    private PolicyFault At(Mark mark, string why) => new(file, Line(mark), "", why);

    private PolicyPosition Position(Mark mark) => new(file, Line(mark));

    private static int Line(Mark mark) => Math.Max(1, (int)mark.Line);

    /// <param name="Node">What the anchor names.</param>
    /// <param name="Size">Values in it, itself included.</param>
    /// <param name="Height">Maps and lists within each other.</param>
    private sealed record Anchored(PolicyNode Node, int Size, int Height);
}
