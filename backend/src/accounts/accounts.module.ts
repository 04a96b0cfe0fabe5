import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { AUTHENTICATION } from '#carriers/authentication.port.ts';
import { AccountsController } from './accounts.controller.ts';
import { Accounts, type AccountsSettings } from './accounts.ts';
import { OriginGuard } from './origin.guard.ts';
import { SessionsController } from './sessions.controller.ts';

/** Accounts over HTTP, and AUTHENTICATION for everybody. */
@Module({})
export class AccountsModule implements OnApplicationShutdown {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  static with(settings: AccountsSettings): DynamicModule {
    const accounts = new Accounts(settings);
    return {
      module: AccountsModule,
      global: true,
      providers: [
        { provide: Accounts, useValue: accounts },
        { provide: AUTHENTICATION, useValue: accounts.authentication },
        OriginGuard,
      ],
      controllers: [AccountsController, SessionsController],
      exports: [Accounts, AUTHENTICATION],
    };
  }

  onApplicationShutdown(): void {
    this.accounts.sessions.close();
  }
}
