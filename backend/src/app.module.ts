// The composition root: the rooms, and what each is handed.
import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsModule } from '#accounts/accounts.module.ts';
import { CarriersModule } from '#carriers/carriers.module.ts';
import { CoreModule, type Core } from './core.module.ts';

@Module({})
export class AppModule {
  static with(core: Core): DynamicModule {
    const { config, engine, realtime } = core;
    return {
      module: AppModule,
      imports: [
        CoreModule.with(core),
        AccountsModule.with({
          ground: engine,
          announcements: realtime.announcements,
          hasOtherNodes: realtime.others.areExpected,
          origin: { publicUrl: config.publicUrl, isBehindProxy: config.trustProxy !== false },
        }),
        CarriersModule.with(engine.registry),
      ],
    };
  }
}
