import { Module, type DynamicModule } from '@nestjs/common';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { CONFIG, type Config } from '#config/config.ts';
import { Admission } from './admission.ts';
import { AUTHENTICATION, type Authentication } from './authentication.port.ts';
import { commandControllers } from './command-controllers.ts';
import { Crowding } from './crowding.ts';
import { HealthController } from './health.controller.ts';
import { LiveGateway } from './live.gateway.ts';
import { SignalsController } from './signals.controller.ts';
import { SyncController } from './sync.controller.ts';
import { WaitingPolls } from './waiting-polls.ts';

/** Every road on which commands and changes travel. AUTHENTICATION, the engine and the hub come from global modules. */
@Module({})
export class CarriersModule {
  static with(registry: Registry): DynamicModule {
    return {
      module: CarriersModule,
      global: true,
      controllers: [HealthController, SyncController, SignalsController, ...commandControllers(registry)],
      providers: [
        LiveGateway,
        {
          provide: Admission,
          inject: [CONFIG],
          useFactory: (config: Config) => new Admission(config.connectionsPerSecond),
        },
        {
          provide: Crowding,
          inject: [CONFIG],
          useFactory: (config: Config) => new Crowding(config.connectionsPerAddress),
        },
        {
          provide: WaitingPolls,
          inject: [AUTHENTICATION],
          useFactory: (authentication: Authentication) => new WaitingPolls(authentication),
        },
      ],
      exports: [Admission],
    };
  }
}
