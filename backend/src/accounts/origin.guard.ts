import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import type { BrowserRequest } from './browser.ts';

/** Requests with effects come from our own pages only. Errors: Refusal `wrong-origin`. */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(@Inject(AUTHENTICATION) private readonly authentication: Authentication) {}

  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<BrowserRequest>();
    if (method === 'GET' || method === 'HEAD' || this.authentication.isOwnOrigin(headers)) return true;
    throw new Refusal('wrong-origin');
  }
}
