import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Engine } from '#engine/engine.ts';
import { AbandonedRolls } from './abandoned-rolls.ts';

/** What happens by itself: nobody asks for it, and no feature needs to know. */
@Module({
  providers: [
    {
      provide: AbandonedRolls,
      inject: [Engine],
      useFactory: (engine: Engine) => new AbandonedRolls(engine.dataSource, engine),
    },
  ],
})
export class EffectsModule implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(AbandonedRolls) private readonly abandoned: AbandonedRolls) {}

  onModuleInit(): void {
    this.abandoned.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.abandoned.stop();
  }
}
