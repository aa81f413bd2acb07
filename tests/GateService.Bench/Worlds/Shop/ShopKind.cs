namespace GateService.Bench.Worlds.Shop;

/// <summary>A kind of trouble that verdicts were wrong about, as worlds: what does harm, and its harmless twin.</summary>
/// <param name="Name">In words.</param>
/// <param name="Played">Where it is played through simulator and service, beside the documents.</param>
/// <param name="Worlds">Harmful ones first.</param>
internal sealed record ShopKind(string Name, string Played, IReadOnlyList<ShopWorld> Worlds);
