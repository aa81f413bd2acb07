using GateService;

return await GateServiceApp.RunAsync(args);
