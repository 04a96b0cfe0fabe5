import type { LoggerService } from '@nestjs/common';
import { logLine } from './log.ts';

/** What Nest has to say, in our lines; its account of which route it mapped is left out. */
export class NestLog implements LoggerService {
  log(): void {}
  debug(): void {}
  verbose(): void {}
  warn(message: unknown, ...more: unknown[]): void {
    logLine('warning', String(message), { from: more.at(-1) });
  }
  error(message: unknown, ...more: unknown[]): void {
    logLine('error', message instanceof Error ? message.message : String(message), { details: more });
  }
  fatal(message: unknown, ...more: unknown[]): void {
    this.error(message, ...more);
  }
}
