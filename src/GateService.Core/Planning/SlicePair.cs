namespace GateService.Core.Planning;

/// <summary>How the events of one objective are told apart where they are not told apart as the policy's requests are.</summary>
/// <param name="Judged">Recognises the judged slice.</param>
/// <param name="Control">Recognises stable beside it; null where there is none.</param>
public sealed record SlicePair(SliceSelector Judged, SliceSelector? Control);
