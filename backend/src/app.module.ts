// The composition root: the rooms, and what each is handed.
import path from 'node:path';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AccountsModule } from '#accounts/accounts.module.ts';
import { CarriersModule } from '#carriers/carriers.module.ts';
import { EffectsModule } from '#effects/effects.module.ts';
import { MediaModule } from '#media/media.module.ts';
import { toAvatar } from '#media/avatar.ts';
import { PagesModule } from '#pages/pages.module.ts';
import { ReadsModule } from '#reads/reads.module.ts';
import { SelfCheckModule } from '#self-check/self-check.module.ts';
import { CoreModule, type Core } from './core.module.ts';

@Module({})
export class AppModule {
  static with(core: Core, more: readonly Type[]): DynamicModule {
    const { config, engine, realtime } = core;
    return {
      module: AppModule,
      imports: [
        CoreModule.with(core),
        AccountsModule.with({
          ground: engine,
          announcements: realtime.announcements,
          hasOtherNodes: realtime.others.areExpected,
          avatars: { folder: path.join(config.dataDir, 'avatars'), render: toAvatar },
          origin: { publicUrl: config.publicUrl, isBehindProxy: config.trustProxy !== false },
        }),
        CarriersModule.with(engine.registry),
        MediaModule,
        EffectsModule,
        ReadsModule,
        SelfCheckModule,
        ...(config.appDir === undefined ? [] : [PagesModule.with(config.appDir)]),
        ...more,
      ],
    };
  }
}
