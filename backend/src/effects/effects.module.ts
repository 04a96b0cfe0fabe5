import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Engine } from '#engine/engine.ts';
import { AbandonedRolls } from './abandoned-rolls.ts';
import { Clearings } from './clearings.ts';

/** What happens by itself: nobody asks for it, and no feature needs to know. */
@Module({
  providers: [
    {
      provide: AbandonedRolls,
      inject: [Engine],
      useFactory: (engine: Engine) => new AbandonedRolls(engine.dataSource, engine),
    },
    {
      provide: Clearings,
      inject: [Engine],
      useFactory: (engine: Engine) => new Clearings(engine.dataSource, engine),
    },
  ],
})
export class EffectsModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(AbandonedRolls) private readonly abandoned: AbandonedRolls,
    @Inject(Clearings) private readonly clearings: Clearings,
  ) {}

  onModuleInit(): void {
    this.abandoned.start();
    this.clearings.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.abandoned.stop(), this.clearings.stop()]);
  }
}
