using GateService.Cli;
using GateService.Cli.Shell;

return await Gatectl.RunAsync(args, Surroundings.OfThisProcess());
