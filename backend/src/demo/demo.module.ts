import { Module } from '@nestjs/common';
import { DemoController } from './demo.controller.ts';

/** What the demo adds to the server. The product does not know it. */
@Module({ controllers: [DemoController] })
export class DemoModule {}
