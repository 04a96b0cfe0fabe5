// What every room may have injected: the engine, the hub, and the settings.
import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG, type Config } from '#config/config.ts';
import { Engine } from '#engine/engine.ts';
import { Hub } from '#realtime/hub.ts';
import { RealtimeNode } from '#realtime/node.ts';
import { Polls } from '#realtime/polls.ts';
import { Signals } from '#realtime/signals.ts';

export interface Core {
  readonly config: Config;
  readonly engine: Engine;
  readonly realtime: RealtimeNode;
}

@Module({})
export class CoreModule {
  static with({ config, engine, realtime }: Core): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: Engine, useValue: engine },
      { provide: RealtimeNode, useValue: realtime },
      { provide: Hub, useValue: realtime.hub },
      { provide: Polls, useValue: realtime.polls },
      { provide: Signals, useValue: realtime.signals },
    ];
    return { module: CoreModule, global: true, providers, exports: providers };
  }
}
