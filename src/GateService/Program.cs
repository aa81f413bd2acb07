using GateService;

GateServiceApp.Create(args).Run();
