import { Module } from '@nestjs/common';
import { SelfCheckController } from './self-check.controller.ts';

/** For the administrator's page that finds out what a proxy in front of this server does wrong. */
@Module({ controllers: [SelfCheckController] })
export class SelfCheckModule {}
