import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AUTHENTICATION } from '#carriers/authentication.port.ts';
import { AccountsController } from './accounts.controller.ts';
import { Accounts, type AccountsSettings } from './accounts.ts';
import { AvatarsController } from './avatars.controller.ts';
import { InvitesController } from './invites.controller.ts';
import { LinksController } from './links.controller.ts';
import { SessionsController } from './sessions.controller.ts';

/** Accounts over HTTP, and AUTHENTICATION for everybody. The Origin of requests is checked by the carriers, for all of /api. */
@Module({})
export class AccountsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  static with(settings: AccountsSettings): DynamicModule {
    const accounts = new Accounts(settings);
    return {
      module: AccountsModule,
      global: true,
      providers: [
        { provide: Accounts, useValue: accounts },
        { provide: AUTHENTICATION, useValue: accounts.authentication },
      ],
      controllers: [AccountsController, SessionsController, LinksController, InvitesController, AvatarsController],
      exports: [Accounts, AUTHENTICATION],
    };
  }

  onApplicationBootstrap(): void {
    this.accounts.start();
  }

  onApplicationShutdown(): void {
    this.accounts.stop();
  }
}
